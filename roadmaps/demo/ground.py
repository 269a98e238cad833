"""What growth needs to know of a taxonomy, as lists by place, because it plays many years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.graph import topological_order


@dataclass(frozen=True, slots=True)
class Asked:
    """What one role asks, by place: levels and weights; 0 is not asked."""

    levels: Sequence[int]
    weights: Sequence[int]


@dataclass(frozen=True)
class Ground:
    """The active skills by place (their index in `skills`), what each needs, and what roles ask."""

    skills: Sequence[str]
    place: Mapping[str, int]
    needs: Sequence[Sequence[int]]
    upward: Sequence[int]
    areas: Sequence[str]
    roles: Mapping[str, Asked]
    quick: Sequence[int]
    top: int


def survey(taxonomy: Taxonomy) -> Ground:
    """The ground of a taxonomy; `upward` has every skill after all that it needs."""
    skills = [skill.slug for skill in taxonomy.active]
    place = {slug: index for index, slug in enumerate(skills)}
    needs = {s.slug: [need for need in s.prerequisites if need in place] for s in taxonomy.active}
    return Ground(
        skills=skills,
        place=place,
        needs=[[place[need] for need in needs[slug]] for slug in skills],
        upward=[place[slug] for slug in topological_order(needs)],
        areas=[skill.area for skill in taxonomy.active],
        roles={slug: _asked(taxonomy, slug, skills) for slug in taxonomy.roles},
        quick=[place[skill.slug] for skill in taxonomy.active if skill.quick],
        top=taxonomy.top,
    )


def _asked(taxonomy: Taxonomy, role: str, skills: Sequence[str]) -> Asked:
    targets = taxonomy.roles[role].targets
    levels = [targets[slug].level if slug in targets else 0 for slug in skills]
    weights = [targets[slug].weight if slug in targets else 0 for slug in skills]
    return Asked(levels, weights)
