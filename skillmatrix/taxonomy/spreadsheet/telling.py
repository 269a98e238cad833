"""What a sheet did not say, and what was put there instead."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmatrix.taxonomy.building import Content
from skillmatrix.taxonomy.spreadsheet.composing import DEFAULT_KIND, Filled
from skillmatrix.taxonomy.spreadsheet.findings import Log, did_you_mean
from skillmatrix.taxonomy.spreadsheet.matching import Matched

NAMED = 5
"""Names that a remark lists before it says how many more there are."""


def tell(matched: Matched, filled: Filled, before: Content | None, log: Log) -> None:
    """Note which areas are new beside those of `before`, and what was filled in."""
    known = {area["slug"]: area["name"] for area in before["areas"]} if before else {}
    for slug, name in matched.new_areas.items():
        if known and slug not in known:
            told = _("“%(area)s” becomes a new area.") % {"area": name}
            log.note(" ".join(filter(None, (told, did_you_mean(name, known.values())))))
    _fill(_("Without a definition, a sentence stands in for it: %(names)s."), filled.definitions, log)
    kind = _("Without a kind, and so taken for a %(kind)s: %%(names)s.") % {"kind": DEFAULT_KIND}
    _fill(kind, filled.kinds, log)
    _fill(_("Levels without a sentence have the general one: %(names)s."), filled.sentences, log)
    _fill(_("New roles, whose summary is to be written: %(names)s."), filled.roles, log)


def _fill(told: str, names: list[str], log: Log) -> None:
    if not names:
        return
    listed = ", ".join(f"“{name}”" for name in names[:NAMED])
    more = len(names) - NAMED
    if more > 0:
        listed = ngettext("%(listed)s and %(more)d more", "%(listed)s and %(more)d more", more) % {
            "listed": listed,
            "more": more,
        }
    log.note(told % {"names": listed})
