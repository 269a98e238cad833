"""The published ladder as a page shows it: areas, their skills, and what each role asks of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from skillmatrix.taxonomy.document import Area, Level, Role, Skill, Taxonomy
from skillmatrix.taxonomy.searching import Hit


@dataclass(frozen=True, slots=True)
class Row:
    """A skill in the list. `asks` has one level a role, or None where the role asks nothing."""

    skill: Skill
    prerequisites: tuple[Skill, ...]
    asks: tuple[tuple[Role, Level | None], ...]
    found: Level | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Section:
    """An area with those of its skills that are shown."""

    area: Area
    rows: tuple[Row, ...]


def sections(taxonomy: Taxonomy, hits: Iterable[Hit]) -> tuple[Section, ...]:
    """Return the skills that were found, by area; areas without any are left out."""
    by_area: dict[str, list[Row]] = {}
    for hit in hits:
        by_area.setdefault(hit.skill.area, []).append(_row(taxonomy, hit))
    return tuple(Section(area, tuple(by_area[area.slug])) for area in taxonomy.areas if area.slug in by_area)


def asks(taxonomy: Taxonomy, slug: str) -> tuple[tuple[Role, Level | None], ...]:
    """Return what each role asks of a skill."""
    return tuple(
        (role, taxonomy.scale[target.level] if (target := role.targets.get(slug)) and target.level else None)
        for role in taxonomy.roles.values()
    )


def _row(taxonomy: Taxonomy, hit: Hit) -> Row:
    skill = hit.skill
    return Row(
        skill=skill,
        prerequisites=tuple(taxonomy.skills[slug] for slug in skill.prerequisites),
        asks=asks(taxonomy, skill.slug),
        found=None if hit.rank is None else taxonomy.scale[hit.rank],
        sentence="" if hit.rank is None else skill.descriptors[hit.rank],
    )
