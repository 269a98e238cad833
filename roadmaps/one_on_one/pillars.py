"""The promotion rule on one basis: by a person's own rating, or by agreed levels alone. In words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.inputs import Audience, Inputs
from assessments.standing import Standing, State, effective_own
from roadmaps import promotion
from roadmaps.promotion import Answer, Outcome, PillarResult
from roadmaps.wording import Words, outcome_in_words
from roadmaps.wording.promotion import OutcomeInWords
from skillmatrix.taxonomy.document import PromotionRule, Taxonomy


@dataclass(frozen=True, slots=True)
class PillarLine:
    """One pillar: `answer` is met, not_met or cant_tell; `rate` what to rate, and `missing` what is too low."""

    name: str
    answer: str
    label: str
    rate: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """The rule on one basis, whose name is its heading."""

    heading: str
    says: OutcomeInWords
    pillars: tuple[PillarLine, ...]
    next_pillar: str
    way: tuple[str, ...]


def checked(
    heading: str,
    rule: PromotionRule,
    standings: Mapping[str, Standing],
    words: Words,
    taxonomy: Taxonomy,
) -> Checked:
    """What the rule says of these standings. `words` name, `taxonomy` computes."""
    outcome = promotion.check(rule, standings, taxonomy)
    names = {pillar.slug: pillar.name for pillar in words_rule(words, rule).pillars}
    return Checked(
        heading=heading,
        says=outcome_in_words(words, words_rule(words, rule), outcome),
        pillars=tuple(_line(words, names[result.slug], result) for result in outcome.pillars),
        next_pillar=names.get(outcome.closest, ""),
        way=_way(words, outcome),
    )


def words_rule(words: Words, rule: PromotionRule) -> PromotionRule:
    """The same rule in the reader's language."""
    return next((one for one in words.taxonomy.promotion if one.role == rule.role), rule)


def agreed_standings(
    inputs: Inputs, audience: Audience, taxonomy: Taxonomy, *, today: date
) -> dict[str, Standing]:
    """Where the person stands by what both have confirmed, and by nothing else."""
    agreed = inputs.said(audience).agreed
    return {
        skill.slug: effective_own(
            None, agreed.get(skill.slug), months=taxonomy.review_months(skill.slug), today=today
        )
        for skill in taxonomy.active
    }


def _line(words: Words, name: str, result: PillarResult) -> PillarLine:
    rate = tuple(words.skill(one.skill) for one in result.unknown if one.state is State.UNRATED)
    missing = tuple(
        _("%(skill)s %(level)d, %(needed)d needed")
        % {"skill": words.skill(one.skill), "level": one.level, "needed": one.needed}
        for one in result.missing
    )
    return PillarLine(name, result.answer.value, _label(result.answer, len(rate)), rate, missing)


def _label(answer: Answer, to_rate: int) -> str:
    if answer is Answer.MET:
        return _("met")
    if answer is Answer.NOT_MET:
        return _("not met")
    if not to_rate:
        return _("can’t tell")
    text = ngettext("can’t tell yet (rate this one)", "can’t tell yet (rate these %(count)d)", to_rate)
    return text % {"count": to_rate}


def _way(words: Words, outcome: Outcome) -> tuple[str, ...]:
    return tuple(words.at(skill, level) for skill, level in outcome.closest_way.items())
