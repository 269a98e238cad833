"""Which conditions are met, by an answer of three values: what is unknown is neither met nor missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessments.standing import NOT_RATED, Standing, State
from roadmaps.planning.ground import Ground
from roadmaps.promotion.outcome import Answer, Missing, PillarResult
from skillmatrix.taxonomy.document import Condition, Pillar, PromotionRule


@dataclass(frozen=True, slots=True)
class Case:
    """What one check is made from; `levels` are the known ones."""

    rule: PromotionRule
    ground: Ground
    standings: Mapping[str, Standing]
    levels: Mapping[str, int]

    def standing(self, skill: str) -> Standing:
        """Where the person stands; unrated when nothing was said."""
        return self.standings.get(skill, NOT_RATED)


def answer(case: Case, condition: Condition) -> Answer:
    """Whether enough skills of a condition stand at its level."""
    standings = [case.standing(skill) for skill in condition.skills]
    met = sum(s.level is not None and s.level >= condition.level for s in standings)
    unknown = sum(s.level is None for s in standings)
    if met >= condition.at_least:
        return Answer.MET
    return Answer.CANT_TELL if met + unknown >= condition.at_least else Answer.NOT_MET


def all_of(answers: Iterable[Answer]) -> Answer:
    """Met when each is; one known miss settles it whatever is unknown."""
    found = set(answers)
    if Answer.NOT_MET in found:
        return Answer.NOT_MET
    return Answer.CANT_TELL if Answer.CANT_TELL in found else Answer.MET


def weigh(case: Case, pillar: Pillar) -> PillarResult:
    """Whether a pillar is met, and by its open conditions, what is missing or unknown."""
    open_ = [condition for condition in pillar.conditions if answer(case, condition) is not Answer.MET]
    wants = highest((skill, c.level) for c in open_ for skill in c.skills).items()
    together = all_of(answer(case, condition) for condition in pillar.conditions)
    return PillarResult(pillar.slug, together, missing(case, wants), unknown(case, wants))


def missing(case: Case, wants: Iterable[tuple[str, int]]) -> tuple[Missing, ...]:
    """Those known to stand lower."""
    return tuple(
        Missing(skill, needed, level, State.RATED)
        for skill, needed in wants
        if (level := case.standing(skill).level) is not None and level < needed
    )


def unknown(case: Case, wants: Iterable[tuple[str, int]]) -> tuple[Missing, ...]:
    """Those of which it cannot be told: unrated, or not applicable."""
    return tuple(
        Missing(skill, needed, None, standing.state)
        for skill, needed in wants
        if (standing := case.standing(skill)).level is None
    )


def base_wants(case: Case) -> dict[str, int]:
    """No core skill of the base role more than the slack under its target."""
    rule, roles = case.rule, case.ground.taxonomy.roles
    targets = roles[rule.base_role].targets if rule.base_role in roles else {}
    return {
        skill: targets[skill].level - rule.base_slack
        for skill in rule.base_skills or targets
        if skill in case.ground.needs and skill in targets and targets[skill].level > rule.base_slack
    }


def highest(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The highest level wanted of each skill."""
    found: dict[str, int] = {}
    for skill, level in pairs:
        found[skill] = max(found.get(skill, 0), level)
    return found
