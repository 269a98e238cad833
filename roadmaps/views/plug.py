"""Pull the plug: what a visitor of the demo may break. Anywhere else there is no such page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from roadmaps.models import Intervention
from roadmaps.operations.plug import experiments, socket
from roadmaps.operations.plug.experiments import FREEZE_SECONDS, Experiment
from skillmatrix.people import access
from skillmatrix.web.requests import AppRequest

PART = "roadmaps/operations/_plug.html"
WORDS = {
    "killed": gettext_lazy("The worker was killed: kill -9 to process %s and its children."),
    "frozen": gettext_lazy("The broker was frozen for %s seconds. It takes connections and answers nobody."),
    "answered": gettext_lazy("The rating was sent over HTTP. Answers that said it is saved: %s."),
    "stored-by-worker": gettext_lazy("Its report is stored, by a worker."),
    "stored-by-dispatcher": gettext_lazy("Its report is stored, by the dispatcher itself."),
    "recovered": gettext_lazy("Recovered: a worker stores reports again."),
    "not-recovered": gettext_lazy("No worker stored a report for two minutes. Its log says why."),
    "undone": gettext_lazy("The probe's rating was taken back, and that has arrived too."),
    "compared": gettext_lazy("Every stored report was computed anew and compared."),
    "failed": gettext_lazy("This did not come to its end. The log of the web process says why."),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plug(request: AppRequest) -> HttpResponse:
    """Begin an experiment, or tell how far it is."""
    if not socket.is_there():
        raise Http404
    access.require_operator(request.user)
    if request.method == "POST":
        pull(request)
    if request.htmx:
        return render(request, PART, {"plug": plug_context()})
    return redirect(reverse("roadmaps:operations") + "#plug")


def pull(request: AppRequest) -> None:
    """Begin what was asked for, and write down who asked."""
    kind = request.POST.get("what", "")
    if kind not in experiments.KINDS:
        messages.error(request, _("There is no such plug. Nothing was changed."))
    elif experiments.begin(kind):
        Intervention.objects.create(by=request.user, what=_("Pulled the plug: %(what)s") % {"what": kind})
    else:
        messages.info(request, _("Somebody is pulling one at this moment. Wait until that is over."))


def plug_context() -> dict[str, Any] | None:
    """What the panel shows; None where there is nothing to pull."""
    if not socket.is_there():
        return None
    latest = experiments.latest()
    return {
        "running": experiments.is_running(),
        "latest": latest,
        "steps": steps(latest) if latest else [],
        "seconds": round(FREEZE_SECONDS),
    }


def steps(experiment: Experiment) -> list[tuple[float, str]]:
    """Seconds and sentences."""
    return [
        (ms / 1000, str(WORDS[what]) % number if number else str(WORDS[what]))
        for ms, what, number in experiment.steps
    ]
