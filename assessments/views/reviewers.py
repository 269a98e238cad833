"""Who else is asked to look: by the person for themselves, and by their lead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from assessments import actions
from assessments.models import Delegation
from assessments.reviews.asked import asked_about
from assessments.reviews.forms import AskForm, EndForm
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Person
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .page import back
from .review_page import Sheet, own_sheet, sheet_at

MINE, PAGE = "assessments/my_reviewers.html", "assessments/reviewers.html"
USUAL = timedelta(days=21)


@require_http_methods(["GET", "HEAD", "POST"])
def my_reviewers(request: AppRequest) -> HttpResponse:
    """Whom I, or my lead, have asked to look at skills of mine; on POST ask one more."""
    return ask(request, own_sheet(request), MINE, reverse("assessments:my-reviewers"))


@require_http_methods(["GET", "HEAD", "POST"])
def reviewers(request: AppRequest, public_id: UUID) -> HttpResponse:
    """Whom a lead has asked to look at skills of a member; on POST ask one more."""
    sheet = led_sheet(request, public_id)
    return ask(request, sheet, PAGE, reverse("assessments:reviewers", args=[public_id]))


def led_sheet(request: AppRequest, public_id: UUID) -> Sheet:
    """The review of somebody for their lead alone. Raises Http404 and PermissionDenied."""
    sheet = sheet_at(request, public_id)
    if not sheet.seat.is_lead:
        raise PermissionDenied
    return sheet


def ask(request: AppRequest, sheet: Sheet, template: str, url: str) -> HttpResponse:
    """The list with its form; what is sent is done or comes back with the reason."""
    desk = sheet.desk
    first = {"last_day": desk.today + USUAL, "kind": Delegation.Kind.REVIEWER.value}
    form = AskForm(request.POST or None, taxonomy=sheet.taxonomy, skills=list(desk.skills()), initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            count = actions.ask_reviewer(
                subject=desk.subject, reviewer=data["email"], skills=data["skills"], kind=kind_of(sheet, form),
                last_day=data["last_day"], by=request.user, today=desk.today,
            )  # fmt: skip
        except actions.Unacceptable as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, asked_words(data["email"], count))
            return back(request, url)
    status = 422 if request.method == "POST" else 200
    return render_page(request, template, context_of(sheet, form), partials={"reviewers"}, status=status)


def kind_of(sheet: Sheet, form: AskForm) -> str:
    """Only the person asks a peer: what a lead delegates is a review."""
    chosen = str(form.cleaned_data["kind"] or Delegation.Kind.REVIEWER.value)
    return chosen if sheet.seat.is_person else str(Delegation.Kind.REVIEWER.value)


def asked_words(reviewer: Person, count: int) -> str:
    """What happened, in one sentence."""
    if not count:
        return _("%(name)s had been asked before.") % {"name": reviewer.name}
    words = ngettext(
        "%(name)s is asked about %(count)s skill.", "%(name)s is asked about %(count)s skills.", count
    )
    return words % {"name": reviewer.name, "count": count}


def context_of(sheet: Sheet, form: AskForm) -> dict[str, Any]:
    """Who looks already, and the skills to choose from by area."""
    taxonomy, chosen = sheet.taxonomy, set(form["skills"].value() or [])
    asked = sheet.desk.skills()
    areas = [
        (area, [taxonomy.skills[slug] for slug in area.skills if slug in asked]) for area in taxonomy.areas
    ]
    return {
        "subject": sheet.desk.subject,
        "asked": asked_about(sheet.desk.subject, taxonomy, today=sheet.desk.today),
        "form": form,
        "areas": [
            {"area": area, "skills": skills, "open": any(skill.slug in chosen for skill in skills)}
            for area, skills in areas
            if skills
        ],
        "chosen": chosen,
        "levels_count": len(taxonomy.scale),
    }


@require_POST
def end_my_delegation(request: AppRequest) -> HttpResponse:
    """Ask somebody no more, whom I had asked myself."""
    return end(request, request.user, reverse("assessments:my-reviewers"))


@require_POST
def end_delegation(request: AppRequest, public_id: UUID) -> HttpResponse:
    """Ask somebody no more, whom a lead of this person had asked."""
    sheet = led_sheet(request, public_id)
    return end(request, sheet.desk.subject, reverse("assessments:reviewers", args=[public_id]))


def end(request: AppRequest, subject: Person, url: str) -> HttpResponse:
    """From now on they see nothing any more; what they said stays."""
    form = EndForm(request.POST)
    reviewer = (
        Person.objects.filter(public_id=form.cleaned_data["reviewer"]).first() if form.is_valid() else None
    )
    if reviewer and actions.end_delegation(
        subject=subject, reviewer=reviewer, by=request.user, today=current_day()
    ):
        messages.success(request, _("%(name)s is asked no more.") % {"name": reviewer.name})
    else:
        messages.info(request, _("Nothing was open there."))
    return back(request, url)
