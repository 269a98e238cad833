"""Rating somebody else: area by area without their own level in view, then both side by side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from assessments.reviews.cards import Feedback
from skillmatrix.web.paging import page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .review_page import Sheet, frame, sheet_at

PAGE, COMPARE = "assessments/review.html", "assessments/compare_levels.html"
A_PAGE = 20  # cards; each has two sentences and every level to confirm


@require_safe
def review(request: AppRequest, public_id: UUID, area: str | None = None) -> HttpResponse:
    """One area of somebody's skills to rate; without one, the first in which something is open."""
    sheet = sheet_at(request, public_id)
    return render_page(request, PAGE, area_context(sheet, area), partials={"review-area"})


def area_context(sheet: Sheet, area: str | None, feedback: Feedback | None = None) -> dict[str, Any]:
    """The context of the page at one area. Http404 for an area without any skill to rate."""
    section = sheet.section(area)
    context = frame(sheet) | {"section": section}
    if section is not None:
        context["cards"] = [sheet.card(slug, feedback) for slug in section.skills]
        context["following"] = sheet.after(section)
    return context


@require_safe
def compare_levels(request: AppRequest, public_id: UUID) -> HttpResponse:
    """Every skill of which both views may be seen, the farthest apart first."""
    sheet = sheet_at(request, public_id)
    return render_page(request, COMPARE, compare_context(sheet, request.GET.get("page")))


def compare_context(
    sheet: Sheet, number: str | int | None, feedback: Feedback | None = None
) -> dict[str, Any]:
    """The context of a page with both views side by side, for either side of the table."""
    cards = sheet.compared(feedback=feedback)
    if feedback is not None:
        number = sheet.page_with(feedback.skill, size=A_PAGE)
    return frame(sheet) | {
        "page": page_of(cards, number, size=A_PAGE),
        "far": sum(card.is_far and not card.is_settled for card in cards),
        "agreed": sum(card.is_settled for card in cards),
        "differ": sum(card.differs for card in cards),
        "still_open": sum(not card.is_settled and not card.differs for card in cards),
    }
