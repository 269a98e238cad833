"""The figures above the matrix: targets met, the team's largest gaps, and who needs a word from the lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from assessments.models.rating import UNRATED
from roadmaps.teams.picture import Picture

MANY_UNRATED = 0.2  # from this share of somebody's targets on, it is worth asking
MANY_STALE = 5  # targets


@dataclass(frozen=True, slots=True)
class Totals:
    """Over the people who are here and have a role. What is not applicable is in none but `left_out`.

    `counted` of the team's `people` are here and have shared, `silent` are here and have not.
    """

    people: int
    counted: int
    silent: int
    met: int
    asked: int
    rated: int
    left_out: int

    @property
    def rated_share(self) -> int | None:
        """Per cent of what is asked that is rated and shared, rounded down; None when nothing is asked."""
        return 100 * self.rated // self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class TeamGap:
    """What is missing in one skill over the team: `worth` = Σ weight × gap, over `people` who have a gap."""

    skill: str
    worth: int
    people: int


@dataclass(frozen=True, slots=True)
class Progress:
    """One person in one line."""

    met: int
    asked: int
    rated: int
    stale: int


class Attention(StrEnum):
    """Why somebody is on the work list, the most pressing first."""

    NO_ROLE = "no_role"
    NOT_SHARED = "not_shared"
    UNRATED = "unrated"
    STALE = "stale"
    NEW = "new"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Matter:
    """One line of the work list: a row of the picture, why, and how many or since (until) when."""

    why: Attention
    place: int
    count: int = 0
    day: date | None = None


def totals(picture: Picture) -> Totals:
    """The headline of the team."""
    here = picture.present & (picture.asked > 0).any(axis=1)
    due = picture.due[here]
    return Totals(
        people=len(picture),
        counted=int(picture.counted.sum()),
        silent=int((picture.present & picture.silent).sum()),
        met=int(picture.met[here].sum()),
        asked=int(due.sum()),
        rated=int((due & picture.standings.rated[here]).sum()),
        left_out=int(((picture.asked[here] > 0) & ~due).sum()),
    )


def largest_gaps(picture: Picture) -> tuple[TeamGap, ...]:
    """Every gap of the team, the one worth most first, then in the order of the document."""
    gap = picture.gap[picture.counted].astype(np.int64)
    worth = (gap * picture.weight[picture.counted]).sum(axis=0)
    people = (gap > 0).sum(axis=0)
    order = np.argsort(-worth, kind="stable")
    return tuple(
        TeamGap(picture.skills[place], int(worth[place]), int(people[place]))
        for place in order
        if worth[place]
    )


def progress(picture: Picture) -> tuple[Progress, ...]:
    """Each person's targets, row by row."""
    due, asked = picture.due, picture.asked > 0
    columns = (
        picture.met.sum(axis=1),
        due.sum(axis=1),
        (due & picture.standings.rated).sum(axis=1),
        (asked & picture.standings.rated & picture.standings.stale).sum(axis=1),
    )
    return tuple(Progress(*map(int, row)) for row in zip(*columns, strict=True))


def work_list(picture: Picture) -> tuple[Matter, ...]:
    """Who needs a word, by reason and then in the order of the rows."""
    found = [
        matter for place, line in enumerate(progress(picture)) for matter in _matters(picture, place, line)
    ]
    reasons = list(Attention)
    return tuple(sorted(found, key=lambda matter: (reasons.index(matter.why), matter.place)))


def _matters(picture: Picture, place: int, line: Progress) -> list[Matter]:
    member, row = picture.members[place], picture.rows[place]
    found = []
    if row.role not in picture.taxonomy.roles:
        found.append(Matter(Attention.NO_ROLE, place))
    if member.is_away:
        return [*found, Matter(Attention.AWAY, place, day=member.back_on)]
    if picture.is_new(place):
        found.append(Matter(Attention.NEW, place, day=member.joined_on))
    if row.shared_on is None:
        return [*found, Matter(Attention.NOT_SHARED, place)]
    unrated = int(((picture.asked[place] > 0) & (picture.standings.values[place] == UNRATED)).sum())
    if line.asked and unrated >= MANY_UNRATED * line.asked:
        found.append(Matter(Attention.UNRATED, place, count=unrated))
    if line.stale >= MANY_STALE:
        found.append(Matter(Attention.STALE, place, count=line.stale))
    return found
