"""All cycles that the reader has to do with, and the series that open them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.cycles import actions
from assessments.cycles.parts import Part, Progress, progress
from assessments.cycles.reading import parts_of
from assessments.models import Cycle, Participant, Series
from assessments.views.page import back
from skillmatrix.people.dated import current_day
from skillmatrix.web.paging import page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .reach import Reach, reach_of

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class CycleLine:
    """A cycle and how far it is; for a lead as far as their own people go."""

    cycle: Cycle
    progress: Progress


@require_safe
def cycles(request: AppRequest) -> HttpResponse:
    """The reader's cycles, newest first, with how far each is."""
    reach = reach_of(request.user, today=current_day())
    seen = Cycle.objects.visible_to(reach.viewer, reach.led, reach.today).newest_first()
    page = page_of(seen, request.GET.get("page"), size=A_PAGE)
    context = {
        "lines": lines_of(list(page.rows), reach, timezone.now()),
        "page": page,
        "series": [(one, reach.may_run(one)) for one in series_of(reach)],
        "today": reach.today,
    }
    return render_page(request, "assessments/cycles/cycles.html", context)


def lines_of(found: list[Cycle], reach: Reach, now: datetime) -> list[CycleLine]:
    """Each with its figures; two queries for any number."""
    asked = Participant.objects.filter(cycle__in=found)
    if not reach.viewer.is_people_admin:
        asked = asked.led_in(reach.led, reach.today)
    in_cycle = dict(asked.values_list("pk", "cycle"))
    parts: dict[int, list[Part]] = {cycle.pk: [] for cycle in found}
    for part in parts_of(asked):
        parts[in_cycle[part.participant_id]].append(part)
    return [CycleLine(cycle, progress(parts[cycle.pk], now)) for cycle in found]


def series_of(reach: Reach) -> list[Series]:
    """The series under way that the reader may know of."""
    rows = Series.objects.going_on().prefetch_related("teams", "roles").order_by("next_on", "id")
    if not reach.viewer.is_people_admin:
        rows = rows.filter(teams__in=reach.led).distinct()
    return list(rows)


@require_POST
def stop_series(request: AppRequest, pk: int) -> HttpResponse:
    """Let no further cycle of a series come."""
    reach = reach_of(request.user, today=current_day())
    series = next((one for one in series_of(reach) if one.pk == pk), None)
    if series is None:
        raise Http404
    if not reach.may_run(series):
        raise PermissionDenied
    actions.stop_series(series=series, by=request.user, now=timezone.now())
    messages.success(request, _("%(name)s does not come again.") % {"name": series.name})
    return back(request, reverse("assessments:cycles"))
