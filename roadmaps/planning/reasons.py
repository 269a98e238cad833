"""Why a step is there, what it counts on, and when it drops off: read off the plan, as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessments.standing import NOT_RATED, Standing, State
from roadmaps.planning.goals import Goals
from roadmaps.planning.ground import Ground
from roadmaps.planning.order import Place
from roadmaps.planning.roadmap import Explanation
from roadmaps.planning.words import Because, Milestone, Reason


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that one plan is made from: `levels` are the known ones, `steps` the last level of each skill."""

    ground: Ground
    goals: Goals
    standings: Mapping[str, Standing]
    levels: Mapping[str, int]
    steps: Mapping[str, int]


def explained(case: Case, place: Place) -> Explanation:
    """What it is for, why it stands where it does, and what it counts on, in this order; and when it drops off."""
    reasons = (*_purpose(case, place), *_position(case, place), *_footing(case, place.milestone))
    return Explanation(reasons, drops_off(case, place.milestone))


def drops_off(case: Case, milestone: Milestone) -> tuple[Milestone, ...]:
    """Each of these, once reached, takes the step off the roadmap.

    The first is the step itself. A supporting step that only one skill needs goes with that skill as well.
    """
    skill, level = milestone
    if case.goals.own(skill, level):
        return (milestone,)
    askers = [other for other in case.ground.unlocks[skill] if case.steps.get(other, 0) > level]
    if len(askers) > 1:
        return (milestone,)
    return (milestone, Milestone(askers[0], case.steps[askers[0]]))


def assumption(case: Case, skill: str) -> Milestone | None:
    """The skill held at L ≥ 2 that makes us assume an unrated prerequisite at L − 1, with that L − 1."""
    held = [
        (level - 1, other)
        for other in case.ground.unlocks[skill]
        if (level := case.levels.get(other, 0)) >= 2
    ]
    if not held:
        return None
    level, other = max(held, key=lambda pair: pair[0])
    return Milestone(other, level)


def _purpose(case: Case, place: Place) -> Iterator[Reason]:
    skill, level = place.milestone
    own = False
    for targets in (case.goals.current, case.goals.next):
        line = targets.get(skill)
        if line is not None and line.level >= level:
            own = True
            yield Reason(Because.ASKED, skill, line.level, line.role, line.weight)
    unlocked = list(_unlocked(case, place.milestone))
    for milestone in unlocked:
        yield Reason(Because.UNLOCKS, *milestone)
    if unlocked and not (own and _is_own_place(case, place)):
        yield from _further(case, unlocked)


def _is_own_place(case: Case, place: Place) -> bool:
    """Whether the step comes for the role that asks for it, not for one that needs what it unlocks."""
    return place.serves_current == case.goals.asks_now(*place.milestone)


def _unlocked(case: Case, milestone: Milestone) -> Iterator[Milestone]:
    """The first step of each skill that needs this one."""
    skill, level = milestone
    for other in case.ground.unlocks[skill]:
        end = case.steps.get(other, 0)
        if end > level:
            yield Milestone(other, max(level, case.levels[other]) + 1)


def _further(case: Case, unlocked: list[Milestone]) -> Iterator[Reason]:
    """Whatever stands behind what it unlocks, so that each skill this step depends on is named."""
    seen = {skill for skill, _ in unlocked}
    waiting = list(unlocked)
    while waiting:
        for skill, level in _unlocked(case, waiting.pop(0)):
            if skill not in seen:
                seen.add(skill)
                waiting.append(Milestone(skill, level))
                yield Reason(Because.LEADS_TO, skill, case.steps[skill])


def _position(case: Case, place: Place) -> Iterator[Reason]:
    skill = place.milestone.skill
    if interest := case.goals.interest.get(skill, 0):
        yield Reason(Because.INTEREST, skill, interest)
    if place.merit.skill != skill:
        yield Reason(Because.CARRIES, place.merit.skill, place.merit.level)


def _footing(case: Case, milestone: Milestone) -> Iterator[Reason]:
    if case.standings[milestone.skill].stale:
        yield Reason(Because.STALE, milestone.skill, case.levels[milestone.skill])
    yield from counted_on(case, milestone)


def counted_on(case: Case, milestone: Milestone) -> Iterator[Reason]:
    """How the plan takes each prerequisite of a step that is not simply there."""
    skill, level = milestone
    if level >= 2:
        for need in case.ground.needs[skill]:
            reason = _counted_on(case, need, level - 1)
            if reason is not None:
                yield reason


def _counted_on(case: Case, need: str, level: int) -> Reason | None:
    """How the plan takes one prerequisite at `level`; None when it is simply there."""
    standing = case.standings.get(need, NOT_RATED)
    if standing.state is State.NOT_APPLICABLE:
        return Reason(Because.LEFT_OUT, need, level)
    if standing.level is None:
        return _unknown(case, need, level)
    if standing.level < level:
        return Reason(Because.AFTER, need, level)
    return Reason(Because.STALE, need, standing.level) if standing.stale else None


def _unknown(case: Case, need: str, level: int) -> Reason:
    assumed = assumption(case, need)
    if assumed is not None and assumed.level >= level:
        return Reason(Because.ASSUMED, need, assumed.level, via=assumed.skill)
    return Reason(Because.UNANSWERED, need, level)
