"""What I do to my plan: take a step, add a goal, change its words, move it on."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from assessments.views.page import back, inputs_of
from roadmaps.development import actions
from roadmaps.development.forms import AddGoalForm, ChangeGoalForm, ChangeStepForm, MoveForm, TakeStepForm
from roadmaps.development.naming import title_of
from roadmaps.models import Motive, PlanItem
from roadmaps.wording import words_of
from skillmatrix.people.dated import current_day
from skillmatrix.people.surroundings import surroundings
from skillmatrix.taxonomy import versions
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .own import plan_page

DAMAGED = gettext_noop("This form is damaged. Reload the page and try again.")


@require_POST
def take_step(request: AppRequest) -> HttpResponse:
    """Take one step of my roadmap into my plan, shared unless that would tell a level that I have not shared."""
    form = TakeStepForm(request.POST)
    if not form.is_valid():
        return plan_page(request, problem=_(DAMAGED))
    skill = form.cleaned_data["skill"]
    shared = tells_nothing_new(request, skill)
    try:
        item, is_new = actions.take_step(
            person=request.user, skill=skill, level=form.cleaned_data["level"], shared=shared,
            key=form.cleaned_data["key"], by=request.user,
        )  # fmt: skip
    except actions.Unacceptable as refused:
        return plan_page(request, problem=str(refused))
    messages.success(request, taken(request, item) if is_new else _("It is in your plan already."))
    return to_goal(request, item)


def tells_nothing_new(request: AppRequest, skill: str) -> bool:
    """Others know the level from which the step starts: what I said of the skill last, I have shared."""
    inputs = inputs_of(request.user, today=current_day())
    own, shared = (said.statements.get(skill) for said in (inputs.own, inputs.shared))
    return (own and own.level) == (shared and shared.level)


def taken(request: AppRequest, item: PlanItem) -> str:
    """What became of a step that was taken, and who sees it."""
    if not item.shared:
        return _("In your plan, and private: it would tell a level that you have not shared.")
    leads = ", ".join(lead.get_short_name() for lead in surroundings(request, today=current_day()).leads)
    if leads:
        return _("In your plan. %(leads)s sees it too; you can keep it to yourself.") % {"leads": leads}
    return _("In your plan.")


@require_http_methods(["GET", "HEAD", "POST"])
def add_goal(request: AppRequest) -> HttpResponse:
    """A goal of my own, technical or not."""
    sent = request.POST if request.method == "POST" else None
    form = AddGoalForm(sent, initial={"key": uuid4()})
    if form.is_valid():
        try:
            item, _is_new = actions.add_goal(
                person=request.user, content=form.content, motive=form.after, key=form.cleaned_data["key"],
                by=request.user, today=current_day(),
            )  # fmt: skip
        except actions.Unacceptable as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _("In your plan."))
            return to_goal(request, item)
    return goal_page(request, "roadmaps/add_goal.html", form, {})


@require_http_methods(["GET", "HEAD", "POST"])
def change_goal(request: AppRequest, item: int) -> HttpResponse:
    """The words of one item of my plan; 409 with what is stored when another form was faster."""
    held = my_item(request, item)
    form = change_form(request, held)
    status = 422
    if form.is_valid():
        try:
            changed = actions.change_item(
                item=held, content=form.content, motive=form.after, seen=form.cleaned_data["seen"],
                by=request.user, today=current_day(),
            )  # fmt: skip
        except actions.Overtaken as overtaken:
            form.add_error(None, str(overtaken))
            status, held = 409, my_item(request, item)
            form.data = {**form.data.dict(), "seen": str(held.revision)}  # type: ignore[attr-defined]
        except actions.Unacceptable as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return back(request, reverse("roadmaps:plan-item", args=[request.user.public_id, changed.pk]))
    context = {"item": held, "title": title_of(held, words_of(versions.current())), "stored": status == 409}
    return goal_page(request, "roadmaps/change_goal.html", form, context, status)


def change_form(request: AppRequest, item: PlanItem) -> Any:
    """The form of a step or of a goal, with what is stored."""
    kind = ChangeStepForm if item.is_step else ChangeGoalForm
    motive = Motive.objects.filter(item=item).first()
    stored = {
        "title": item.title, "technical": "yes" if item.technical else "no", "proof": item.proof,
        "due_on": item.due_on, "links": "\n".join(item.links), "shared": item.shared, "seen": item.revision,
        "motive": motive.kind if motive else "", "motive_words": motive.words if motive else "",
    }  # fmt: skip
    return kind(request.POST if request.method == "POST" else None, initial=stored)


def goal_page(
    request: AppRequest, page: str, form: forms.Form, context: dict[str, Any], status: int = 422
) -> HttpResponse:
    """A form of the plan, with who will read what is shared."""
    leads = surroundings(request, today=current_day()).leads
    names = ", ".join(lead.get_short_name() for lead in leads)
    form.fields["shared"].help_text = who_reads(names)
    return render_page(
        request, page, {**context, "form": form, "leads": names}, status=status if form.is_bound else 200
    )


def who_reads(leads: str) -> str:
    """Who reads what is shared, for beside the box."""
    if leads:
        text = _("%(leads)s reads it and may comment. Untick it to keep the goal to yourself.")
        return text % {"leads": leads}
    return _("Nobody leads your team at the moment. Whoever does next reads what is shared.")


@require_POST
def move_goal(request: AppRequest, item: int) -> HttpResponse:
    """Move an item to another state, or, without `to`, back to where it was. 409 when it has moved meanwhile."""
    held = my_item(request, item)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return plan_page(request, problem=_(DAMAGED))
    to, shown = form.cleaned_data["to"], form.cleaned_data["shown"]
    try:
        if to:
            actions.move(item=held, to=to, shown=shown, by=request.user, today=current_day())
        else:
            actions.undo(item=held, shown=shown, by=request.user)
    except actions.Overtaken as overtaken:
        return plan_page(request, problem=str(overtaken), status=409)
    except actions.Unacceptable as refused:
        return plan_page(request, problem=str(refused))
    return to_goal(request, held)


def my_item(request: AppRequest, pk: int) -> PlanItem:
    """An item of my own plan. Http404 for anybody else's, and on an installation without a taxonomy."""
    found = PlanItem.objects.of(request.user).select_related("person").filter(pk=pk).first()
    if found is None or not versions.current_number():
        raise Http404
    return found


def to_goal(request: AppRequest, item: PlanItem) -> HttpResponse:
    """To the item in its place on my plan."""
    return back(request, f"{reverse('roadmaps:plan')}#goal-{item.pk}")
