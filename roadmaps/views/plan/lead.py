"""Somebody's plan for whoever may read what they share, and what a lead does about it."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.views.page import back
from roadmaps.development import actions
from roadmaps.development.forms import AgreeForm, ProposeForm
from skillmatrix.taxonomy.versions import in_language
from skillmatrix.web.paging import page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

from .item import crumbs
from .showing import Seen, parted, reader_of, seen

CLOSED_A_PAGE = 20


@require_safe
def person_plan(request: AppRequest, public_id: UUID) -> HttpResponse:
    """What somebody shares of their plan; oneself goes to one's own."""
    about = seen(request.user, public_id, page="plan")
    if about.related.is_self:
        return redirect_to(request, "roadmaps:plan")
    return person_plan_page(request, about)


def person_plan_page(
    request: AppRequest, about: Seen, *, problem: str = "", status: int = 409
) -> HttpResponse:
    """The page; with a `problem`, as the answer to something that could not be done."""
    shown = about.shown()
    reader, items = reader_of(shown, today=about.today), about.items().with_comment_counts()
    goals = reader.goals(items.open().by_day())
    closed = page_of(items.closed(), request.GET.get("page"), CLOSED_A_PAGE)
    context = {
        **parted(goals),
        "subject": about.subject,
        "related": about.related,
        "today": about.today,
        "closed": closed,
        "closed_goals": reader.goals(closed),
        "is_empty": not goals and not closed.rows,
        "crumbs": [(about.subject.name, reverse("roadmaps:person", args=[about.subject.public_id]))],
        "levels_count": len(shown.taxonomy.scale),
        "shows_comments": about.related.may_comment,
        "problem": problem,
    }
    return render_page(request, "roadmaps/person_plan.html", context, status=status if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def propose_goal(request: AppRequest, public_id: UUID) -> HttpResponse:
    """A lead puts something before somebody; it waits in their plan until they take it up or decline."""
    about = leading(request, public_id)
    taxonomy = in_language(about.shown().taxonomy)
    sent = request.POST if request.method == "POST" else None
    form = ProposeForm(sent, taxonomy=taxonomy, initial={"key": uuid4()})
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.propose(
                person=about.subject, content=form.content, skill=data["skill"], level=int(data["level"] or 0),
                key=data["key"], by=request.user, today=about.today,
            )  # fmt: skip
        except actions.Unacceptable as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            told = _("Proposed. %(name)s finds it in the inbox and in the plan.")
            messages.success(request, told % {"name": about.subject.get_short_name()})
            return back(request, reverse("roadmaps:person-plan", args=[public_id]))
    context = {"subject": about.subject, "form": form, "crumbs": crumbs(about)}
    return render_page(request, "roadmaps/propose_goal.html", context, status=422 if form.is_bound else 200)


@require_POST
def agree_goal(request: AppRequest, public_id: UUID, item: int) -> HttpResponse:
    """A lead agrees to one goal as the page showed it; 409 when it says something else by now."""
    about = leading(request, public_id)
    held, form = about.item(item), AgreeForm(request.POST)
    if not form.is_valid():
        problem = _("This form is damaged. Reload the page and try again.")
        return person_plan_page(request, about, problem=problem, status=422)
    try:
        actions.agree(item=held, seen=form.cleaned_data["seen"], by=request.user, today=about.today)
    except actions.Overtaken as overtaken:
        return person_plan_page(request, about, problem=str(overtaken))
    told = _("Agreed. %(name)s is told.") % {"name": about.subject.get_short_name()}
    messages.success(request, told)
    return back(request, f"{reverse('roadmaps:person-plan', args=[public_id])}#goal-{held.pk}")


@require_POST
def withdraw_goal(request: AppRequest, public_id: UUID, item: int) -> HttpResponse:
    """A lead takes back what they proposed, as long as it waits for an answer."""
    about = leading(request, public_id)
    if actions.withdraw(item=about.item(item), by=request.user):
        messages.success(request, _("Taken back."))
    else:
        messages.info(request, _("It was answered meanwhile."))
    return back(request, reverse("roadmaps:person-plan", args=[public_id]))


def leading(request: AppRequest, public_id: UUID) -> Seen:
    """The person, when the reader leads them. Http404 for those who may not even see them, 403 for the others."""
    about = seen(request.user, public_id, page="plan")
    if not about.related.may_propose:
        raise PermissionDenied
    return about
