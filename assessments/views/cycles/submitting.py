"""Submitting my part, after a look at exactly what that shares; and a lead's word that theirs is complete."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.cycles import actions
from assessments.cycles.forms import AgainForm, SubmitForm
from assessments.cycles.panel import panel_of
from assessments.cycles.reading import with_parts
from assessments.levels.sharing import MovedOn
from assessments.models import Participant
from assessments.views.page import back, sheet_of
from assessments.views.sharing import share_context
from skillmatrix.people.dated import current_day
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .reach import visible_cycle

PAGE = "assessments/cycles/submit_part.html"


@require_http_methods(["GET", "HEAD", "POST"])
def submit_part(request: AppRequest, public_id: UUID) -> HttpResponse:
    """List what submitting shares; on POST share it and close my part.

    409 when I said more meanwhile, when my part or the cycle is over, and when it was submitted before: then the
    page asks whether doing it again is meant.
    """
    now, today = timezone.now(), current_day()
    participant = _mine(request, public_id)
    if request.method != "POST":
        return _page(request, participant)
    form = SubmitForm(request.POST)
    if not form.is_valid():
        return _page(
            request, participant, _("This form is damaged. Here is the list as it is now."), status=422
        )
    waiting = sheet_of(request, today=today).unshared.count
    try:
        actions.submit_part(
            participant=participant, shown=form.cleaned_data["shown"], changes=waiting,
            key=form.cleaned_data["key"], again=form.cleaned_data["again"], by=request.user, now=now, today=today,
        )  # fmt: skip
    except MovedOn:
        problem = _(
            "You have changed something since this list was shown, so nothing was shared. Look again."
        )
        return _page(request, participant, problem, status=409)
    except actions.AlreadySubmitted:
        return _page(request, participant, asks_again=True, status=409)
    except actions.Ended:
        return _page(request, participant, status=409)
    messages.success(request, _("Your part of %(name)s is submitted.") % {"name": participant.cycle.name})
    return back(request, reverse("assessments:assess"))


def _mine(request: AppRequest, public_id: UUID) -> Participant:
    rows = Participant.objects.filter(
        person=request.user, cycle__public_id=public_id, cycle__cancelled_at=None
    )
    found = rows.with_submissions().select_related("cycle", "person", "team").first()
    if found is None:
        raise Http404
    return found


def _page(
    request: AppRequest,
    participant: Participant,
    problem: str = "",
    *,
    asks_again: bool = False,
    status: int = 200,
) -> HttpResponse:
    sheet = sheet_of(request, today=current_day())
    rows = Participant.objects.filter(pk=participant.pk).with_submissions()
    row, part = with_parts(list(rows.select_related("cycle", "person", "team")))[0]
    panel = panel_of(row.cycle, part, sheet.taxonomy, sheet.inputs.own.statements, timezone.now())
    context: dict[str, Any] = {
        **share_context(sheet, problem),
        "panel": panel,
        "cycle": row.cycle,
        "left": len(panel.skills) - panel.answered,
        "asks_again": asks_again and panel.state == "submitted",
        "key": uuid4(),
        "today": sheet.today,
    }
    return render_page(request, PAGE, context, status=status)


@require_POST
def submit_lead_part(request: AppRequest, public_id: UUID, person: UUID) -> HttpResponse:
    """The lead's own view of one person is complete. 409 asks whether saying it again is meant."""
    now, today = timezone.now(), current_day()
    cycle, reach = visible_cycle(request.user, public_id, today=today)
    asked = Participant.objects.filter(cycle=cycle, person__public_id=person).exclude(person=request.user)
    participant = asked.led_in(reach.led, today).select_related("person").first() if reach.led else None
    if participant is None:
        if asked.exists() and reach.viewer.is_people_admin:
            raise PermissionDenied
        raise Http404
    form = AgainForm(request.POST)
    there = reverse("assessments:cycle", args=[cycle.public_id])
    if not form.is_valid():
        return _asks(request, participant, there, damaged=True, status=422)
    try:
        actions.submit_lead_part(
            participant=participant, key=form.cleaned_data["key"], again=form.cleaned_data["again"],
            by=request.user, now=now,
        )  # fmt: skip
    except actions.AlreadySubmitted as earlier:
        return _asks(request, participant, there, at=earlier.at, status=409)
    except actions.Ended:
        messages.info(request, _("The time for this is over; nothing was changed."))
        return back(request, there)
    name = participant.person.name
    messages.success(request, _("Your view of %(name)s is complete.") % {"name": name})
    return back(request, there)


def _asks(
    request: AppRequest, participant: Participant, there: str, *, status: int, **more: Any
) -> HttpResponse:
    context = {"participant": participant, "cycle": participant.cycle, "back": there, "key": uuid4(), **more}
    return render_page(request, "assessments/cycles/submit_lead_part.html", context, status=status)
