"""People × skills on one day: what holds, beside what is asked. All figures of a team are sums over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from uuid import UUID

import numpy as np

from assessments.levels.matrices import Crowd, Row
from assessments.levels.standings import Bytes, Mask, Standings
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from assessments.targets import NO_OVERRIDES, Override, targets_of
from skillmatrix.taxonomy.document import Taxonomy

NEW_FOR = 60  # days for which somebody counts as new in a team


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a team. `back_on` is the first day they are here again; None when open or not away."""

    person_id: int
    public_id: UUID
    name: str
    team: str
    team_name: str
    joined_on: date
    is_away: bool = False
    back_on: date | None = None

    @property
    def short_name(self) -> str:
        """As one would say it in a sentence."""
        return self.name.split()[0]


@dataclass(frozen=True)
class Picture:
    """Rows are `members`, columns `skills`. `asked` is the target's rank (0: not asked), `weight` its weight.

    Whoever has shared nothing has an empty row, whatever else might be known of them.
    """

    taxonomy: Taxonomy
    skills: tuple[str, ...]
    members: tuple[Member, ...]
    rows: tuple[Row, ...]
    standings: Standings
    asked: Bytes
    weight: Bytes
    today: date

    def __len__(self) -> int:
        return len(self.members)

    def take(self, places: Sequence[int]) -> Picture:
        """Only these rows, in this order."""
        chosen = np.asarray(places, dtype=np.intp)
        return replace(
            self,
            members=tuple(self.members[place] for place in places),
            rows=tuple(self.rows[place] for place in places),
            standings=self.standings.take(chosen),
            asked=self.asked[chosen],
            weight=self.weight[chosen],
        )

    @cached_property
    def silent(self) -> Mask:
        """Who has shared nothing."""
        return np.array([row.shared_on is None for row in self.rows], dtype=bool)

    @cached_property
    def present(self) -> Mask:
        """Who is not away."""
        return np.array([not member.is_away for member in self.members], dtype=bool)

    @cached_property
    def counted(self) -> Mask:
        """Whose levels count in the team's figures: here, and something shared."""
        return self.present & ~self.silent

    @cached_property
    def gap(self) -> Bytes:
        """Ranks missing to the target; 0 where nothing is asked, or nothing known."""
        held = np.minimum(self.standings.values, self.asked)
        return np.where(self.standings.rated, self.asked - held, 0).astype(np.uint8)

    @cached_property
    def met(self) -> Mask:
        """Asked for, and known to stand there or above."""
        return (self.asked > 0) & self.standings.rated & (self.standings.values >= self.asked)

    @cached_property
    def due(self) -> Mask:
        """Asked for, and not set aside as not applicable."""
        return (self.asked > 0) & (self.standings.values != NOT_APPLICABLE)

    def role_name(self, place: int) -> str:
        """The role's name where there is little room; empty without one."""
        role = self.taxonomy.roles.get(self.rows[place].role or "")
        return role.label if role else ""

    def is_new(self, place: int) -> bool:
        """Joined the team lately."""
        return (self.today - self.members[place].joined_on).days < NEW_FOR


def draw(members: Sequence[Member], crowd: Crowd, found: Standings, *, today: date) -> Picture:
    """The picture of these members; `crowd` and `found` have a row for each, in the same order."""
    asked, weight = _targets(crowd)
    shown = _shared(crowd, found)
    optional = np.array([crowd.taxonomy.skills[skill].optional for skill in crowd.skills], dtype=bool)
    if optional.any():
        excused = _excused(crowd, optional) & (shown.values == UNRATED)
        asked[excused], weight[excused] = 0, 0
    return Picture(crowd.taxonomy, crowd.skills, tuple(members), crowd.rows, shown, asked, weight, today)


def _shared(crowd: Crowd, found: Standings) -> Standings:
    """What is found, without the rows of those who have shared nothing."""
    silent = [place for place, row in enumerate(crowd.rows) if row.shared_on is None]
    if not silent:
        return found
    shown = Standings(found.values.copy(), found.stale.copy(), found.basis.copy(), found.days.copy())
    shown.values[silent], shown.stale[silent], shown.basis[silent], shown.days[silent] = UNRATED, False, 0, 0
    return shown


def _excused(crowd: Crowd, optional: Mask) -> Mask:
    """Where a target counts only once something is said: in optional skills, unless the lead asks."""
    excused = np.tile(optional, (len(crowd.rows), 1))
    columns = {skill: column for column, skill in enumerate(crowd.skills)}
    for place, overrides in [(place, row.overrides) for place, row in enumerate(crowd.rows) if row.overrides]:
        for slug, override in overrides.items():
            if override.level is not None and slug in columns:
                excused[place, columns[slug]] = False
    return excused


def _targets(crowd: Crowd) -> tuple[Bytes, Bytes]:
    """(level, weight) asked of each person in each skill, worked out once a role."""
    roles = {role: number for number, role in enumerate(dict.fromkeys(row.role for row in crowd.rows))}
    table = np.array([_asked(crowd, role, NO_OVERRIDES) for role in roles], dtype=np.uint8).reshape(
        len(roles), 2, len(crowd.skills)
    )
    number = [roles[row.role] for row in crowd.rows]
    level, weight = table[number, 0], table[number, 1]
    for place, row in enumerate(crowd.rows):
        if row.overrides:
            level[place], weight[place] = _asked(crowd, row.role, row.overrides)
    return level, weight


def _asked(crowd: Crowd, role: str | None, overrides: Mapping[str, Override]) -> tuple[list[int], list[int]]:
    lines = targets_of(crowd.taxonomy, role, overrides)
    asked = [lines.get(skill) for skill in crowd.skills]
    return [line.level if line else 0 for line in asked], [line.weight if line else 0 for line in asked]
