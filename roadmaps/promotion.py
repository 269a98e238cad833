"""The promotion rule: which pillars are met, what is missing, and the shortest way there.

The rule informs people and explains itself; it never decides. What is unrated or not applicable is
neither met nor missing but "can't tell". Source of the outcomes: section 6 of the default taxonomy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, combinations, product

from assessments.standing import NOT_RATED, Standing, State
from roadmaps.planning.ground import Ground, ground_of
from roadmaps.planning.steps import effort_of, reach
from skillmatrix.taxonomy.document import Condition, Pillar, PromotionRule, Taxonomy

LEADING = "leading"  # the pillar that, met alone, points to a management or product path
SPARE = 2  # how many skills beyond those needed a condition considers, the cheapest first

Way = Mapping[str, int]


class Answer(StrEnum):
    """Whether a condition, a pillar or the base is met."""

    MET = "met"
    NOT_MET = "not_met"
    CANT_TELL = "cant_tell"


class Verdict(StrEnum):
    """What the rule says."""

    CLEARLY = "clearly"  # every pillar
    MEETS = "meets"  # as many as needed
    EXCEPTION = "exception"  # one short, with a pillar's leading skill at the top: needs a conversation
    NOT_YET = "not_yet"  # some
    NONE_YET = "none_yet"  # no pillar
    BASE_FIRST = "base_first"  # pillars enough, but the base is not met
    CANT_TELL = "cant_tell"  # what is unknown decides


@dataclass(frozen=True, slots=True)
class Missing:
    """A skill that does not stand where a condition wants it; `level` None when that is not known."""

    skill: str
    needed: int
    level: int | None
    state: State


@dataclass(frozen=True, slots=True)
class PillarResult:
    """One pillar. `missing` is known to be lower, `unknown` unrated or not applicable."""

    slug: str
    answer: Answer
    missing: tuple[Missing, ...]
    unknown: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the rule says of one person.

    `way`: the levels that together meet the rule for the least effort, prerequisites counted; empty when
    it is met or when skills set aside (`blocked_by`) leave no way. `closest`: the unmet pillar that takes
    least, the next goal. `undecided`: rating what is unknown could lift the verdict. `other_path`: suggest
    talking about a management or product path as well. `stale`: skills counted at a level said long ago.
    """

    role: str
    verdict: Verdict
    needed: int
    pillars: tuple[PillarResult, ...]
    base: Answer
    base_missing: tuple[Missing, ...]
    base_unknown: tuple[Missing, ...]
    closest: str
    way: Way
    blocked_by: tuple[str, ...]
    undecided: bool
    other_path: bool
    stale: tuple[str, ...]

    @property
    def met(self) -> int:
        """How many pillars are met."""
        return sum(pillar.answer is Answer.MET for pillar in self.pillars)


@dataclass(frozen=True, slots=True)
class _Case:
    """What one check is made from."""

    rule: PromotionRule
    ground: Ground
    standings: Mapping[str, Standing]
    levels: Mapping[str, int]

    def standing(self, skill: str) -> Standing:
        return self.standings.get(skill, NOT_RATED)


def check(rule: PromotionRule, standings: Mapping[str, Standing], taxonomy: Taxonomy) -> Outcome:
    """What the rule says of these standings: own ones for the person, shared ones for anyone else."""
    ground = ground_of(taxonomy)
    levels = {
        skill: standing.level
        for skill, standing in standings.items()
        if standing.level is not None and skill in ground.needs
    }
    case = _Case(rule, ground, standings, levels)
    pillars = tuple(_pillar(case, pillar) for pillar in rule.pillars)
    base = _base_wants(case)
    base_answer = _all_of(_answer(case, Condition((skill,), level, 1)) for skill, level in base.items())
    verdict, undecided = _verdict(case, pillars, base_answer)
    return Outcome(
        role=rule.role,
        verdict=verdict,
        needed=rule.needed,
        pillars=pillars,
        base=base_answer,
        base_missing=_missing(case, base.items()),
        base_unknown=_unknown(case, base.items()),
        closest=_closest(case, pillars),
        way=_shortest(case, pillars, base),
        blocked_by=_blocked_by(case, pillars),
        undecided=undecided,
        other_path=_only_leading(pillars),
        stale=tuple(skill for skill in _named(rule) if case.standing(skill).stale),
    )


# What is met


def _answer(case: _Case, condition: Condition) -> Answer:
    standings = [case.standing(skill) for skill in condition.skills]
    met = sum(s.level is not None and s.level >= condition.level for s in standings)
    unknown = sum(s.level is None for s in standings)
    if met >= condition.at_least:
        return Answer.MET
    return Answer.CANT_TELL if met + unknown >= condition.at_least else Answer.NOT_MET


def _all_of(answers: Iterable[Answer]) -> Answer:
    """Met when each is; one known miss settles it whatever is unknown."""
    found = set(answers)
    for answer in (Answer.NOT_MET, Answer.CANT_TELL):
        if answer in found:
            return answer
    return Answer.MET


def _pillar(case: _Case, pillar: Pillar) -> PillarResult:
    open_ = [condition for condition in pillar.conditions if _answer(case, condition) is not Answer.MET]
    wants = _highest((skill, c.level) for c in open_ for skill in c.skills).items()
    answer = _all_of(_answer(case, condition) for condition in pillar.conditions)
    return PillarResult(pillar.slug, answer, _missing(case, wants), _unknown(case, wants))


def _missing(case: _Case, wants: Iterable[tuple[str, int]]) -> tuple[Missing, ...]:
    return tuple(
        Missing(skill, needed, level, State.RATED)
        for skill, needed in wants
        if (level := case.standing(skill).level) is not None and level < needed
    )


def _unknown(case: _Case, wants: Iterable[tuple[str, int]]) -> tuple[Missing, ...]:
    return tuple(
        Missing(skill, needed, None, standing.state)
        for skill, needed in wants
        if (standing := case.standing(skill)).level is None
    )


def _base_wants(case: _Case) -> dict[str, int]:
    """No core skill of the base role more than the slack under its target."""
    rule, roles = case.rule, case.ground.taxonomy.roles
    targets = roles[rule.base_role].targets if rule.base_role in roles else {}
    return {
        skill: targets[skill].level - rule.base_slack
        for skill in rule.base_skills or targets
        if skill in case.ground.needs and skill in targets and targets[skill].level > rule.base_slack
    }


# What follows from it


def _verdict(case: _Case, pillars: tuple[PillarResult, ...], base: Answer) -> tuple[Verdict, bool]:
    """The row of the table, and whether rating what is unknown could lift it."""
    met = sum(pillar.answer is Answer.MET for pillar in pillars)
    unknown = sum(pillar.answer is Answer.CANT_TELL for pillar in pillars)
    row = _row(case, pillars, met)
    undecided = base is not Answer.NOT_MET and (unknown > 0 or base is Answer.CANT_TELL)
    if row in (Verdict.NOT_YET, Verdict.NONE_YET):
        could = undecided and met + unknown >= case.rule.needed
        return (Verdict.CANT_TELL, True) if could else (row, False)
    if base is Answer.NOT_MET:
        return Verdict.BASE_FIRST, False
    return (Verdict.CANT_TELL, True) if base is Answer.CANT_TELL else (row, undecided)


def _row(case: _Case, pillars: tuple[PillarResult, ...], met: int) -> Verdict:
    if met == len(pillars):
        return Verdict.CLEARLY
    if met >= case.rule.needed:
        return Verdict.MEETS
    if met and met == case.rule.needed - 1 and _leads_at_the_top(case, pillars):
        return Verdict.EXCEPTION
    return Verdict.NOT_YET if met else Verdict.NONE_YET


def _leads_at_the_top(case: _Case, pillars: tuple[PillarResult, ...]) -> bool:
    """Whether the first-named skill of a met pillar stands at the top of the scale."""
    first = (
        pillar.conditions[0].skills[0]
        for pillar, result in zip(case.rule.pillars, pillars, strict=True)
        if result.answer is Answer.MET
    )
    return any(case.standing(skill).level == case.ground.taxonomy.top for skill in first)


def _only_leading(pillars: tuple[PillarResult, ...]) -> bool:
    return all(
        pillar.answer is (Answer.MET if pillar.slug == LEADING else Answer.NOT_MET) for pillar in pillars
    )


def _blocked_by(case: _Case, pillars: tuple[PillarResult, ...]) -> tuple[str, ...]:
    aside = (m.skill for p in pillars for m in p.unknown if m.state is State.NOT_APPLICABLE)
    return tuple(dict.fromkeys(aside))


def _named(rule: PromotionRule) -> tuple[str, ...]:
    skills = (condition.skills for pillar in rule.pillars for condition in pillar.conditions)
    return tuple(dict.fromkeys((*chain.from_iterable(skills), *rule.base_skills)))


# The shortest way


def _shortest(case: _Case, pillars: tuple[PillarResult, ...], base: Way) -> dict[str, int]:
    """Of all ways to meet as many pillars as are still needed, and the base, the one of least effort."""
    open_ = [
        pillar
        for pillar, result in zip(case.rule.pillars, pillars, strict=True)
        if result.answer is not Answer.MET
    ]
    short = case.rule.needed - (len(pillars) - len(open_))
    below = [(skill, level) for skill, level in base.items() if not _there(case, skill, level)]
    ways = (
        _highest(chain(below, *(way.items() for way in chosen)))
        for some in combinations(open_, max(0, short))
        for chosen in product(*(list(_ways(case, pillar)) for pillar in some))
    )
    return min(ways, key=lambda way: _cost(case, way), default={})


def _closest(case: _Case, pillars: tuple[PillarResult, ...]) -> str:
    """The unmet pillar that takes least effort, "" if none is open to the person."""
    costs = [
        (min(_cost(case, way) for way in ways), place, pillar.slug)
        for place, (pillar, result) in enumerate(zip(case.rule.pillars, pillars, strict=True))
        if result.answer is not Answer.MET and (ways := list(_ways(case, pillar)))
    ]
    return min(costs)[2] if costs else ""


def _ways(case: _Case, pillar: Pillar) -> Iterator[dict[str, int]]:
    """Every choice of skills that would meet a pillar, those that already stand there left out."""
    choices = (_choices(case, condition) for condition in pillar.conditions)
    for chosen in product(*choices):
        wants = _highest(chain.from_iterable(chosen))
        yield {skill: level for skill, level in wants.items() if not _there(case, skill, level)}


def _choices(case: _Case, condition: Condition) -> list[tuple[tuple[str, int], ...]]:
    """The sets of skills that would meet one condition, among the cheapest that were not set aside."""
    usable = [
        skill
        for skill in condition.skills
        if skill in case.ground.needs and case.standing(skill).state is not State.NOT_APPLICABLE
    ]
    cheapest = sorted(usable, key=lambda skill: _cost(case, {skill: condition.level}))
    pairs = [(skill, condition.level) for skill in cheapest[: condition.at_least + SPARE]]
    return list(combinations(pairs, condition.at_least))


def _cost(case: _Case, way: Way) -> tuple[float, int]:
    """Effort of every step it takes, prerequisites included; then how many of its skills are unknown."""
    last = reach(case.ground, case.levels, way)
    return effort_of(case.ground, case.levels, last), sum(skill not in case.levels for skill in way)


def _there(case: _Case, skill: str, level: int) -> bool:
    return case.levels.get(skill, -1) >= level


def _highest(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for skill, level in pairs:
        found[skill] = max(found.get(skill, 0), level)
    return found
