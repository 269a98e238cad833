"""A step as the roadmap shows it: what I will be able to say, what helps, and why it is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from roadmaps.lines import Lines
from roadmaps.planning import Question, Roadmap, Step
from roadmaps.wording import counterfactual, question_reason, reasons_in_words
from roadmaps.wording.words import size_in_words
from skillmatrix.taxonomy.document import Resource


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """A skill to rate first, and why that is worth a minute."""

    name: str
    why: str
    url: str


@dataclass(frozen=True, slots=True)
class StepCard:
    """One step in words. `resources_for` is the level that its resources serve."""

    step: Step
    name: str
    area: str
    url: str
    pair: SafeString
    size: str
    level: str
    sentence: str
    resources: tuple[Resource, ...]
    resources_for: int
    reasons: list[str]
    drops_off: str
    questions: list[QuestionCard]


def step_card(lines: Lines, roadmap: Roadmap, step: Step) -> StepCard:
    """One step with everything that is said of it."""
    words = lines.words
    resources = resources_for(lines, step)
    return StepCard(
        step=step,
        name=words.skill(step.skill),
        area=words.area(step.area),
        url=level_url(step),
        pair=SafeString(lines.pair(step.from_level, step.to_level)),
        size=size_in_words(step.size),
        level=words.level(step.to_level),
        sentence=words.sentence(step.skill, step.to_level),
        resources=resources,
        resources_for=resources[0].level if resources else step.to_level,
        reasons=reasons_in_words(words, step),
        drops_off=counterfactual(words, step),
        questions=[question_card(lines, question) for question in roadmap.questions_before(step)],
    )


def question_card(lines: Lines, question: Question) -> QuestionCard:
    """One question, with the way to its answer."""
    return QuestionCard(
        lines.words.skill(question.skill),
        question_reason(lines.words, question),
        lines.rate_url(question.skill),
    )


def resources_for(lines: Lines, step: Step) -> tuple[Resource, ...]:
    """What serves just this step; else what serves the nearest one, a lower one first."""
    found = lines.words.taxonomy.skills[step.skill].resources
    levels = sorted(
        {resource.level for resource in found}, key=lambda level: (abs(level - step.to_level), level)
    )
    return tuple(resource for resource in found if resource.level == levels[0]) if levels else ()


def level_url(step: Step) -> str:
    """Where the level that the step reaches is described."""
    return f"{reverse('taxonomy:skill', args=[step.skill])}#level-{step.to_level}"


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
    cards = (question_card(lines, question) for question in roadmap.questions_before(step))
    return "".join(
        f'<li class="ask-first"><a href="{card.url}">{escape(card.name)}</a> <small>{escape(card.why)}</small></li>'
        for card in cards
    )
