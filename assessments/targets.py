"""What is asked of one person: the targets of a role, overrides, and the list called *my skills*."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from skillmatrix.taxonomy.document import Target, Taxonomy


@dataclass(frozen=True, slots=True)
class Override:
    """A lead's word on one target of one person. Level None lifts it, level 0 asks for nothing."""

    level: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class TargetLine:
    """What is asked in one skill, how much it matters and which role (its slug) asks."""

    level: int
    weight: int
    role: str
    reason: str = ""
    is_override: bool = False


class Why(StrEnum):
    """Why a skill is among my skills."""

    CURRENT = "current"
    NEXT = "next"
    EXTRA = "extra"
    QUICK = "quick"


@dataclass(frozen=True, slots=True)
class MySkill:
    """A skill I am asked to rate. No target: I added it, or I have no role yet."""

    skill: str
    target: TargetLine | None
    why: Why


NO_OVERRIDES: Mapping[str, Override] = MappingProxyType({})
NOT_ASKED = Target(level=0, weight=1)


def targets_of(
    taxonomy: Taxonomy,
    role: str | None,
    overrides: Mapping[str, Override] = NO_OVERRIDES,
    known: Collection[str] | None = None,
) -> dict[str, TargetLine]:
    """The targets above 0 of one role, in the order of the document, overrides applied.

    `known` are the skills about which the person has said something: an optional one that is not among them is
    left out, unless their lead asks for it. Without `known` it is what the role asks of anybody.
    A role that this version does not have asks for nothing. Overrides say what is asked of a
    person *now*: pass them with the current role, and leave them out for the next.
    """
    slug = role or ""
    profile = taxonomy.roles[slug].targets if slug in taxonomy.roles else {}
    lines = {
        skill.slug: _line(profile.get(skill.slug, NOT_ASKED), slug, overrides.get(skill.slug))
        for skill in taxonomy.active
        if skill.slug in profile or skill.slug in overrides
    }
    return {
        skill: line
        for skill, line in lines.items()
        if line.level > 0
        and (known is None or skill in known or line.is_override or not taxonomy.skills[skill].optional)
    }


def my_skills(
    taxonomy: Taxonomy,
    current: Mapping[str, TargetLine],
    next_: Mapping[str, TargetLine],
    extra: Collection[str] = (),
) -> dict[str, MySkill]:
    """The skills to rate, in the order of the document: whatever a role asks for, and what I added.

    The higher target wins, the current role on a tie. When neither role asks for anything, the quick set.
    """
    quick = not current and not next_
    found = (
        _my_skill(skill.slug, current, next_, extra, quick=quick and skill.quick) for skill in taxonomy.active
    )
    return {mine.skill: mine for mine in found if mine is not None}


def quick_set(taxonomy: Taxonomy, mine: Mapping[str, MySkill]) -> dict[str, MySkill]:
    """Those of my skills that tell most for the time they take; all of them where none is marked."""
    quick = {slug: asked for slug, asked in mine.items() if taxonomy.skills[slug].quick}
    return quick or dict(mine)


def _line(target: Target, role: str, override: Override | None) -> TargetLine:
    if override is None or override.level is None:
        return TargetLine(target.level, target.weight, role)
    return TargetLine(override.level, target.weight, role, override.reason, is_override=True)


def _my_skill(
    slug: str,
    current: Mapping[str, TargetLine],
    next_: Mapping[str, TargetLine],
    extra: Collection[str],
    *,
    quick: bool,
) -> MySkill | None:
    now, later = current.get(slug), next_.get(slug)
    if later is not None and (now is None or later.level > now.level):
        return MySkill(slug, later, Why.NEXT)
    if now is not None:
        return MySkill(slug, now, Why.CURRENT)
    if slug in extra:
        return MySkill(slug, None, Why.EXTRA)
    return MySkill(slug, None, Why.QUICK) if quick else None
