"""The sheet for a 1-1, for the person and their lead; it prints on one page or two."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.inputs import Audience
from roadmaps.one_on_one.sheet import Sheet
from roadmaps.views.plan.showing import seen
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

PAGE = "roadmaps/one_on_one.html"
USUAL = timedelta(days=30)
LONGEST = timedelta(days=3 * 366)


@require_safe
def one_on_one(request: AppRequest, public_id: UUID) -> HttpResponse:
    """One person's sheet, telling what moved since a day (`since`, 30 days ago by default). Http404 for others."""
    about = seen(request.user, public_id, page="one-on-one")
    if not about.related.may_comment:
        raise Http404
    shown, own = about.shown(), about.related.is_self
    sheet = Sheet(
        subject=about.subject,
        shown=shown,
        audience=Audience.OWN if own else Audience.SHARED,
        items=about.items(),
        since=since(request.GET.get("since", ""), today=about.today),
        today=about.today,
    )
    context = {
        **sheet.context(),
        "subject": about.subject,
        "subject_id": public_id,
        "related": about.related,
        "own": own,
        "since": sheet.since,
        "today": about.today,
        "shared_on": shown.inputs.shared_on,
        "levels_count": len(shown.taxonomy.scale),
        "crumbs": [] if own else [(about.subject.name, reverse("roadmaps:person", args=[public_id]))],
    }
    return render_page(request, PAGE, context)


def since(text: str, *, today: date) -> date:
    """The day that is asked for; a month ago when it is none, lies ahead or too far back."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today - USUAL
    return day if today - LONGEST <= day <= today else today - USUAL
