"""A step as the roadmap shows it: what I will be able to say, what helps, and why it is there.

Written by joining strings: in a template a card takes as long as twenty lines. Everything that comes from a document
is escaped here, once.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from uuid import uuid4

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from roadmaps.development.resources import nearest
from roadmaps.lines import Lines
from roadmaps.planning import Milestone, Question, Roadmap, Step
from roadmaps.wording import counterfactual, question_reason, reasons_in_words
from roadmaps.wording.words import size_in_words
from skillmatrix.taxonomy.document import Resource
from skillmatrix.taxonomy.templatetags.taxonomy_words import resource_kind
from skillmatrix.web.templatetags.ui import icon


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """A skill to rate first, and why that is worth a minute."""

    name: str
    why: str
    url: str


class Taking:
    """Writes the button that takes a step into the plan, or says that it is there. `token` is the form's."""

    def __init__(self, token: str, taken: Container[Milestone]) -> None:
        self.taken = taken
        self.url, self.plan = reverse("roadmaps:take-step"), reverse("roadmaps:plan")
        self.token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(token)}">'
        self.take, self.there = escape(gettext("Take into my plan")), escape(gettext("In your plan"))
        self.icons = icon("plus", 16), icon("check", 16)

    def write(self, step: Step, name: str) -> str:
        """The form of one step; `name` is the skill's, escaped already."""
        about = f'<span class="sr-only">: {name}</span>'
        if step.milestone in self.taken:
            return f'<p class="take small"><a class="taken" href="{self.plan}">{self.icons[1]} {self.there}{about}</a></p>'
        return (
            f'<form class="take" method="post" action="{self.url}">{self.token}'
            f'<input type="hidden" name="key" value="{uuid4()}"><input type="hidden" name="skill" value="{step.skill}">'
            f'<input type="hidden" name="level" value="{step.to_level}">'
            f'<button class="button small" type="submit">{self.icons[0]} {self.take}{about}</button></form>'
        )


class StepCards:
    """Writes the steps of one roadmap in full; the words that all cards share are looked up once."""

    def __init__(self, lines: Lines, roadmap: Roadmap, taking: Taking) -> None:
        self.lines, self.roadmap, self.taking = lines, roadmap, taking
        self.rate = escape(gettext("Rate this, one minute"))
        self.able = escape(gettext("What you will be able to say"))
        self.why = escape(gettext("Why it is here"))
        self.supporting = _chip(
            "outline",
            gettext("Nobody asks for it by itself; something that is asked for needs it."),
            gettext("supporting"),
        )
        self.assumed = _chip("outline", gettext("Counts on a level that nobody stated."), gettext("assumed"))
        self.stale = _chip(
            "warn", gettext("Counts on a level that was said long ago."), gettext("out of date")
        )

    def write(self, steps: Iterable[Step]) -> list[SafeString]:
        """One card for each step, after the questions that block it."""
        return [SafeString(f"{self._asked(step)}{self._card(step)}") for step in steps]

    def _asked(self, step: Step) -> str:
        return "".join(
            f'<div class="ask-first"><p><b>{escape(card.name)}</b> <span class="small soft">{escape(card.why)}</span></p>'
            f'<a class="button small" href="{card.url}">{self.rate}<span class="sr-only">: {escape(card.name)}</span></a></div>'
            for card in questions_before(self.lines, self.roadmap, step)
        )

    def _card(self, step: Step) -> str:
        words, to, own = self.lines.words, step.to_level, f"{step.skill}-{step.to_level}"
        reasons = "".join(f"<li>{escape(reason)}</li>" for reason in reasons_in_words(words, step))
        return (
            f'<article class="step-card" id="step-{own}"><header><p class="small muted">{escape(words.area(step.area))}</p>'
            f"<h3>{self.lines.skill(step.skill, to)}</h3>"
            f'<p class="facts-row">{self.lines.pair(step.from_level, to, stale=step.starts_stale)} <span>{escape(words.level(to))}</span> '
            f"{_size(step)} {self._chips(step)}</p></header>"
            f'<p class="will-say"><span class="small muted">{self.able}</span> “{escape(words.sentence(step.skill, to))}”</p>'
            f'<ul class="why small" aria-label="{self.why}">{reasons}'
            f'<li class="drops muted">{escape(counterfactual(words, step))}</li></ul>'
            f"{_resources(resources_for(self.lines, step), step, own)}"
            f"{self.taking.write(step, escape(words.skill(step.skill)))}</article>"
        )

    def _chips(self, step: Step) -> str:
        held = (
            (step.is_supporting, self.supporting),
            (step.assumed, self.assumed),
            (step.stale, self.stale),
        )
        return " ".join(chip for is_so, chip in held if is_so)


def _chip(look: str, why: str, says: str) -> str:
    return f'<span class="chip {look}" title="{escape(why)}">{escape(says)}</span>'


def _size(step: Step) -> str:
    words = escape(size_in_words(step.size))
    return (
        f'<span class="size" title="{words}"><span aria-hidden="true">{step.size}</span>'
        f'<span class="sr-only">{words}</span></span>'
    )


def _resources(found: tuple[Resource, ...], step: Step, own: str) -> str:
    """What to learn from, to unfold; `own` tells the element's id from those of other steps."""
    if not found:
        return ""
    if found[0].level == step.to_level:
        count = {"n": len(found)}
        says = ngettext("%(n)s thing to learn from", "%(n)s things to learn from", len(found)) % count
    else:
        says = gettext("To learn from, made for level %(level)s") % {"level": found[0].level}
    return (
        f'<details class="disclosure small resources" id="resources-{own}"><summary>{escape(says)}</summary>'
        f"<ul>{''.join(map(_resource, found))}</ul></details>"
    )


def _resource(item: Resource) -> str:
    title = escape(item.title)
    if item.url:
        named = f'<a href="{escape(item.url)}" rel="noopener noreferrer">{title}</a>'
    else:
        named = f"<cite>{title}</cite>"
    kind = escape(resource_kind(item.kind))
    return f'<li>{named} <span class="muted">{escape(item.by)} · {kind}</span></li>'


def questions_before(lines: Lines, roadmap: Roadmap, step: Step) -> list[QuestionCard]:
    """What has to be rated before the step can be judged."""
    return [question_card(lines, question) for question in roadmap.questions_before(step)]


def question_card(lines: Lines, question: Question) -> QuestionCard:
    """One question, with the way to its answer."""
    return QuestionCard(
        lines.words.skill(question.skill),
        question_reason(lines.words, question),
        lines.rate_url(question.skill),
    )


def resources_for(lines: Lines, step: Step) -> tuple[Resource, ...]:
    """What serves just this step; else what serves the nearest one, a lower one first."""
    return nearest(lines.words.taxonomy.skills[step.skill].resources, step.to_level)


def brief_steps(lines: Lines, roadmap: Roadmap, steps: Iterable[Step]) -> SafeString:
    """Steps that are far off, one line each; a question stands before the step that it blocks."""
    return SafeString(
        "".join(
            f"{_asked_before(lines, roadmap, step)}"
            f'<li><span class="from-to">{lines.pair(step.from_level, step.to_level)}</span>'
            f'<a href="{lines.skill_pages}{step.skill}/#level-{step.to_level}">{escape(lines.words.skill(step.skill))}</a>'
            f'<span class="size" title="{escape(size_in_words(step.size))}">{step.size}</span></li>'
            for step in steps
        )
    )


def _asked_before(lines: Lines, roadmap: Roadmap, step: Step) -> str:
    return "".join(
        f'<li class="ask-first"><a href="{card.url}">{escape(card.name)}</a> <small>{escape(card.why)}</small></li>'
        for card in questions_before(lines, roadmap, step)
    )
