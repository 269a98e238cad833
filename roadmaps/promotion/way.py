"""The shortest way to meet the rule: of all choices it leaves, the one of least effort."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, product

from assessments.standing import State
from roadmaps.planning.steps import effort_of, reach
from roadmaps.promotion.outcome import Answer, PillarResult, Way
from roadmaps.promotion.pillars import Case, highest
from skillmatrix.taxonomy.document import Condition, Pillar

SPARE = 2  # how many skills beyond those needed a condition considers, the cheapest first


def shortest(case: Case, pillars: tuple[PillarResult, ...], base: Way) -> dict[str, int]:
    """Of all ways to meet as many pillars as are still needed, and the base, the one of least effort."""
    open_ = [
        pillar
        for pillar, result in zip(case.rule.pillars, pillars, strict=True)
        if result.answer is not Answer.MET
    ]
    short = case.rule.needed - (len(pillars) - len(open_))
    below = [pair for pair in base.items() if _usable(case, pair[0]) and not _there(case, *pair)]
    ways = (
        highest(chain(below, *(way.items() for way in chosen)))
        for some in combinations(open_, max(0, short))
        for chosen in product(*(list(_ways(case, pillar)) for pillar in some))
    )
    return min(ways, key=lambda way: _cost(case, way), default={})


def closest(case: Case, pillars: tuple[PillarResult, ...]) -> tuple[str, dict[str, int]]:
    """The unmet pillar that takes least effort, and the way to it; "" and no way if none is open to the person."""
    ways = [
        (_cost(case, way), place, pillar.slug, way)
        for place, (pillar, result) in enumerate(zip(case.rule.pillars, pillars, strict=True))
        if result.answer is not Answer.MET
        for way in _ways(case, pillar)
    ]
    if not ways:
        return "", {}
    _least, _place, slug, way = min(ways, key=lambda found: found[:2])
    return slug, way


def _ways(case: Case, pillar: Pillar) -> Iterator[dict[str, int]]:
    """Every choice of skills that would meet a pillar, those that already stand there left out."""
    choices = (_choices(case, condition) for condition in pillar.conditions)
    for chosen in product(*choices):
        wants = highest(chain.from_iterable(chosen))
        yield {skill: level for skill, level in wants.items() if not _there(case, skill, level)}


def _choices(case: Case, condition: Condition) -> list[tuple[tuple[str, int], ...]]:
    """The sets of skills that would meet one condition, among the cheapest that were not set aside."""
    usable = (skill for skill in condition.skills if _usable(case, skill))
    cheapest = sorted(usable, key=lambda skill: _cost(case, {skill: condition.level}))
    pairs = [(skill, condition.level) for skill in cheapest[: condition.at_least + SPARE]]
    return list(combinations(pairs, condition.at_least))


def _cost(case: Case, way: Way) -> tuple[float, int]:
    """Effort of every step it takes, prerequisites included; then how many of its skills are unknown."""
    last = reach(case.ground, case.levels, way)
    return effort_of(case.ground, case.levels, last), sum(skill not in case.levels for skill in way)


def _usable(case: Case, skill: str) -> bool:
    """Whether the person could be asked for it: it is in the taxonomy and was not set aside."""
    return skill in case.ground.needs and case.standing(skill).state is not State.NOT_APPLICABLE


def _there(case: Case, skill: str, level: int) -> bool:
    return case.levels.get(skill, -1) >= level
