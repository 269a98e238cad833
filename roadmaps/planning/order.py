"""The order of the steps: one sort, so that a rating adds and removes steps and leaves the rest in place.

The key of a step, greatest first:

1. it serves the current role, in this plan, by itself or through a step that it unlocks;
2. worth per effort, in fixed buckets: the weight of the role that asks (one rank of gap each step)
   over the effort, and then the person's interest; the best that the step itself or anything the
   profile builds on it has for that role;
3. depth in the taxonomy, concept first, slug, and the lower level first.

A step never sorts before one it waits for: whatever it carries in 1 and 2, that one carries too,
and 3 settles ties in favour of what is needed.

"Anything the profile builds on it" is meant without looking at ratings. Counting only what is still
open read well and was restless: a skill that reached its target took its worth away from all that
it rested on, and steps that nobody had touched changed places (in 13 of 1,500 random key presses on
the default taxonomy; so, in none). It holds as long as the targets of each role are in order, a
prerequisite asked for at one level less at least, as in the default profiles. Where they are not, a
step can move between the two halves of 1, and its reasons name the skill that moved it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import NamedTuple

from roadmaps.planning.goals import Goals
from roadmaps.planning.ground import Ground
from roadmaps.planning.words import Milestone

BUCKETS = (0.125, 0.25, 0.5, 1.0, 2.0)  # each twice as much worth for the effort as the one before


class Merit(NamedTuple):
    """How much a step gives for its effort, and which step that is."""

    bucket: int
    interest: int
    skill: str
    level: int


NOTHING = Merit(-1, -1, "", 0)  # no step of a plan has it: each serves a role by itself or by what it unlocks
Column = list[Merit]  # by level, one beyond the top of the scale


class Ask(NamedTuple):
    """The steps of a skill that count for a role, `first` to `last`, and what they are worth to it."""

    skill: str
    first: int
    last: int
    weight: int
    interest: int


class Place(NamedTuple):
    """A step in its place: for which role it comes, and the merit that put it there."""

    milestone: Milestone
    serves_current: bool
    merit: Merit


def in_order(
    ground: Ground,
    goals: Goals,
    levels: Mapping[str, int],
    steps: Mapping[str, int],
    steps_now: Mapping[str, int],
) -> list[Place]:
    """Every step of the plan, sorted. `steps_now` are those that the current role takes by itself."""
    now, later = (_merits(ground, _asks(goals, current=current)) for current in (True, False))
    places = []
    for skill, end in steps.items():
        end_now = steps_now.get(skill, 0)
        for level in range(levels[skill] + 1, end + 1):
            merit = (now if level <= end_now else later)[skill][level]
            places.append(Place(Milestone(skill, level), level <= end_now, merit))
    return sorted(places, key=partial(_key, ground))


def first(
    ground: Ground,
    goals: Goals,
    levels: Mapping[str, int],
    steps: Mapping[str, int],
    steps_now: Mapping[str, int],
) -> Milestone | None:
    """The step that `in_order` puts first, found without sorting the rest: the lowest of some skill."""
    lowest = {skill: levels[skill] + 1 for skill in steps}
    places = in_order(ground, goals, levels, lowest, steps_now)
    return places[0].milestone if places else None


def _key(ground: Ground, step: Place) -> tuple[bool, int, int, int, int]:
    return (
        not step.serves_current,
        -step.merit.bucket,
        -step.merit.interest,
        ground.place[step.milestone.skill],
        step.milestone.level,
    )


def _asks(goals: Goals, *, current: bool) -> tuple[Ask, ...]:
    """What one role asks for by itself. A level that both ask for counts for the current one."""
    asks = []
    for skill, line in (goals.current if current else goals.next).items():
        now = None if current else goals.current.get(skill)
        first = now.level + 1 if now else 1
        if first <= line.level:
            asks.append(Ask(skill, first, line.level, line.weight, goals.interest.get(skill, 0)))
    return tuple(sorted(asks))


@lru_cache(maxsize=256)
def _merits(ground: Ground, asks: tuple[Ask, ...]) -> dict[str, Column]:
    """By skill and level, the best merit that a step or anything built on it has for one of the two roles.

    The same for everybody who is asked for the same and wants the same, hence worth keeping: a team of a hundred fits.
    """
    by_skill = {ask.skill: ask for ask in asks}
    columns: dict[str, Column] = {}
    for skill in ground.downward:
        above = [columns[other] for other in ground.unlocks[skill] if other in columns]
        own = _own(ground, by_skill[skill]) if skill in by_skill else {}
        if above or own:
            columns[skill] = _column(own, above, len(ground.efforts[skill]))
    return columns


def _own(ground: Ground, ask: Ask) -> dict[int, Merit]:
    """What the steps of a skill give by themselves."""
    efforts = ground.efforts[ask.skill]
    return {
        level: Merit(bisect_right(BUCKETS, ask.weight / efforts[level]), ask.interest, ask.skill, level)
        for level in range(ask.first, ask.last + 1)
    }


def _column(own: Mapping[int, Merit], above: list[Column], height: int) -> Column:
    """Folds from the top level down: itself, its own next level, and the next level of all that needs it."""
    column = [NOTHING] * (height + 1)
    for level in range(height - 1, 0, -1):
        best = own.get(level, NOTHING)
        for other in (column, *above):
            merit = other[level + 1]
            if merit[:2] > best[:2]:
                best = merit
        column[level] = best
    return column
