"""Where a team is thin: how many people hold each skill, who they are, and who could help.

Coverage is the number of people at or above a level, three unless the taxonomy says otherwise. It
counts people who are here and have shared; a lead counts only when also a member, which is a matter
of who is in the picture. A stale rating counts, and the figure says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from assessments.levels.matrices import BASES, Mask
from assessments.standing import Basis
from roadmaps.teams.picture import Picture

SAFE_FROM = 2  # fewer people than this, and one resignation takes the skill away
_AGREED = BASES.index(Basis.AGREED)


@dataclass(frozen=True, slots=True)
class Coverage:
    """One skill in one team. `holders` and `helpers` are rows of the picture.

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
    holders: tuple[int, ...]
    helpers: tuple[int, ...]
    closest: tuple[int, ...]

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
    values = np.where(known, picture.standings.values, 0)
    holds = known & (values >= level)
    helps = holds & (values >= np.minimum(level + 1, top))
    best = values.max(axis=0, initial=0)
    closest = known & (values == best) & (best > 0) & (best < level)
    needed = picture.asked >= np.maximum(level, 1)
    figures: dict[str, Any] = {
        "level": level,
        "count": holds.sum(axis=0),
        "agreed": (holds & (picture.standings.basis == _AGREED)).sum(axis=0),
        "stale": (holds & picture.standings.stale).sum(axis=0),
        "asked_of": (picture.asked > 0).sum(axis=0),
        "needed_of": needed.sum(axis=0),
        "demand": np.where(needed, picture.weight, 0).sum(axis=0, dtype=np.int64),
        "weight": picture.weight.sum(axis=0, dtype=np.int64, where=picture.asked > 0),
    }
    columns: dict[str, list[Any]] = {name: figure.tolist() for name, figure in figures.items()}
    columns |= {"holders": _places(holds), "helpers": _places(helps), "closest": _places(closest)}
    return tuple(
        Coverage(skill, people=len(picture), **{name: found[place] for name, found in columns.items()})
        for place, skill in enumerate(picture.skills)
    )


def thin(found: tuple[Coverage, ...]) -> tuple[Coverage, ...]:
    """Single points of failure, the one that matters most first.

    What weighs more where the level itself is asked for comes first; then fewer people, then whatever
    is asked for at all, then the order of the document.
    """
    points = (coverage for coverage in found if coverage.is_thin)
    return tuple(sorted(points, key=lambda one: (-one.demand, one.count, -one.weight)))


def _places(mask: Mask) -> list[tuple[int, ...]]:
    """The rows where it holds, for each column."""
    columns, rows = np.nonzero(mask.T)
    starts = np.searchsorted(columns, np.arange(1, mask.shape[1]))
    return [tuple(part.tolist()) for part in np.split(rows, starts)]
