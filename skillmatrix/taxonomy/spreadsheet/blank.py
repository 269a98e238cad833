"""A ladder without skills: what a document needs and no spreadsheet has, filled in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.building import Content
from skillmatrix.taxonomy.document import SCHEMA, Kind
from skillmatrix.taxonomy.spreadsheet.findings import Log
from skillmatrix.taxonomy.spreadsheet.naming import key, one_line

# How large a step is, and for how many months a rating stays fresh.
_KINDS = {Kind.CONCEPT: (1.0, 18), Kind.TOOL: (0.75, 9), Kind.PRACTICE: (1.25, 12), Kind.BEHAVIOUR: (1.5, 18)}
_KEPT = ("evidence_from", "coverage", "rescale", "rating_rules")


def blank_ladder(
    levels: tuple[str, ...], present: Content | None, log: Log, *, name: str, language: str
) -> Content:
    """Return the content of a new ladder with these levels, before any area and role.

    Of the `present` one, which has as many levels, the sentences of levels with the same name stay.
    """
    content: dict[str, Any] = {
        "schema": SCHEMA,
        "name": name or (present or {}).get("name") or _("Skills and levels"),
        "language": language or (present or {}).get("language") or "en",
        "evidence_from": min(3, len(levels) - 1),
        "coverage": min(3, len(levels) - 1),
    }
    content |= {part: present[part] for part in _KEPT if part in present} if present else {}
    scale = [_level(rank, levels, present, log) for rank in range(len(levels))]
    return {**content, "scale": scale, "kinds": _kinds(scale, present), "areas": [], "roles": []}


def _level(rank: int, levels: tuple[str, ...], present: Content | None, log: Log) -> Content:
    name = levels[rank]
    if present and key(present["scale"][rank]["name"]) == key(name):
        before = present["scale"][rank]
        return {**before, "name": before["name"] if one_line(before["name"]) == name else name}
    told = _("%(name)s: level %(rank)d of %(top)d.")
    log.note(
        _(
            "What a level means in general was filled in from its name. Say it better on the page “Scale” of the draft."
        )
    )
    return {"name": name, "descriptor": told % {"name": name, "rank": rank, "top": len(levels) - 1}}


def _kinds(scale: list[Content], present: Content | None) -> Content:
    """The general sentences of each kind: those of the level, or what is there for a level of the same name."""
    levels = present["scale"] if present else []
    same = [key(old["name"]) == key(new["name"]) for old, new in zip(levels, scale, strict=False)]
    kinds = {}
    for kind, (effort, months) in _KINDS.items():
        sentences = [level["descriptor"] for level in scale]
        if present:
            before = present["kinds"][kind.value]
            effort, months = before["effort"], before["review_months"]
            pairs = zip(same, before["descriptors"], sentences, strict=True)
            sentences = [old if stays else new for stays, old, new in pairs]
        kinds[kind.value] = {"effort": effort, "review_months": months, "descriptors": sentences}
    return kinds
