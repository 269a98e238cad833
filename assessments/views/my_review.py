"""The person's own side of their review: what others said, and what they make of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from assessments.reviews.asked import asked_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .review import compare_context
from .review_page import own_sheet

PAGE = "assessments/my_review.html"


@require_safe
def my_review(request: AppRequest) -> HttpResponse:
    """Both views of each skill that somebody has rated in my newest review, the farthest apart first."""
    sheet = own_sheet(request)
    asked = asked_of(request.user, sheet.taxonomy, today=sheet.desk.today)
    return render_page(
        request, PAGE, compare_context(sheet, request.GET.get("page")) | {"asked_of_me": asked}
    )
