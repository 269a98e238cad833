"""One goal in full: what will prove it, what to learn from, and what the two say about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.inputs import Audience
from assessments.views.page import back
from roadmaps import computing
from roadmaps.development import actions
from roadmaps.development.forms import CommentForm, MarkForm
from roadmaps.development.goals import Goal
from roadmaps.development.resources import Shelved, nearest, shelf
from roadmaps.lines import Lines
from roadmaps.models import Comment, Motive, PlanItem, ResourceMark
from roadmaps.reports import Shown
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .own import plan_page
from .showing import Seen, reader_of, seen

PAGE = "roadmaps/plan_item.html"


@require_http_methods(["GET", "HEAD", "POST"])
def plan_item(request: AppRequest, public_id: UUID, item: int) -> HttpResponse:
    """One item of a plan, for the person and for whoever may read what they share; sending adds a comment."""
    about = seen(request.user, public_id, page="plan")
    held = about.item(item)
    form = CommentForm(request.POST if request.method == "POST" else None, initial={"key": uuid4()})
    if request.method == "POST" and not about.related.may_comment:
        raise PermissionDenied
    if form.is_valid():
        comment, _is_new = actions.add_comment(
            subject=about.subject, item=held, by=request.user, today=current_day(), **form.cleaned_data
        )
        return back(request, f"{request.path}#comment-{comment.pk}")
    context = item_context(about, held) | conversation(about, held, request.user) | {"form": form}
    return render_page(request, PAGE, context, status=422 if form.is_bound else 200)


def item_context(about: Seen, item: PlanItem) -> dict[str, Any]:
    """The item for its reader. Nothing that only the person may know is asked for anybody else."""
    shown = about.shown()
    (goal,) = reader_of(shown, today=about.today).goals([item])
    context = {
        "subject": about.subject,
        "related": about.related,
        "goal": goal,
        "today": about.today,
        "crumbs": crumbs(about),
        "levels_count": len(shown.taxonomy.scale),
    }
    return context | own_part(about, shown, goal) if about.related.is_self else context


def own_part(about: Seen, shown: Shown, goal: Goal) -> dict[str, Any]:
    """What the person alone sees: the motive, the shelf, and the way to a new rating."""
    motive = Motive.objects.filter(item=goal.item).first()
    words = reader_of(shown, today=about.today).words
    lines = Lines(words, computing.mine(shown.inputs, Audience.OWN, shown.taxonomy).keys())
    is_rateable = goal.skill in shown.findings.standings
    return {
        "motive": motive,
        "shelf": on_the_shelf(about.subject, goal, words.taxonomy) if goal.skill else [],
        "rate_url": lines.rate_url(goal.skill) if is_rateable else "",
    }


def on_the_shelf(person: Person, goal: Goal, taxonomy: Taxonomy) -> list[Shelved]:
    """What serves the goal's level, with the person's marks and how many others recommend it. Two queries."""
    skill = taxonomy.skills.get(goal.skill)
    if skill is None or goal.beside is None:
        return []
    rows = ResourceMark.objects.filter(skill__slug=goal.skill)
    mine = dict(rows.filter(person=person).values_list("resource", "mark"))
    others = rows.recommended().exclude(person=person).values("resource").annotate(count=Count("id"))
    counts = dict(others.values_list("resource", "count"))
    return shelf(nearest(skill.resources, goal.beside.level), mine, counts)


def conversation(about: Seen, item: PlanItem | None, viewer: Person) -> dict[str, Any]:
    """The comments on an item or on the report, for the two who may read them."""
    if not about.related.may_comment:
        return {"comments": None}
    rows = Comment.objects.about(about.subject, item).shown_to(viewer)
    return {"comments": rows}


def crumbs(about: Seen) -> list[tuple[str, str]]:
    """The way here."""
    if about.related.is_self:
        return [(_("My plan"), reverse("roadmaps:plan"))]
    own = [about.subject.public_id]
    return [
        (about.subject.name, reverse("roadmaps:person", args=own)),
        (_("Plan"), reverse("roadmaps:person-plan", args=own)),
    ]


@require_POST
def mark_resource(request: AppRequest) -> HttpResponse:
    """Mark something to learn from as wanted, read or recommended; back to the goal it stands at."""
    form = MarkForm(request.POST)
    if not form.is_valid():
        return plan_page(request, problem=_("This form is damaged. Reload the page and try again."))
    item = form.cleaned_data.pop("item")
    try:
        actions.mark_resource(person=request.user, by=request.user, **form.cleaned_data)
    except actions.Unacceptable as refused:
        return plan_page(request, problem=str(refused))
    messages.success(request, _("Saved."))
    found = PlanItem.objects.filter(person=request.user, pk=item).first() if item else None
    if found is None:
        return back(request, reverse("roadmaps:plan"))
    return back(
        request, f"{reverse('roadmaps:plan-item', args=[request.user.public_id, found.pk])}#resources"
    )
