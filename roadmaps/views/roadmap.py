"""What I could learn next, and why: Now, Next and Later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from roadmaps import promotion
from roadmaps.development.first_job import technical_first
from roadmaps.development.naming import milestones
from roadmaps.models import PlanItem, Report
from roadmaps.models.plan import STEP_COLUMNS
from roadmaps.planning import Milestone, Roadmap, keenness, plan
from roadmaps.promotion import Outcome
from roadmaps.wording import Words, outcome_in_words
from roadmaps.wording.words import listed
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .own import Own, is_unchanged, own_of
from .step_cards import StepCards, Taking, brief_steps, question_card

PAGE = "roadmaps/roadmap.html"
SHORTEST = "promotion"
QUESTIONS_SHOWN = 12  # of those that block nothing; the assessment has them all


@dataclass(frozen=True, slots=True)
class LaterArea:
    """The steps of one area that are far off: a line each, or in full when asked for (`cards`)."""

    slug: str
    name: str
    count: str
    brief: SafeString
    cards: list[SafeString]


@require_safe
def roadmap(request: AppRequest) -> HttpResponse:
    """My roadmap. `role`: to which role (mine by default); `destination=promotion`: the shortest way to its rule.

    `area` opens one area of Later in full. 404 for a role that does not exist.
    """
    if is_unchanged(request):
        return HttpResponseNotModified()
    own = own_of(request, request.GET.get("role", ""), first="next", rows=Report.objects.with_open_steps())
    wants_shortest = request.GET.get("destination") == SHORTEST
    outcome = promotion.check(own.rule, own.standings, own.taxonomy) if wants_shortest and own.rule else None
    found = planned(own, outcome)
    if request.user.first_job:
        found = technical_first(found, own.taxonomy)
    taking = Taking(get_token(request), taken_by(own))
    opened = request.GET.get("area", "")
    context = own.context() | {
        "page": "roadmaps:roadmap",
        "roadmap": found,
        "is_shortest": outcome is not None,
        "no_rule": wants_shortest and own.rule is None,
        "keep": "&destination=promotion" if wants_shortest else "",
    }
    if request.htmx and opened and request.htmx.target == f"later-{opened}":
        return render(
            request, f"{PAGE}#later-area", context | {"area": later_area(own, found, taking, opened)}
        )
    context |= roadmap_context(own, found, taking, opened)
    if outcome is not None and own.rule is not None:
        context["promotion"] = outcome_in_words(own.words, own.rule, outcome)
        context["blocked_by"] = listed([own.words.skill(slug) for slug in outcome.blocked_by])
    return render_page(request, PAGE, context, partials={"roadmap"})


def planned(own: Own, outcome: Outcome | None) -> Roadmap:
    """The roadmap of my findings, or one computed now for another role or for the shortest way."""
    findings, interest = own.shown.findings, keenness(own.inputs.own.wishes)
    if outcome is not None:
        # The rule's role stands ahead even when it is the current one, so that each step can name it.
        return plan(
            findings.current, own.report, own.taxonomy, own.standings, interest,
            destination=SHORTEST, way=outcome.way,
        )  # fmt: skip
    if own.role is None or own.is_next or (own.is_current and own.inputs.own.next_role is None):
        return findings.roadmap
    ahead = None if own.is_current else own.report
    return plan(findings.current, ahead, own.taxonomy, own.standings, interest)


def taken_by(own: Own) -> frozenset[Milestone]:
    """The steps that are open in my plan. They came with the report; before the first one, a query of their own."""
    report = own.shown.report
    if report is not None and hasattr(report, "open_steps"):
        return milestones(report.open_steps, own.taxonomy)
    mine = PlanItem.objects.open().filter(person=own.inputs.person_id, skill__isnull=False)
    return milestones(mine.values_list(*STEP_COLUMNS), own.taxonomy)


def roadmap_context(own: Own, found: Roadmap, taking: Taking, opened: str) -> dict[str, Any]:
    """Every step as its card or line, and what to rate first."""
    blocking_nothing = [question for question in found.questions if question.before is None]
    shown = blocking_nothing[:QUESTIONS_SHOWN]
    cards = StepCards(own.lines, found, taking)
    return {
        "now": cards.write(found.now),
        "next": cards.write(found.next),
        "later": [
            later_area(own, found, taking, area, in_full=area == opened)
            for area, _steps in found.later_by_area
        ],
        "later_count": str(len(found.later)),
        "opened": opened,
        "questions": [question_card(own.lines, question) for question in shown],
        "more_questions": len(blocking_nothing) - len(shown),
        "blocking_questions": len(found.questions) - len(blocking_nothing),
        "set_aside": set_aside(own.words, found),
    }


def later_area(own: Own, found: Roadmap, taking: Taking, slug: str, *, in_full: bool = True) -> LaterArea:
    """One area of Later; empty for an area that has no step there."""
    steps = dict(found.later_by_area).get(slug, ())
    return LaterArea(
        slug=slug,
        name=own.words.area(slug),
        count=str(len(steps)),
        brief=SafeString("") if in_full else brief_steps(own.lines, found, steps),
        cards=StepCards(own.lines, found, taking).write(steps) if in_full else [],
    )


def set_aside(words: Words, found: Roadmap) -> list[tuple[str, str]]:
    """Prerequisites that do not apply, each with the steps that go ahead without it."""
    return [
        (words.skill(skill), listed([words.at(step.skill, step.level) for step in steps]))
        for skill, steps in found.dropped
    ]
