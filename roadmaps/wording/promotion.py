"""What the promotion rule says of one person. It informs and explains itself; people decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.standing import State
from roadmaps.promotion import Answer, Missing, Outcome, PillarResult, Verdict
from roadmaps.wording.words import Words, listed
from skillmatrix.taxonomy.document import PromotionRule


@dataclass(frozen=True, slots=True)
class PillarInWords:
    """One pillar: `answer` is met, not_met or cant_tell, `label` the same in words."""

    name: str
    summary: str
    answer: str
    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutcomeInWords:
    """The verdict in a sentence, each pillar, and whatever else is worth knowing, in sentences."""

    verdict: str
    headline: str
    pillars: tuple[PillarInWords, ...]
    notes: tuple[str, ...]


def outcome_in_words(words: Words, rule: PromotionRule, outcome: Outcome) -> OutcomeInWords:
    """The outcome of one rule for its reader."""
    names = {pillar.slug: pillar.name for pillar in rule.pillars}
    pillars = tuple(
        _pillar(words, pillar.name, pillar.summary, result)
        for pillar, result in zip(rule.pillars, outcome.pillars, strict=True)
    )
    headline = _headline(words, outcome, names)
    return OutcomeInWords(
        outcome.verdict.value, headline, pillars, tuple(_notes(words, rule, outcome, names))
    )


def _headline(words: Words, outcome: Outcome, names: dict[str, str]) -> str:
    text = {
        Verdict.CLEARLY: _("Clearly within what %(role)s asks: every pillar is met."),
        Verdict.MEETS: _("Meets the rule for %(role)s: %(met)d of %(all)d pillars met, %(needed)d needed."),
        Verdict.EXCEPTION: _(
            "Possible as an exception: %(met)d of %(all)d pillars met, with its leading skill at the top."
            " That needs a conversation and strong evidence."
        ),
        Verdict.NOT_YET: _("Not yet: %(met)d of %(all)d pillars met, %(needed)d needed."),
        Verdict.NONE_YET: _("Not yet: none of the %(all)d pillars is met, %(needed)d needed."),
        Verdict.BASE_FIRST: _("The pillars are there; the base comes first."),
        Verdict.CANT_TELL: _("Can't tell yet: what is not rated decides."),
    }[outcome.verdict]
    figures = {
        "role": words.role(outcome.role),
        "met": outcome.met,
        "all": len(outcome.pillars),
        "needed": outcome.needed,
    }
    return text % figures


def _pillar(words: Words, name: str, summary: str, result: PillarResult) -> PillarInWords:
    labels = {
        Answer.MET: _("met"),
        Answer.NOT_MET: _("not yet"),
        Answer.CANT_TELL: _("can't tell"),
    }
    lines = [_missing(words, one) for one in (*result.missing, *result.unknown)]
    return PillarInWords(name, summary, result.answer.value, labels[result.answer], tuple(lines))


def _missing(words: Words, missing: Missing) -> str:
    names = {"skill": words.skill(missing.skill), "needed": missing.needed, "level": missing.level}
    if missing.state is State.NOT_APPLICABLE:
        return _("%(skill)s: %(needed)d wanted, marked as not applicable") % names
    if missing.level is None:
        return _("%(skill)s: %(needed)d wanted, not rated yet") % names
    return _("%(skill)s: at %(level)d, %(needed)d wanted") % names


def _notes(words: Words, rule: PromotionRule, outcome: Outcome, names: dict[str, str]) -> list[str]:
    notes = []
    if outcome.closest and outcome.verdict is not Verdict.CLEARLY:
        notes.append(_("The pillar closest to being met: %(name)s.") % {"name": names[outcome.closest]})
    if outcome.base is not Answer.MET:
        notes.append(_base(words, rule, outcome))
    if outcome.undecided and outcome.verdict is not Verdict.CANT_TELL:
        notes.append(_("Rating what is open could still lift this."))
    if outcome.blocked_by:
        skills = listed([words.skill(slug) for slug in outcome.blocked_by])
        notes.append(_("Marked as not applicable, so nobody can tell: %(skills)s.") % {"skills": skills})
    if outcome.stale:
        skills = listed([words.skill(slug) for slug in outcome.stale])
        notes.append(_("Counted at a level said long ago: %(skills)s.") % {"skills": skills})
    if outcome.other_path:
        notes.append(
            _("Leading alone is strong: a management or product path may be worth talking about as well.")
        )
    return notes


def _base(words: Words, rule: PromotionRule, outcome: Outcome) -> str:
    role = words.role(rule.base_role)
    if outcome.base_missing:
        return _("Base of %(role)s still open: %(skills)s.") % {
            "role": role,
            "skills": _skills(words, outcome.base_missing),
        }
    text = ngettext(
        "Base of %(role)s: %(count)d core skill is not rated, so nobody can tell.",
        "Base of %(role)s: %(count)d core skills are not rated, so nobody can tell.",
        len(outcome.base_unknown),
    )
    return text % {"role": role, "count": len(outcome.base_unknown)}


def _skills(words: Words, missing: Sequence[Missing]) -> str:
    return listed([words.at(one.skill, one.needed) for one in missing])
