"""From two gap reports to a roadmap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from types import MappingProxyType

from assessments.standing import NOT_RATED, Standing, State
from assessments.targets import TargetLine
from roadmaps.gaps import GapReport
from roadmaps.planning.goals import Goals, profile_goals, promotion_goals
from roadmaps.planning.ground import Ground, ground_of, size_of
from roadmaps.planning.order import Place, first, in_order
from roadmaps.planning.questions import dropped_of, questions_of
from roadmaps.planning.reasons import Case, explained
from roadmaps.planning.roadmap import Roadmap, Step
from roadmaps.planning.steps import reach
from roadmaps.planning.words import Horizon, Milestone, Part
from skillmatrix.taxonomy.document import Taxonomy

NOW = 3  # steps to take now, at most
NEXT = 5  # and those that follow
NOTHING: Mapping[str, int] = MappingProxyType({})


def plan(
    current: GapReport | None,
    next_: GapReport | None,
    taxonomy: Taxonomy,
    standings: Mapping[str, Standing],
    interest: Mapping[str, int] = NOTHING,
    destination: str = "profile",
    way: Mapping[str, int] = NOTHING,
) -> Roadmap:
    """The steps from where a person stands to what the two roles ask for, in the order to take them.

    `interest`: how keen the person is, by skill, 0 = not said (`goals.keenness`). `destination` is "profile" (the whole of
    both roles) or "promotion": only `way`, the levels that `promotion.check` found to be the shortest.
    """
    ground = ground_of(taxonomy)
    if destination == "promotion":
        goals = promotion_goals(ground, current, next_, interest, way)
    else:
        goals = profile_goals(ground, current, next_, interest)
    levels = _known(ground, standings)
    case = Case(ground, goals, standings, levels, reach(ground, levels, goals.wanted))
    return _roadmap(case, reach(ground, levels, goals.wanted_now), destination)


def planned(
    current: GapReport | None,
    next_: GapReport | None,
    taxonomy: Taxonomy,
    standings: Mapping[str, Standing],
    *,
    ends: Mapping[str, int],
    ends_now: Mapping[str, int],
    interest: Mapping[str, int] = NOTHING,
) -> Roadmap:
    """The roadmap of which somebody kept how far each skill goes, altogether and for the current role alone."""
    ground = ground_of(taxonomy)
    goals = profile_goals(ground, current, next_, interest)
    return _roadmap(Case(ground, goals, standings, _known(ground, standings), ends), ends_now, "profile")


def first_step(
    current: Mapping[str, TargetLine],
    next_: Mapping[str, TargetLine],
    taxonomy: Taxonomy,
    levels: Mapping[str, int],
    *,
    ends: Mapping[str, int],
    ends_now: Mapping[str, int],
    interest: Mapping[str, int] = NOTHING,
) -> Milestone | None:
    """The first step of the roadmap that `planned` would make from these targets and known levels."""
    return first(ground_of(taxonomy), Goals(current, next_, interest), levels, ends, ends_now)


def _known(ground: Ground, standings: Mapping[str, Standing]) -> dict[str, int]:
    return {
        skill: standing.level
        for skill, standing in standings.items()
        if standing.level is not None and skill in ground.needs
    }


def _roadmap(case: Case, ends_now: Mapping[str, int], destination: str) -> Roadmap:
    steps = _steps(case, ends_now)
    scope = _scope(case)
    return Roadmap(
        steps=steps,
        questions=questions_of(case, steps),
        dropped=dropped_of(case, steps),
        levels={skill: case.levels[skill] for skill in scope if skill in case.levels},
        set_aside=tuple(skill for skill in scope if _standing(case, skill).state is State.NOT_APPLICABLE),
        destination=destination,
        good_until=_good_until(_standing(case, skill) for skill in scope),
    )


def _steps(case: Case, ends_now: Mapping[str, int]) -> tuple[Step, ...]:
    places = in_order(case.ground, case.goals, case.levels, case.steps, ends_now)
    return tuple(_step(case, place, horizon_at(number)) for number, place in enumerate(places))


def _step(case: Case, place: Place, horizon: Horizon) -> Step:
    skill, level = place.milestone
    effort = case.ground.efforts[skill][level]
    return Step(
        skill=skill,
        area=case.ground.taxonomy.skills[skill].area,
        to_level=level,
        part=_part(case.goals, skill, level),
        serves=Part.CURRENT if place.serves_current else Part.NEXT,
        size=size_of(effort),
        effort=effort,
        horizon=horizon,
        explain=partial(explained, case, place),
    )


def _part(goals: Goals, skill: str, level: int) -> Part:
    if goals.asks_now(skill, level):
        return Part.CURRENT
    return Part.NEXT if goals.own(skill, level) else Part.SUPPORTING


def horizon_at(number: int) -> Horizon:
    """How near the step is that comes after so many others."""
    if number < NOW:
        return Horizon.NOW
    return Horizon.NEXT if number < NOW + NEXT else Horizon.LATER


def _scope(case: Case) -> list[str]:
    """The skills whose standing the roadmap depends on, in a fixed order."""
    relevant = {*case.goals.current, *case.goals.next, *case.steps}
    relevant.update(need for skill in case.steps for need in case.ground.needs[skill])
    return sorted(relevant, key=case.ground.place.__getitem__)


def _standing(case: Case, skill: str) -> Standing:
    return case.standings.get(skill, NOT_RATED)


def _good_until(standings: Iterable[Standing]) -> date | None:
    """The day on which time alone changes it: a level it counts on goes stale."""
    return min((standing.changes_on for standing in standings if standing.changes_on), default=None)
