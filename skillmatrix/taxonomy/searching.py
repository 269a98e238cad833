"""Finding skills by words, in names first and then in definitions and sentences."""

from __future__ import annotations

from dataclasses import dataclass

from skillmatrix.taxonomy.document import Skill, Taxonomy

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A skill that was found; `rank` is the level whose sentence has the words, where nothing before it has."""

    skill: Skill
    rank: int | None = None


def search(taxonomy: Taxonomy, query: str) -> tuple[Hit, ...]:
    """Return the active skills in which every word of `query` occurs, in document order; all for no words."""
    words = query[:LONGEST].casefold().split()
    found = (_hit(taxonomy, skill, words) for skill in taxonomy.active)
    return tuple(hit for hit in found if hit)


def _hit(taxonomy: Taxonomy, skill: Skill, words: list[str]) -> Hit | None:
    about = f"{skill.name} {skill.slug} {skill.definition} {taxonomy.area_of[skill.slug].name}".casefold()
    if all(word in about for word in words):
        return Hit(skill)
    for rank, sentence in enumerate(skill.descriptors):
        if all(word in about or word in sentence.casefold() for word in words):
            return Hit(skill, rank)
    return None
