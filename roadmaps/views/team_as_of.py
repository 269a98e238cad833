"""The matrix of a team as of a past day: the people of today, with what they had shared by then."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.cycles import concealed
from roadmaps.forms import DayForm
from roadmaps.teams.gathering import gather, past_picture_of
from skillmatrix.people import access
from skillmatrix.people.dated import current_day
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .history.as_of import suggestions
from .team import Options, Sheet, frame, in_language, note

PAGE = "roadmaps/team_as_of.html"


@require_safe
def team_as_of(request: AppRequest, slug: str) -> HttpResponse:
    """The matrix at the end of the day `on`, to whoever may read the team's page today; 422 for no such day."""
    today = current_day()
    found, related = access.visible_team(request.user, slug, today=today)
    led = [found.pk] if related.is_lead else []
    gathering = gather([found.pk], led=led, viewer_id=request.user.pk, today=today)
    note(request.user, gathering.members, today)
    form = DayForm(request.GET if "on" in request.GET else None, today=today)
    context = frame(found, gathering, is_lead=related.is_lead) | {
        "form": form,
        "ago": suggestions(today),
        "as_of_url": reverse("roadmaps:team-as-of", args=[slug]),
    }
    if not form.is_valid():
        return render_page(request, PAGE, context, status=422 if form.is_bound else 200)
    day = form.cleaned_data["on"]
    context["on"] = day
    if picture := past_picture_of(gathering.members, day):
        picture = replace(picture, taxonomy=in_language(picture.taxonomy))
        options = replace(Options.read(request.GET), on=day.isoformat())
        hidden = concealed([member.person_id for member in picture.members], viewer=request.user)
        context |= Sheet(picture, gathering.own, options, day, hidden).matrix()
    return render_page(request, PAGE, context, partials={"matrix"})
