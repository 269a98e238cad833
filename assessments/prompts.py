"""What the card says to make somebody think twice, and never to stop them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from skillmatrix.taxonomy.document import Kind, Skill, Taxonomy


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of a skill in its own words."""

    rank: int
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept that a tool rests on, at the level the person gave it."""

    slug: str
    name: str
    area: str
    level: int


def neighbours(taxonomy: Taxonomy, skill: Skill, level: int) -> tuple[Rung, ...]:
    """The sentences of a level, of the one below and of the one above, as far as the scale goes."""
    return tuple(
        Rung(step.rank, step.name, skill.descriptors[step.rank])
        for step in taxonomy.scale
        if abs(step.rank - level) <= 1 and step.rank < len(skill.descriptors)
    )


def concept_below(
    taxonomy: Taxonomy, skill: Skill, level: int | None, levels: Mapping[str, int]
) -> Concept | None:
    """The lowest of the concepts that a tool needs, when the tool is rated above it.

    Who works with a tool has mostly understood what it rests on, so one of the two levels may be off. A concept that
    nobody has rated says nothing.
    """
    if level is None or skill.kind is not Kind.TOOL:
        return None
    below = [
        Concept(slug, taxonomy.skills[slug].name, taxonomy.skills[slug].area, levels[slug])
        for slug in skill.prerequisites
        if slug in levels and taxonomy.skills[slug].kind is Kind.CONCEPT and levels[slug] < level
    ]
    return min(below, key=lambda concept: concept.level, default=None)


def wants_example(taxonomy: Taxonomy, skill: Skill, level: int | None) -> bool:
    """A level so high that an example from real work says more than the number."""
    return level is not None and level >= (skill.evidence_from or taxonomy.evidence_from)
