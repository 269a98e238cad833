"""A report as it is stored: three bytes a skill, in the order of the version's active skills, plane by plane.

1. *Where the person stands*: the level (14: not applicable, 15: unrated), one bit for stale, three for the basis.
2. *The current role*: the target (0: nothing is asked), and how far the roadmap goes for this role alone.
3. *The next role*: the target, and how far the roadmap goes altogether.

A level takes four bits, so a scale has at most ten steps, which the taxonomy's schema sees to. What is not here
follows from the inputs whose revision the report states: days from the statements, reasons and order from the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assessments.standing import BASES, Basis, Standing, State

PLANES = 3
NOT_APPLICABLE, UNRATED = 14, 15
STALE = 0b1000
_CODE = {basis: code for code, basis in enumerate(BASES)}


class Cell(NamedTuple):
    """Where somebody stands in one skill, as far as a sheet tells."""

    state: State
    level: int | None
    stale: bool
    basis: Basis


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report by skill. Skills without a target or a step are not among the targets and ends."""

    standings: Mapping[str, Cell]
    current: Mapping[str, int]
    next: Mapping[str, int]
    ends_now: Mapping[str, int]
    ends: Mapping[str, int]

    @classmethod
    def of(
        cls,
        skills: Sequence[str],
        standings: Mapping[str, Standing],
        current: Mapping[str, int],
        next_: Mapping[str, int],
        ends_now: Mapping[str, int],
        ends: Mapping[str, int],
    ) -> Sheet:
        """The sheet over these skills, in this order."""
        stands = ((skill, standings[skill]) for skill in skills)
        cells = {skill: Cell(one.state, one.level, one.stale, one.basis) for skill, one in stands}
        return cls(cells, current, next_, ends_now, ends)


def pack(sheet: Sheet) -> bytes:
    """The bytes of a sheet."""
    skills = sheet.standings
    return bytes(
        [
            *map(_code, skills.values()),
            *(sheet.current.get(skill, 0) << 4 | sheet.ends_now.get(skill, 0) for skill in skills),
            *(sheet.next.get(skill, 0) << 4 | sheet.ends.get(skill, 0) for skill in skills),
        ]
    )


def read(stored: bytes, skills: Sequence[str]) -> Sheet:
    """The sheet in these bytes. Raises ValueError when it is not one over so many skills."""
    width = len(skills)
    if len(stored) != PLANES * width:
        message = f"A report over {width} skills has {PLANES * width} bytes, not {len(stored)}."
        raise ValueError(message)
    stands, now, later = (dict(zip(skills, stored[place * width :], strict=False)) for place in range(PLANES))
    return Sheet(
        {skill: _CELLS[code] for skill, code in stands.items()},
        *({skill: byte >> 4 for skill, byte in plane.items() if byte >> 4} for plane in (now, later)),
        *({skill: byte & 15 for skill, byte in plane.items() if byte & 15} for plane in (now, later)),
    )


def _code(cell: Cell) -> int:
    level = {State.NOT_APPLICABLE: NOT_APPLICABLE, State.UNRATED: UNRATED}.get(cell.state, cell.level)
    assert level is not None  # noqa: S101 - a rated cell has one
    return level << 4 | (STALE if cell.stale else 0) | _CODE[cell.basis]


def _decoded(code: int) -> Cell:
    level, basis = code >> 4, BASES[(code & 7) % len(BASES)]
    state = {NOT_APPLICABLE: State.NOT_APPLICABLE, UNRATED: State.UNRATED}.get(level, State.RATED)
    return Cell(state, level if state is State.RATED else None, bool(code & STALE), basis)


_CELLS = tuple(map(_decoded, range(256)))
