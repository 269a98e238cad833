"""What moved between two days, and by whose word. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.standing import NOT_RATED, Basis, Standing


class Why(StrEnum):
    """What a change of level rests on."""

    OWN = "own"  # the person said so
    AGREED = "agreed"  # both confirmed it
    AGE = "age"  # nobody said anything: what was agreed went stale, or the taxonomy changed


@dataclass(frozen=True, slots=True)
class Moved:
    """One skill whose level is another than before; neither side is None."""

    skill: str
    before: int
    now: int
    why: Why

    @property
    def is_up(self) -> bool:
        """It rose."""
        return self.now > self.before


@dataclass(frozen=True, slots=True)
class Moves:
    """The levels that changed, the largest rise first, and how many skills were rated for the first time."""

    moved: tuple[Moved, ...]
    first_rated: int

    @property
    def levels_up(self) -> int:
        """How many ranks were gained, all skills together; what sank does not offset it."""
        return sum(one.now - one.before for one in self.moved if one.is_up)

    @property
    def down(self) -> int:
        """How many skills stand lower."""
        return sum(not one.is_up for one in self.moved)


def moves(
    before: Mapping[str, Standing], now: Mapping[str, Standing], said: Mapping[str, Why], order: Iterable[str]
) -> Moves:
    """What changed from one set of standings to another. `said`: whose word each skill has had since."""
    found, first = [], 0
    for skill in order:
        was, is_ = before.get(skill, NOT_RATED), now.get(skill, NOT_RATED)
        if is_.level is None or was.level == is_.level:
            continue
        if was.level is None:
            first += was.basis is Basis.NONE
        else:
            found.append(Moved(skill, was.level, is_.level, said.get(skill, Why.AGE)))
    found.sort(key=lambda one: one.before - one.now)
    return Moves(tuple(found), first)
