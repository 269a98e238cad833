"""What planning needs to know of a taxonomy, worked out once and kept while the taxonomy is in use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from skillmatrix.taxonomy.document import Kind, Skill, Taxonomy
from skillmatrix.taxonomy.graph import depth

UNITS = (1, 1, 2, 4, 8)  # effort of the steps to level 1, 2, 3, 4, 5 of a scale that ends at 5
SIZES = ((1.42, "S"), (2.83, "M"), (5.66, "L"))  # halfway, in ratio, between 1 2 4 8; above the last: XL
KEPT = 8  # grounds kept at once: the current version, a draft, the versions still in use


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Prerequisites both ways, the order that settles ties, and the effort of every step.

    Skills that are retired or switched off are no prerequisites: nobody could rate or learn them here.
    """

    taxonomy: Taxonomy
    needs: Mapping[str, tuple[str, ...]]
    unlocks: Mapping[str, tuple[str, ...]]
    place: Mapping[str, int]  # depth in the taxonomy, concept first, slug
    downward: tuple[str, ...]  # every skill before all that it needs
    efforts: Mapping[str, tuple[float, ...]]  # by level; index 0 is never a step


_grounds: dict[int, Ground] = {}


def ground_of(taxonomy: Taxonomy) -> Ground:
    """The ground of a taxonomy, which is frozen, so that its identity is a safe key while we hold it."""
    ground = _grounds.get(id(taxonomy))
    if ground is None:
        if len(_grounds) >= KEPT:
            _grounds.clear()
        ground = _grounds[id(taxonomy)] = _survey(taxonomy)
    return ground


@lru_cache(maxsize=256)
def size_of(effort: float) -> str:
    """The size shown for an effort, the nearest of S M L XL = 1 2 4 8 in ratio; never shown as hours."""
    return next((size for limit, size in SIZES if effort < limit), "XL")


def _survey(taxonomy: Taxonomy) -> Ground:
    skills = {skill.slug: skill for skill in taxonomy.active}
    needs = {
        slug: tuple(sorted(need for need in skill.prerequisites if need in skills))
        for slug, skill in skills.items()
    }
    ranked = _ranked(skills, needs)
    return Ground(
        taxonomy=taxonomy,
        needs=needs,
        unlocks=_turned(needs, ranked),
        place={slug: place for place, slug in enumerate(ranked)},
        downward=ranked[::-1],
        efforts={slug: _efforts(taxonomy, slug) for slug in skills},
    )


def _ranked(skills: Mapping[str, Skill], needs: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    depths = depth(needs)
    return tuple(sorted(skills, key=lambda slug: (depths[slug], skills[slug].kind is not Kind.CONCEPT, slug)))


def _turned(needs: Mapping[str, tuple[str, ...]], ranked: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """From "needs" to "unlocks", nearest in the order of ties first."""
    unlocks: dict[str, list[str]] = {slug: [] for slug in ranked}
    for slug in ranked:
        for need in needs[slug]:
            unlocks[need].append(slug)
    return {slug: tuple(found) for slug, found in unlocks.items()}


def _efforts(taxonomy: Taxonomy, slug: str) -> tuple[float, ...]:
    """By level to reach. A scale of another length takes the effort of the level as far up as it is."""
    top, factor = taxonomy.top, taxonomy.effort(slug)
    fifths = (-(-level * len(UNITS) // top) for level in range(1, top + 1))
    return (0.0, *(UNITS[fifth - 1] * factor for fifth in fifths))
