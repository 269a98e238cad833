"""Questions about the graph of prerequisites: is there a cycle, how deep is a skill, in which order.

`edges` maps a skill's slug to the slugs it needs. A need that is no key of the mapping counts as
a skill that needs nothing. Answers never depend on the order of the input.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from graphlib import CycleError, TopologicalSorter

Edges = Mapping[str, Collection[str]]


def find_cycle(edges: Edges) -> tuple[str, ...] | None:
    """One cycle, or None. Each skill named needs the next, the last needs the first.

    A skill is named once; the alphabetically first of the cycle leads: `("a", "b")` means that
    a needs b and b needs a.
    """
    try:
        _sorter(edges).prepare()
    except CycleError as error:
        return _from_first(error.args[1])
    return None


def topological_order(edges: Edges) -> tuple[str, ...]:
    """Every skill after all it needs: the shallow ones first, then by slug. Raises `ValueError` on a cycle."""
    depths = depth(edges)
    return tuple(sorted(depths, key=lambda slug: (depths[slug], slug)))


def depth(edges: Edges) -> dict[str, int]:
    """The length of the longest chain of needs below each skill; 0 needs nothing. Raises `ValueError` on a cycle."""
    depths: dict[str, int] = {}
    for slug in _sorter(edges).static_order():
        depths[slug] = 1 + max((depths[need] for need in edges.get(slug, ())), default=-1)
    return depths


def _sorter(edges: Edges) -> TopologicalSorter[str]:
    """The standard library's sorter, fed in a fixed order so that it always finds the same cycle."""
    return TopologicalSorter({slug: sorted(edges[slug]) for slug in sorted(edges)})


def _from_first(found: list[str]) -> tuple[str, ...]:
    """The sorter's cycle (needed before needing, its first repeated last) as needs, from the first slug on."""
    cycle = found[:0:-1]
    start = cycle.index(min(cycle))
    return tuple(cycle[start:] + cycle[:start])


def circle_through(edges: Edges, slug: str) -> tuple[str, ...] | None:
    """The shortest circle that a skill is part of, from it on, or None. Each needs the next, the last the first."""
    paths: dict[str, tuple[str, ...]] = {slug: (slug,)}
    waiting = [slug]
    for at in waiting:
        for needed in sorted(edges.get(at, ())):
            if needed == slug:
                return paths[at]
            if needed not in paths:
                paths[needed] = (*paths[at], needed)
                waiting.append(needed)
    return None
