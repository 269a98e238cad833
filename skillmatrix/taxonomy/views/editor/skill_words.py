"""The fields of a skill in words: their names, and what a value of theirs says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.forms.clashing import Clash, Values, clashes
from skillmatrix.taxonomy.forms.resource import Ladder
from skillmatrix.taxonomy.templatetags.taxonomy_words import kind_name, principle_name

LONGEST_LIST = 3


def field_name(name: str) -> str:
    """What a field is called in a sentence; `descriptors.3` is level 3."""
    if name.startswith("descriptors."):
        return _("level %(rank)s") % {"rank": name.rpartition(".")[2]}
    return {
        "name": _("name"),
        "summary": _("summary"),
        "kind": _("kind"),
        "definition": _("definition"),
        "descriptors": _("sentences of the levels"),
        "evidence": _("evidence"),
        "watch_out": _("watch out"),
        "prerequisites": _("prerequisites"),
        "resources": _("resources"),
        "interview": _("interview questions"),
        "effort": _("effort"),
        "review_months": _("months a rating stays fresh"),
        "evidence_from": _("level from which an example is asked for"),
        "coverage": _("level that covers the skill"),
        "quick": _("quick"),
        "overlooked": _("overlooked"),
        "optional": _("optional"),
        "off": _("off"),
        "principle": _("word of the summary"),
    }[name]


def value_in_words(name: str, value: Any, ladder: Ladder | None = None) -> str:
    """What a value says to somebody who compares two of them."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "kind":
        return kind_name(value)
    if name == "principle":
        return principle_name(value)
    if ladder is not None and name in ("evidence_from", "coverage"):
        return dict(ladder.rank_choices()).get(str(value), str(value))
    if name == "descriptors":
        return "\n".join(f"{rank}: {text}" for rank, text in enumerate(value))
    if ladder is not None and name == "prerequisites":
        return ", ".join(ladder.skills.get(slug, slug) for slug in value)
    if name == "resources":
        return "\n".join(
            ", ".join(str(row[key]) for key in ("title", "by", "url") if row.get(key)) for row in value
        )
    return "\n".join(value) if isinstance(value, list) else str(value)


@dataclass(frozen=True)
class Version:
    """A field that two people changed, in words."""

    name: str
    label: str
    theirs: str
    mine: str
    only_theirs: bool


def side_by_side(found: list[Clash], ladder: Ladder | None = None) -> list[Version]:
    """Return both versions of each field in words."""
    return [
        Version(
            clash.name,
            field_name(clash.name),
            value_in_words(clash.name, clash.theirs, ladder),
            value_in_words(clash.name, clash.mine, ladder),
            clash.only_theirs,
        )
        for clash in found
    ]


def summary(before: Values, after: Values, name: str) -> str:
    """Return a change in a few words: the skill, and what of it."""
    changed = [field_name(clash.name) for clash in clashes(after, before)]
    if len(changed) > LONGEST_LIST:
        rest = _("%(count)d more") % {"count": len(changed) - LONGEST_LIST + 1}
        changed = [*changed[: LONGEST_LIST - 1], rest]
    return _("“%(skill)s”: %(fields)s") % {"skill": name, "fields": ", ".join(changed)}


def ladder_of(parts: Mapping[str, Any], skills: Mapping[str, str]) -> Ladder:
    """What a form about a skill has to know of a draft; `skills` are those it can need, by slug."""
    levels = parts["scale"]["levels"]
    usual = min(3, len(levels) - 1)
    return Ladder(
        levels=tuple(levels),
        kinds=parts["kinds"],
        skills=skills,
        evidence_from=parts["document"].get("evidence_from", usual),
        coverage=parts["document"].get("coverage", usual),
    )
