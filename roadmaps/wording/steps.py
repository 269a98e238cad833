"""Why a step is on the roadmap, when it drops off, and why a question is asked."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roadmaps.planning import Because, Question, Reason, Step
from roadmaps.wording.words import Words, any_of, listed
from skillmatrix.taxonomy.templatetags.taxonomy_words import weight_in_words

Sentence = Callable[[Words, Step, Sequence[Reason]], str]


def reasons_in_words(words: Words, step: Step, kinds: Container[Because] = tuple(Because)) -> list[str]:
    """One sentence a kind of reason: what asks for the step first, what it counts on last. `kinds`: only those."""
    return [
        SENTENCES[kind](words, step, found)
        for kind in SENTENCES
        if kind in kinds and (found := step.because(kind))
    ]


def counterfactual(words: Words, step: Step) -> str:
    """What would take the step off the roadmap."""
    skills = [
        _("%(skill)s reaches %(level)d") % {"skill": words.skill(skill), "level": level}
        for skill, level in step.drops_off
    ]
    return _("Drops off when %(any)s.") % {"any": any_of(skills)} if skills else ""


def question_reason(words: Words, question: Question) -> str:
    """Why it is worth a minute to rate this skill, in half a sentence."""
    return ", ".join(_question_parts(words, question))


def _question_parts(words: Words, question: Question) -> Iterator[str]:
    if question.needed:
        blocked = [words.at(skill, level) for skill, level in question.blocks]
        yield _("%(steps)s needs it at %(level)d") % {"steps": listed(blocked), "level": question.needed}
    if question.target:
        yield _("%(role)s asks for %(level)d") % {
            "role": words.role(question.role),
            "level": question.target,
        }


def _asked(words: Words, step: Step, reasons: Sequence[Reason]) -> str:
    asks = [
        _("%(role)s asks for %(level)d %(name)s")
        % {"role": words.role(r.role), "level": r.level, "name": words.level(r.level)}
        for r in reasons
    ]
    asks = list(dict.fromkeys(asks))
    weight = max(reason.weight for reason in reasons)
    if weight < 2:
        return _("%(asks)s.") % {"asks": listed(asks)}
    return _("%(asks)s, and it %(counts)s.") % {"asks": listed(asks), "counts": weight_in_words(weight)}


def _unlocks(words: Words, step: Step, reasons: Sequence[Reason]) -> str:
    return _("Opens the way to %(steps)s.") % {"steps": _steps(words, reasons)}


def _leads_to(words: Words, step: Step, reasons: Sequence[Reason]) -> str:
    return _("Further on it leads to %(steps)s.") % {"steps": _steps(words, reasons)}


def _after(words: Words, step: Step, reasons: Sequence[Reason]) -> str:
    return _("Comes after %(steps)s, on which it rests.") % {"steps": _steps(words, reasons, most=5)}


def _carries(words: Words, step: Step, reasons: Sequence[Reason]) -> str:
    return _("Stands this early for the sake of %(steps)s.") % {"steps": _steps(words, reasons)}


def _interest(words: Words, step: Step, reasons: Sequence[Reason]) -> str:
    if reasons[0].level > 0:
        return _("You want to learn it.")
    return _("You want neither to learn nor to use it, so it comes after what is worth as much.")


def _stale(words: Words, step: Step, reasons: Sequence[Reason]) -> str:
    names = [words.at(reason.skill, reason.level) for reason in reasons]
    text = ngettext(
        "Counts on %(skills)s, said long ago: worth confirming.",
        "Counts on %(skills)s, all said long ago: worth confirming.",
        len(names),
    )
    return text % {"skills": listed(names, most=5)}


def _assumed(words: Words, step: Step, reasons: Sequence[Reason]) -> str:
    found = [
        _("%(skill)s at %(level)d, because you hold %(via)s")
        % {"skill": words.skill(r.skill), "level": r.level, "via": words.skill(r.via)}
        for r in reasons
    ]
    return _("Assumed, not rated: %(skills)s.") % {"skills": "; ".join(found)}


def _unanswered(words: Words, step: Step, reasons: Sequence[Reason]) -> str:
    names = [words.at(reason.skill, reason.level) for reason in reasons]
    return _("Takes %(skills)s for granted until you have rated it.") % {"skills": listed(names, most=5)}


def _left_out(words: Words, step: Step, reasons: Sequence[Reason]) -> str:
    names = [words.skill(reason.skill) for reason in reasons]
    text = ngettext(
        "%(skills)s would come first; you said it does not apply to you.",
        "%(skills)s would come first; you said they do not apply to you.",
        len(names),
    )
    return text % {"skills": listed(names, most=5)}


def _steps(words: Words, reasons: Sequence[Reason], *, most: int = 3) -> str:
    return listed([words.at(reason.skill, reason.level) for reason in reasons], most=most)


SENTENCES: Mapping[Because, Sentence] = {
    Because.ASKED: _asked,
    Because.UNLOCKS: _unlocks,
    Because.LEADS_TO: _leads_to,
    Because.CARRIES: _carries,
    Because.INTEREST: _interest,
    Because.AFTER: _after,
    Because.LEFT_OUT: _left_out,
    Because.UNANSWERED: _unanswered,
    Because.ASSUMED: _assumed,
    Because.STALE: _stale,
}
