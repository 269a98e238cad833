"""My plan beside my roadmap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.views.page import back
from roadmaps.development.first_job import technical_first
from roadmaps.development.forms import SwitchForm
from roadmaps.development.goals import Goal
from roadmaps.models import PlanItem
from roadmaps.planning import Milestone, Roadmap, Step
from roadmaps.views.own import Own, own_of
from roadmaps.wording import reasons_in_words
from skillmatrix.people import actions as people
from skillmatrix.web.paging import page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .showing import parted, reader_of

PAGE = "roadmaps/plan.html"
STEPS_BESIDE = 5
CLOSED_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Offered:
    """A step of the roadmap that is not in the plan, with the key of taking it."""

    step: Step
    name: str
    why: str
    key: UUID


@require_safe
def plan(request: AppRequest) -> HttpResponse:
    """What I mean to do, and what my roadmap would have me do next."""
    return plan_page(request)


@require_POST
def first_job(request: AppRequest) -> HttpResponse:
    """Let technical areas come first on my roadmap and here, or not."""
    form = SwitchForm(request.POST)
    if not form.is_valid():
        return plan_page(request, problem=_("This form is damaged. Reload the page and try again."))
    people.switch_first_job(person=request.user, on=form.cleaned_data["on"] == "1", by=request.user)
    messages.success(request, _("Saved."))
    return back(request, reverse("roadmaps:plan"))


def plan_page(request: AppRequest, *, problem: str = "", status: int = 422) -> HttpResponse:
    """My plan; with a `problem`, as the answer to something that could not be done (`status`)."""
    own = own_of(request, "", first="next")
    items = PlanItem.objects.of(request.user).select_related("motive").with_comment_counts()
    reader = reader_of(own.shown, today=own.today)
    goals = reader.goals(items.open().by_day())
    closed = page_of(items.closed(), request.GET.get("page"), CLOSED_A_PAGE)
    context = {
        **parted(goals),
        "own": own,
        "today": own.today,
        "leads": own.leads,
        "closed": closed,
        "closed_goals": reader.goals(closed),
        "is_empty": not goals and not closed.rows,
        "steps": list(offered(own, arranged(request, own), goals)),
        "levels_count": len(own.taxonomy.scale),
        "shows_comments": True,
        "problem": problem,
    }
    return render_page(request, PAGE, context, status=status if problem else 200)


def arranged(request: AppRequest, own: Own) -> Roadmap:
    """My roadmap, with technical areas first if I want it so."""
    found = own.shown.findings.roadmap
    return technical_first(found, own.taxonomy) if request.user.first_job else found


def offered(own: Own, roadmap: Roadmap, goals: Iterable[Goal]) -> Iterable[Offered]:
    """The first steps of the roadmap that are not in the plan yet."""
    taken = {Milestone(skill, one.level) for goal in goals if (one := goal.beside) for skill in one.skills}
    waiting = [step for step in (*roadmap.now, *roadmap.next) if step.milestone not in taken]
    for step in waiting[:STEPS_BESIDE]:
        why = next(iter(reasons_in_words(own.words, step)), "")
        yield Offered(step, own.words.skill(step.skill), why, uuid4())
