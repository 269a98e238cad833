"""Closing and cancelling, each after a page that says what will happen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.cycles import actions
from assessments.cycles.parts import progress
from assessments.cycles.reading import parts_of
from assessments.models import Cycle, Participant
from assessments.views.page import back
from skillmatrix.people.dated import current_day
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .reach import run_cycle


@require_http_methods(["GET", "HEAD", "POST"])
def close_cycle(request: AppRequest, public_id: UUID) -> HttpResponse:
    """Say what closing does; on POST close, and show the snapshot. Closing twice closes once."""
    cycle, _reach = run_cycle(request.user, public_id, today=current_day())
    snapshot = reverse("assessments:cycle-snapshot", args=[cycle.public_id])
    if cycle.closed_at is not None:
        messages.info(request, _("This cycle is closed already."))
        return back(request, snapshot)
    if request.method != "POST" or not cycle.is_running:
        return _ask(request, "close_cycle", cycle)
    try:
        actions.close_cycle(cycle=cycle, by=request.user, now=timezone.now())
    except actions.Ended:
        messages.info(request, _("Somebody else has ended this cycle just now."))
        return back(request, reverse("assessments:cycle", args=[cycle.public_id]))
    messages.success(
        request, _("%(name)s is closed, and what was shared is kept as it was.") % {"name": cycle.name}
    )
    return back(request, snapshot)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel_cycle(request: AppRequest, public_id: UUID) -> HttpResponse:
    """Say what cancelling does; on POST cancel."""
    cycle, _reach = run_cycle(request.user, public_id, today=current_day())
    there = reverse("assessments:cycle", args=[cycle.public_id])
    if cycle.has_ended:
        messages.info(request, _("This cycle is over already."))
        return back(request, there)
    if request.method != "POST":
        return _ask(request, "cancel_cycle", cycle)
    try:
        actions.cancel_cycle(cycle=cycle, by=request.user, now=timezone.now())
    except actions.Ended:
        messages.info(request, _("Somebody else has ended this cycle just now."))
    else:
        messages.success(request, _("%(name)s is cancelled.") % {"name": cycle.name})
    return back(request, there)


def _ask(request: AppRequest, name: str, cycle: Cycle) -> HttpResponse:
    parts = parts_of(Participant.objects.filter(cycle=cycle))
    context: dict[str, Any] = {"cycle": cycle, "progress": progress(parts, timezone.now())}
    # Closing what has not begun is refused by showing why there is no button.
    status = 409 if request.method == "POST" else 200
    return render_page(request, f"assessments/cycles/{name}.html", context, status=status)
