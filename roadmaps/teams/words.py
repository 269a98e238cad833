"""A team's figures as sentences."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roadmaps.teams.coverage import Coverage
from roadmaps.teams.overview import Attention, Matter


def coverage_words(one: Coverage) -> str:
    """“3 at ≥ 3, 1 of them agreed, 1 out of date”."""
    if not one.count:
        return _("nobody at ≥ %(level)s") % {"level": one.level}
    parts = [_("%(count)s at ≥ %(level)s") % {"count": one.count, "level": one.level}]
    if one.agreed:
        parts.append(_("%(count)s of them agreed") % {"count": one.agreed})
    if one.stale:
        parts.append(_("%(count)s out of date") % {"count": one.stale})
    return ", ".join(parts)


def reason_words(why: Attention) -> str:
    """The heading over those who are on the work list for one reason."""
    return {
        Attention.NO_ROLE: _("Without a role"),
        Attention.NOT_SHARED: _("Nothing shared yet"),
        Attention.UNRATED: _("Much not rated"),
        Attention.STALE: _("Much out of date"),
        Attention.NEW: _("New in the team"),
        Attention.AWAY: _("Away"),
    }[why]


def matter_words(matter: Matter) -> str:
    """What is to be said of one person; empty where the heading says it all."""
    if matter.why is Attention.UNRATED:
        return ngettext("%(count)s target", "%(count)s targets", matter.count) % {"count": matter.count}
    if matter.why is Attention.STALE:
        return ngettext("%(count)s rating", "%(count)s ratings", matter.count) % {"count": matter.count}
    if matter.why is Attention.NEW and matter.day:
        return _("since %(day)s") % {"day": date_format(matter.day, "j M")}
    if matter.why is Attention.AWAY and matter.day:
        return _("back on %(day)s") % {"day": date_format(matter.day, "j M")}
    return ""
