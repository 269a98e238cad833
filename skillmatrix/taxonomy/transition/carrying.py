"""One step from a version to the next, and several of them as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Transition:
    """One step from a version to the next.

    `levels[old rank]` is the new rank, or None where levels stay. `moves` maps a skill to the skills that hold its
    ratings afterwards, where that is not just itself. Ratings of `asks_again` count as stale, whoever had them.
    """

    levels: tuple[int, ...] | None = None
    moves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asks_again: frozenset[str] = frozenset()

    @property
    def touched(self) -> frozenset[str] | None:
        """The skills, before and after, whose ratings look different then; None for all of them.

        What is handed to nobody leaves no trace by which it could be found again, so that counts as all too.
        """
        if self.levels is not None or not all(self.moves.values()):
            return None
        return frozenset(
            {*self.moves, *(to for all_ in self.moves.values() for to in all_), *self.asks_again}
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values, the same for the same transition."""
        return {
            "levels": list(self.levels) if self.levels is not None else None,
            "moves": {slug: list(to) for slug, to in sorted(self.moves.items())},
            "asks_again": sorted(self.asks_again),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The transition that `to_json` made; an empty mapping is the one that changes nothing."""
        levels = stored.get("levels")
        return cls(
            levels=None if levels is None else tuple(levels),
            moves={slug: tuple(to) for slug, to in stored.get("moves", {}).items()},
            asks_again=frozenset(stored.get("asks_again", ())),
        )


@dataclass(frozen=True, slots=True)
class Carry:
    """Transitions one after the other, as one: what a rating made under an old version says now.

    `moves` maps a skill to (skill, asks again) pairs, where that is not just itself as it was.
    """

    levels: tuple[int, ...] | None = None
    moves: Mapping[str, tuple[tuple[str, bool], ...]] = field(default_factory=dict)

    def skills(self, slug: str) -> tuple[tuple[str, bool], ...]:
        """The skills that hold the ratings of `slug` now, each with whether they ask again."""
        return self.moves.get(slug, ((slug, False),))

    def level(self, rank: int) -> int:
        """Where a rank went. A rank outside the old scale stays at the nearest end of it."""
        return rank if self.levels is None else self.levels[min(rank, len(self.levels) - 1)]

    def then(self, step: Transition) -> Carry:
        """This carry followed by one more transition."""
        levels = self.levels
        if step.levels is not None:
            after = Carry(step.levels)
            before = range(len(step.levels)) if levels is None else levels
            levels = tuple(after.level(rank) for rank in before)
        moves = {
            slug: tuple(_moved(self.skills(slug), step))
            for slug in {*self.moves, *step.moves, *step.asks_again}
        }
        return Carry(levels, {slug: to for slug, to in moves.items() if to != ((slug, False),)})


def _moved(held: Iterable[tuple[str, bool]], step: Transition) -> Iterable[tuple[str, bool]]:
    """Each skill once, though two may have been merged into one that had been one before."""
    found: dict[str, bool] = {}
    for slug, again in held:
        for to in step.moves.get(slug, (slug,)):
            found[to] = found.get(to, False) or again or to in step.asks_again
    return found.items()
