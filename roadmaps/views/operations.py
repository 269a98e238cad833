"""How the installation is doing, for those who run it: numbers, never who."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from roadmaps.forms import RequeueForm
from roadmaps.models import Intervention
from roadmaps.operations import actions
from roadmaps.operations.figures import Figures, gather
from roadmaps.operations.findings import findings
from roadmaps.operations.letters import JOB
from roadmaps.operations.standing import STORED_MINUTES
from skillmatrix.people import access
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import NoContent, redirect_to, render_page

from .plug import plug_context

PAGE = "roadmaps/operations/operations.html"
INTERVENTIONS = 10


@never_cache
@require_safe
def operations(request: AppRequest) -> HttpResponse:
    """Every figure. `after` names what an open page shows: 204 while nothing has moved since."""
    access.require_operator(request.user)
    figures = gather()
    marker = marker_of(figures, timezone.now())
    if request.htmx and request.GET.get("after") == marker:
        return NoContent()
    context = {
        "figures": figures,
        "findings": findings(figures),
        "marker": marker,
        "now": timezone.now(),
        "stored_minutes": STORED_MINUTES,
        "plug": plug_context(),
        "interventions": Intervention.objects.order_by("-id")[:INTERVENTIONS],
    }
    return render_page(request, PAGE, context, partials={"operations"})


@require_POST
def requeue(request: AppRequest) -> HttpResponse:
    """Let dead letters of one kind be tried again, or one of them. Doing it again finds none left to try."""
    access.require_operator(request.user)
    form = RequeueForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That is no dead letter. Nothing was changed."))
    elif count := _requeue(form, request):
        text = ngettext("%(n)d dead letter is tried again.", "%(n)d dead letters are tried again.", count)
        messages.success(request, text % {"n": count})
    else:
        messages.info(request, _("Nothing was left to try: somebody did that already, or it came right."))
    return redirect_to(request, "roadmaps:operations")


def _requeue(form: RequeueForm, request: AppRequest) -> int:
    data = form.cleaned_data
    if data["kind"] == JOB:
        return actions.requeue_jobs(fingerprint=data["fingerprint"], by=request.user, job=data["job"])
    return actions.requeue_reports(fingerprint=data["fingerprint"], by=request.user, person=data["person"])


def marker_of(figures: Figures, now: datetime) -> str:
    """Names what a page shows. Ages grow by themselves, so they count by the second only while something moves."""
    state = figures.standing
    moving = state.behind or state.last_minute or any(job.open for job in figures.jobs)
    facts = (
        state, figures.dead, figures.jobs if not moving else None, figures.broker,
        [(canary.queue, canary.is_silent) for canary in figures.canaries],
        [(job.ended, job.error, job.is_late) for job in figures.schedule],
        [(process.role, process.number) for process in figures.installation.processes],
        int(now.timestamp()) if moving else f"{now:%H:%M}",
    )  # fmt: skip
    return sha256(repr(facts).encode()).hexdigest()[:16]
