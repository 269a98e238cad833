"""A lead's three questions in three lines each: where are we thin, who can help, what should each learn next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from roadmaps.planning import Milestone
from roadmaps.teams.coverage import Coverage, coverages, thin
from roadmaps.teams.overview import Totals, largest_gaps, totals
from roadmaps.teams.picture import Member, Picture

LINES = 3


@dataclass(frozen=True, slots=True)
class Help:
    """A skill that `people` of the team have a gap in, and who in the team could teach it."""

    skill: str
    people: int
    helpers: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """One team at a glance. `thin_count` counts all single points of failure, `thin` holds the first."""

    totals: Totals
    thin: tuple[Coverage, ...]
    thin_count: int
    help: tuple[Help, ...]
    learn: tuple[tuple[Member, Milestone], ...]


def answers(picture: Picture, steps: Mapping[int, Milestone | None]) -> Answers:
    """The answers for one team. `steps` holds each person's first step by their id."""
    found = coverages(picture)
    points = thin(found)
    return Answers(
        totals=totals(picture),
        thin=points[:LINES],
        thin_count=len(points),
        help=_help(picture, {one.skill: one for one in found})[:LINES],
        learn=_learn(picture, steps)[:LINES],
    )


def _help(picture: Picture, found: Mapping[str, Coverage]) -> tuple[Help, ...]:
    """For the largest gaps first: a gap that somebody in the team could close for others is the cheapest."""
    lines = (_help_in(picture, found[gap.skill]) for gap in largest_gaps(picture))
    return tuple(line for line in lines if line.people and line.helpers)


def _help_in(picture: Picture, one: Coverage) -> Help:
    """Whoever can help has nothing to gain from themselves, even where more is asked of them."""
    gap = picture.gap[:, picture.skills.index(one.skill)]
    gaining = [row for row in np.flatnonzero((gap > 0) & picture.counted) if row not in one.helpers]
    return Help(one.skill, len(gaining), tuple(picture.members[row] for row in one.helpers))


def _learn(picture: Picture, steps: Mapping[int, Milestone | None]) -> tuple[tuple[Member, Milestone], ...]:
    return tuple(
        (member, step)
        for member in picture.members
        if not member.is_away and (step := steps.get(member.person_id)) is not None
    )
