"""What a role asks, area by area, alone or beside another role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from skillmatrix.taxonomy.document import Area, Level, Role, Skill, Target, Taxonomy

NOTHING = Target(level=0, weight=0)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a role asks of one skill, in the words of its level. `other` is what the second role asks."""

    skill: Skill
    target: Target
    level: Level
    other: Target
    other_level: Level

    @property
    def sentence(self) -> str:
        """What somebody at the target says of themselves."""
        return self.skill.descriptors[self.target.level]

    @property
    def other_sentence(self) -> str:
        """The same for the second role."""
        return self.skill.descriptors[self.other.level]

    @property
    def difference(self) -> int:
        """How many levels more the second role asks; negative where it asks less."""
        return self.other.level - self.target.level


@dataclass(frozen=True, slots=True)
class AreaExpectations:
    """One area of a role, in document order."""

    area: Area
    expectations: tuple[Expectation, ...]

    @property
    def different(self) -> tuple[Expectation, ...]:
        """Where the two roles ask for different levels."""
        return tuple(found for found in self.expectations if found.difference)

    @property
    def same(self) -> tuple[Expectation, ...]:
        """Where both ask for the same."""
        return tuple(found for found in self.expectations if not found.difference)


def expectations(taxonomy: Taxonomy, role: Role, other: Role | None = None) -> tuple[AreaExpectations, ...]:
    """Return every active skill that `role` or `other` asks for, by area; areas without any are left out."""
    found = (AreaExpectations(area, tuple(_of_area(taxonomy, area, role, other))) for area in taxonomy.areas)
    return tuple(area for area in found if area.expectations)


def _of_area(taxonomy: Taxonomy, area: Area, role: Role, other: Role | None) -> Iterator[Expectation]:
    for slug in area.skills:
        skill = taxonomy.skills[slug]
        target = role.targets.get(slug, NOTHING)
        beside = other.targets.get(slug, NOTHING) if other else NOTHING
        if (target.level or beside.level) and not (skill.retired or skill.off):
            yield Expectation(
                skill, target, taxonomy.scale[target.level], beside, taxonomy.scale[beside.level]
            )


def mean_level(taxonomy: Taxonomy, role: Role, area: Area) -> float | None:
    """Return the mean of what a role asks of an area's active skills; None for an area without any."""
    slugs = [skill.slug for skill in taxonomy.active if skill.area == area.slug]
    if not slugs:
        return None
    return sum(role.targets.get(slug, NOTHING).level for slug in slugs) / len(slugs)
