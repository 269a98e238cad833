"""What I want to do with a skill: learn it, use it, neither."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from assessments import actions
from assessments.forms import WishForm
from skillmatrix.people.dated import current_day
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import Unprocessable

from .card_html import write_wish
from .page import area_context, area_url, progress_context, see_other, sheet_of, wants_quick

PAGE = "assessments/assess.html"


@require_POST
def wish_for(request: AppRequest) -> HttpResponse:
    """Say it, or take it back: 303 to the card, or to htmx the buttons as they are now. 422 for no such skill."""
    form = WishForm(request.POST)
    if not form.is_valid():
        return refused(request, str(next(iter(form.errors.values()))[0]))
    data = form.cleaned_data
    try:
        actions.wish_for(person=request.user, skill=data["skill"], wish=data["wish"], by=request.user)
    except actions.Unacceptable as error:
        return refused(request, str(error))
    sheet = sheet_of(request, today=current_day(), quick=wants_quick(request))
    if not request.htmx:
        return see_other(area_url(sheet.taxonomy, data["skill"], keep="?quick=1" if sheet.quick else ""))
    area = sheet.assessment.find(sheet.taxonomy.area_of[data["skill"]].slug)
    wish = write_wish(request, sheet.card(data["skill"]), quick=sheet.quick)
    context = {**progress_context(sheet, area), "part": wish, "out_of_band": True}
    return render(request, f"{PAGE}#card-part", context)


def refused(request: AppRequest, problem: str) -> HttpResponse:
    """422 with a sentence: in the place of the buttons, or above the page."""
    if request.htmx:
        return Unprocessable(
            render_to_string("components/notice.html", {"kind": "warn", "text": problem}, request)
        )
    sheet = sheet_of(request, today=current_day(), quick=wants_quick(request))
    return render(request, PAGE, {**area_context(request, sheet, None), "problem": problem}, status=422)
