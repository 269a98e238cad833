"""Where a team is thin: how many people hold each skill, who they are, and who could help.

Coverage is the number of people at or above a level, three unless the taxonomy says otherwise. It
counts people who are here and have shared; a lead counts only when also a member, which is a matter
of who is in the picture. A stale rating counts, and the figure says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from assessments.levels.standings import Bytes, Mask
from assessments.standing import BASES, Basis
from roadmaps.teams.picture import Picture

SAFE_FROM = 2  # fewer people than this, and one resignation takes the skill away
_AGREED = BASES.index(Basis.AGREED)


@dataclass(frozen=True)
class Who:
    """Who stands where: a row a person, a column a skill, and the level that is asked for in each."""

    values: Bytes
    known: Mask
    holds: Mask
    level: Bytes
    top: int

    @cached_property
    def helps(self) -> Mask:
        """At least one level above it, or at the top of the scale."""
        return self.holds & (self.values >= np.minimum(self.level + 1, self.top))

    @cached_property
    def nearest(self) -> Mask:
        """The highest of all, where even they stand below it."""
        best = self.values.max(axis=0, initial=0)
        return self.known & (self.values == best) & (best > 0) & (best < self.level)

    def rows(self, mask: Mask, column: int) -> tuple[int, ...]:
        """The rows where it holds."""
        return tuple(np.flatnonzero(mask[:, column]).tolist())


@dataclass(frozen=True, slots=True)
class Coverage:
    """One skill in one team. `holders`, `helpers` and `closest` are rows of the picture, looked up when asked for.

    `count` people stand at `level` or above; of them `agreed` have it agreed and `stale` said it long
    ago. `asked_of` people are asked for the skill, `needed_of` of them at `level` or above; `demand` is the
    weight of those, `weight` of all. The team has `people` members. `helpers` stand a level above `level`, the `closest` right below it.
    """

    skill: str
    level: int
    count: int
    agreed: int
    stale: int
    asked_of: int
    needed_of: int
    demand: int
    weight: int
    people: int
    column: int
    who: Who = field(compare=False, repr=False)

    @property
    def holders(self) -> tuple[int, ...]:
        """Who is at the level or above."""
        return self.who.rows(self.who.holds, self.column)

    @property
    def helpers(self) -> tuple[int, ...]:
        """Who is a level above it."""
        return self.who.rows(self.who.helps, self.column)

    @property
    def closest(self) -> tuple[int, ...]:
        """Who stands highest, where nobody holds it."""
        return self.who.rows(self.who.nearest, self.column)

    @property
    def is_thin(self) -> bool:
        """A single point of failure: asked for, and held by one person or nobody; in a team of one, by nobody."""
        return self.asked_of > 0 and self.count < min(SAFE_FROM, self.people)

    @property
    def bus_factor(self) -> int | None:
        """The count where it is 0 or 1; None where nobody asks, or more people hold the skill."""
        return self.count if self.asked_of > 0 and self.count < SAFE_FROM else None


def coverages(picture: Picture) -> tuple[Coverage, ...]:
    """The coverage of every skill, in the order of the columns."""
    skills, top = picture.taxonomy.skills, picture.taxonomy.top
    level = np.array(
        [skills[slug].coverage or picture.taxonomy.coverage for slug in picture.skills], dtype=np.uint8
    )
    known = picture.counted[:, None] & picture.standings.rated
    values = picture.standings.values * known
    holds = known & (values >= level)
    asked = picture.asked > 0
    needed = picture.asked >= np.maximum(level, 1)
    figures: dict[str, Any] = {
        "level": level,
        "count": counts(holds),
        "agreed": counts(holds & (picture.standings.basis == _AGREED)),
        "stale": counts(holds & picture.standings.stale),
        "asked_of": counts(asked),
        "needed_of": counts(needed),
        "demand": sums(picture.weight * needed),
        "weight": sums(picture.weight * asked),
        "column": np.arange(len(picture.skills)),
    }
    columns = {name: figure.tolist() for name, figure in figures.items()}
    who = Who(values, known, holds, level, top)
    return tuple(
        Coverage(skill, people=len(picture), who=who, **dict(zip(columns, line, strict=True)))
        for skill, *line in zip(picture.skills, *columns.values(), strict=True)
    )


def thin(found: tuple[Coverage, ...]) -> tuple[Coverage, ...]:
    """Single points of failure, the one that matters most first.

    What weighs more where the level itself is asked for comes first; then fewer people, then whatever
    is asked for at all, then the order of the document.
    """
    points = (coverage for coverage in found if coverage.is_thin)
    return tuple(sorted(points, key=lambda one: (-one.demand, one.count, -one.weight)))


def counts(mask: Mask) -> npt.NDArray[np.int64]:
    """In how many rows it holds, by column."""
    return sums(mask.view(np.uint8))


def sums(table: Bytes) -> npt.NDArray[np.int64]:
    """The sum of each column, as many rows at a time as a byte can hold: bytes are added many at once."""
    step = 255 // max(1, int(table.max(initial=0)))
    whole = len(table) // step * step
    blocks = table[:whole].reshape(-1, step, table.shape[1]).sum(axis=1, dtype=np.uint8)
    return blocks.sum(axis=0, dtype=np.int64) + table[whole:].sum(axis=0, dtype=np.int64)
