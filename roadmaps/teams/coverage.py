"""Where a team is thin: how many people hold each skill, who they are, and who could help.

Coverage is the number of people at or above a level, three unless the taxonomy says otherwise. It
counts people who are here and have shared; a lead counts only when also a member, which is a matter
of who is in the picture. A stale rating counts, and the figure says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assessments.levels.matrices import BASES
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
    return tuple(_coverage(picture, column) for column in range(len(picture.skills)))


def thin(found: tuple[Coverage, ...]) -> tuple[Coverage, ...]:
    """Single points of failure, the one that matters most first.

    What weighs more where the level itself is asked for comes first; then fewer people, then whatever
    is asked for at all, then the order of the document.
    """
    points = (coverage for coverage in found if coverage.is_thin)
    return tuple(sorted(points, key=lambda one: (-one.demand, one.count, -one.weight)))


def _coverage(picture: Picture, column: int) -> Coverage:
    skill = picture.skills[column]
    level = picture.taxonomy.skills[skill].coverage or picture.taxonomy.coverage
    above = min(level + 1, picture.taxonomy.top)
    values = np.where(
        picture.counted & picture.standings.rated[:, column], picture.standings.values[:, column], 0
    )
    holds = (values >= level) & picture.counted & picture.standings.rated[:, column]
    asked, weight = picture.asked[:, column], picture.weight[:, column]
    best = int(values.max(initial=0))
    return Coverage(
        skill=skill,
        level=level,
        count=int(holds.sum()),
        agreed=int((holds & (picture.standings.basis[:, column] == _AGREED)).sum()),
        stale=int((holds & picture.standings.stale[:, column]).sum()),
        asked_of=int((asked > 0).sum()),
        needed_of=int((asked >= level).sum()),
        demand=int(weight[asked >= level].sum()),
        weight=int(weight[asked > 0].sum()),
        people=len(picture),
        holders=_places(holds),
        helpers=_places(holds & (values >= above)),
        closest=_places((values == best) & picture.counted) if 0 < best < level else (),
    )


def _places(mask: np.ndarray) -> tuple[int, ...]:
    return tuple(np.flatnonzero(mask).tolist())
