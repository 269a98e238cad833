"""Who can see what of a person right now, in words: the rules of `people.access`, spelled out for one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.models import Delegation
from skillmatrix.people import access
from skillmatrix.people.models import Lead, Person


@dataclass(frozen=True, slots=True)
class Seer:
    """Somebody, what they can see, and whether any of it is about this person alone."""

    who: str
    what: str
    sees: bool


def who_sees(person: Person, *, today: date) -> list[Seer]:
    """Everybody by name who can read something of the person, then everybody else. Six queries at most."""
    yourself = _("everything, also what you have not shared")
    return [
        Seer(_("You"), yourself, sees=True),
        *_leads(person, today=today),
        *_leads_above(person, today=today),
        *_asked(person, today=today),
        Seer(_("Colleagues"), _("figures about five people or more, never you alone"), sees=False),
        Seer(_("Who edits people"), _("your name, address, team and role; no rating"), sees=False),
        Seer(
            _("Who edits skills"),
            _("how many people a change concerns, from five on; no rating"),
            sees=False,
        ),
        Seer(
            _("Who runs the installation"),
            _("whether your report is up to date; not what is in it"),
            sees=False,
        ),
    ]


def _leads(person: Person, *, today: date) -> list[Seer]:
    """Whoever leads the person's team; a line that says so where nobody does."""
    what = _(
        "what you have shared: levels and when you said them, gaps, roadmap, history. They lead your team."
    )
    found = [Seer(lead.name, what, sees=True) for lead in access.leads_of(person, today=today)]
    return found or [
        Seer(
            _("Your lead"), _("nobody: your team has no lead at the moment, or you have no team"), sees=False
        )
    ]


def _leads_above(person: Person, *, today: date) -> list[Seer]:
    """Whoever leads a team above, with what the person's own switch lets them see."""
    membership = person.memberships.on(today).select_related("team").first()
    if membership is None:
        return []
    above = Lead.objects.on(today).filter(team__in=access.ancestors(membership.team), person__is_active=True)
    rows = above.exclude(person=person).select_related("person", "team").order_by("team__name")
    what = (
        _("what you have shared, because you let leads above read it. They lead %(team)s.")
        if person.shares_upward
        else _("figures about five people or more. They lead %(team)s, and you do not share upward.")
    )
    return [Seer(row.person.name, what % {"team": row.team.name}, sees=person.shares_upward) for row in rows]


def _asked(person: Person, *, today: date) -> list[Seer]:
    """Whoever was asked to look at single skills, by name, each with the skills and the last day."""
    rows = Delegation.objects.on(today).filter(subject=person, reviewer__is_active=True)
    ordered = rows.select_related("reviewer", "skill").order_by(
        "reviewer__name", "reviewer", "kind", "ends_on"
    )
    groups = groupby(ordered, key=lambda row: (row.reviewer.name, row.reviewer_id, row.kind, row.ends_on))
    return [_seer(list(group)) for _key, group in groups]


def _seer(rows: list[Delegation]) -> Seer:
    first = rows[0]
    sees = first.kind == Delegation.Kind.REVIEWER
    what = (
        _("what you have shared in %(skills)s, until %(day)s, to review it")
        if sees
        else _("nothing of yours; they were asked for their own view of %(skills)s until %(day)s")
    )
    day = date_format((first.ends_on or first.starts_on) - timedelta(days=1))
    return Seer(
        first.reviewer.name,
        what % {"skills": ", ".join(row.skill.name for row in rows), "day": day},
        sees=sees,
    )
