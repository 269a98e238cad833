"""Opening a cycle and changing one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.cycles import actions
from assessments.cycles.forms import ChangeCycleForm, CycleForm
from assessments.models import Cycle
from assessments.views.page import back
from skillmatrix.people.dated import current_day
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .reach import Reach, reach_of, run_cycle

WEEKS = {"starts_on": 0, "self_by": 2, "lead_by": 4}


@require_http_methods(["GET", "HEAD", "POST"])
def open_cycle(request: AppRequest) -> HttpResponse:
    """Ask for a name, days, skills and people; on POST open the cycle, or the series of it."""
    reach = reach_of(request.user, today=current_day())
    form = CycleForm(
        request.POST if request.method == "POST" else None, initial=suggested(reach), **_bounds(reach)
    )
    if not form.is_valid():
        context = {"form": form, "is_admin": reach.viewer.is_people_admin}
        status = 422 if form.is_bound else 200
        return render_page(request, "assessments/cycles/open_cycle.html", context, status=status)
    opened = actions.open_cycle(
        plan=form.plan(), key=form.cleaned_data["key"], by=request.user, today=reach.today
    )
    if isinstance(opened, Cycle):
        messages.success(request, _("%(name)s is open.") % {"name": opened.name})
        return back(request, reverse("assessments:cycle", args=[opened.public_id]))
    messages.success(
        request, _("%(name)s opens for each person on their anniversary.") % {"name": opened.name}
    )
    return back(request, reverse("assessments:cycles"))


def suggested(reach: Reach) -> dict[str, Any]:
    """Two weeks for oneself and two more for the lead; a lead's only team."""
    days: dict[str, Any] = {name: reach.today + timedelta(weeks=weeks) for name, weeks in WEEKS.items()}
    if not reach.viewer.is_people_admin and len(reach.teams) == 1:
        days["teams"] = list(reach.led)
    return days


@require_http_methods(["GET", "HEAD", "POST"])
def edit_cycle(request: AppRequest, public_id: UUID) -> HttpResponse:
    """Other words and days; of whom what is asked only before it has begun. 409 when somebody else was faster."""
    cycle, reach = run_cycle(request.user, public_id, today=current_day())
    there = reverse("assessments:cycle", args=[cycle.public_id])
    if cycle.has_ended:
        messages.info(request, _("This cycle is over and cannot be changed."))
        return back(request, there)
    form = ChangeCycleForm(request.POST if request.method == "POST" else None, cycle=cycle, **_bounds(reach))
    if not form.is_valid():
        return _page(request, form, cycle, status=422 if form.is_bound else 200)
    try:
        actions.change_cycle(
            cycle=cycle, plan=form.plan(), seen=form.cleaned_data["seen"], by=request.user, today=reach.today
        )
    except actions.Overtaken:
        return _page(request, _on_top(request, cycle, reach), cycle, status=409)
    except actions.Ended:
        messages.info(request, _("This cycle is over and cannot be changed."))
    else:
        messages.success(request, _("Saved."))
    return back(request, there)


def _on_top(request: AppRequest, cycle: Cycle, reach: Reach) -> ChangeCycleForm:
    """What was typed, now on top of what somebody else has stored meanwhile."""
    data = request.POST.copy()
    data["seen"] = str(cycle.edits)
    return ChangeCycleForm(data, cycle=cycle, **_bounds(reach))


def _bounds(reach: Reach) -> dict[str, Any]:
    return {"teams": reach.open_teams(), "asks_anybody": reach.viewer.is_people_admin, "today": reach.today}


def _page(request: AppRequest, form: ChangeCycleForm, cycle: Cycle, *, status: int) -> HttpResponse:
    context = {"form": form, "cycle": cycle, "overtaken": status == 409}
    return render_page(request, "assessments/cycles/edit_cycle.html", context, status=status)
