"""What the rule says: the table of section 6 of the default taxonomy, for any rule of pillars."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from assessments.standing import Standing, State
from roadmaps.planning.ground import ground_of
from roadmaps.promotion.outcome import Answer, Missing, Outcome, PillarResult, Verdict
from roadmaps.promotion.pillars import Case, all_of, answer, base_wants, missing, unknown, weigh
from roadmaps.promotion.way import closest, shortest
from skillmatrix.taxonomy.document import Condition, PromotionRule, Taxonomy

LEADING = "leading"  # the pillar that, met alone, points to a management or product path


def check(rule: PromotionRule, standings: Mapping[str, Standing], taxonomy: Taxonomy) -> Outcome:
    """What the rule says of these standings: own ones for the person, shared ones for anyone else."""
    case = _case(rule, standings, taxonomy)
    pillars = tuple(weigh(case, pillar) for pillar in rule.pillars)
    base = base_wants(case)
    base_unknown = unknown(case, base.items())
    base_answer = _answered(case, base)
    found, undecided = _verdict(case, pillars, base_answer)
    nearest, way_there = closest(case, pillars)
    return Outcome(
        role=rule.role,
        verdict=found,
        needed=rule.needed,
        pillars=pillars,
        base=base_answer,
        base_missing=missing(case, base.items()),
        base_unknown=base_unknown,
        closest=nearest,
        closest_way=way_there,
        way=shortest(case, pillars, base),
        blocked_by=_blocked_by(*(pillar.unknown for pillar in pillars), base_unknown),
        undecided=undecided,
        other_path=_only_leading(pillars),
        stale=tuple(skill for skill in _named(rule) if case.standing(skill).stale),
    )


def verdict_of(rule: PromotionRule, standings: Mapping[str, Standing], taxonomy: Taxonomy) -> Verdict:
    """The verdict alone, for counting: finding the shortest way is most of the work of `check`."""
    case = _case(rule, standings, taxonomy)
    pillars = tuple(weigh(case, pillar) for pillar in rule.pillars)
    return _verdict(case, pillars, _answered(case, base_wants(case)))[0]


def _case(rule: PromotionRule, standings: Mapping[str, Standing], taxonomy: Taxonomy) -> Case:
    ground = ground_of(taxonomy)
    levels = {
        skill: standing.level
        for skill, standing in standings.items()
        if standing.level is not None and skill in ground.needs
    }
    return Case(rule, ground, standings, levels)


def _answered(case: Case, base: Mapping[str, int]) -> Answer:
    return all_of(answer(case, Condition((skill,), level, 1)) for skill, level in base.items())


def _verdict(case: Case, pillars: tuple[PillarResult, ...], base: Answer) -> tuple[Verdict, bool]:
    """The row of the table, and whether rating what is unknown could lift it."""
    met = sum(pillar.answer is Answer.MET for pillar in pillars)
    open_ = sum(pillar.answer is Answer.CANT_TELL for pillar in pillars)
    row = _row(case, pillars, met)
    undecided = base is not Answer.NOT_MET and (open_ > 0 or base is Answer.CANT_TELL)
    if row in (Verdict.NOT_YET, Verdict.NONE_YET):
        could = undecided and met + open_ >= case.rule.needed
        return (Verdict.CANT_TELL, True) if could else (row, False)
    if base is Answer.NOT_MET:
        return Verdict.BASE_FIRST, False
    return (Verdict.CANT_TELL, True) if base is Answer.CANT_TELL else (row, undecided)


def _row(case: Case, pillars: tuple[PillarResult, ...], met: int) -> Verdict:
    if met == len(pillars):
        return Verdict.CLEARLY
    if met >= case.rule.needed:
        return Verdict.MEETS
    if met and met == case.rule.needed - 1 and _leads_at_the_top(case, pillars):
        return Verdict.EXCEPTION
    return Verdict.NOT_YET if met else Verdict.NONE_YET


def _leads_at_the_top(case: Case, pillars: tuple[PillarResult, ...]) -> bool:
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


def _blocked_by(*unknowns: tuple[Missing, ...]) -> tuple[str, ...]:
    aside = (one.skill for one in chain(*unknowns) if one.state is State.NOT_APPLICABLE)
    return tuple(dict.fromkeys(aside))


def _named(rule: PromotionRule) -> tuple[str, ...]:
    skills = (condition.skills for pillar in rule.pillars for condition in pillar.conditions)
    return tuple(dict.fromkeys((*chain.from_iterable(skills), *rule.base_skills)))
