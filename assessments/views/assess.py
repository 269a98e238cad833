"""The self-assessment: one area at a time, over my skills."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from skillmatrix.people.dated import current_day
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .evidence import removed_just_now
from .page import area_context, sheet_of, wants_quick


@require_safe
def assess(request: AppRequest, area: str | None = None) -> HttpResponse:
    """One area with its ladders; without one, the first area in which something is open. `quick=1`: the quick set."""
    after = removed_just_now(request)
    sheet = sheet_of(request, today=current_day(), quick=wants_quick(request), aftermath=after)
    context = area_context(request, sheet, area)
    context["trying"] = request.GET.get("try") == "1"
    return render_page(request, "assessments/assess.html", context, partials={"assess"})
