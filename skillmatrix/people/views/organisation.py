"""The people of the organisation, and what was changed about them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from skillmatrix.people import access
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Change, Person, Team
from skillmatrix.people.names import tidy
from skillmatrix.people.tree import outline
from skillmatrix.web.paging import page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .tabs import tabs

SHOWN = ("active", "inactive")
LONGEST_SEARCH = 200


@require_GET
def organisation(request: AppRequest) -> HttpResponse:
    """Everybody, found by name, address and team."""
    access.require_people_admin(request.user)
    today = current_day()
    asked = _asked(request)
    people = Person.objects.named(asked["q"]).filter(is_active=asked["show"] == "active").with_places(today)
    if asked["team"] == "none":
        people = people.placed(None, today)
    elif asked["team"]:
        people = people.placed(Team.objects.get(slug=asked["team"]), today)
    return render_page(
        request,
        "people/organisation.html",
        {
            "page": page_of(people, request.GET.get("page")),
            "asked": asked,
            "filtered": asked["q"] or asked["team"] or asked["show"] != "active",
            "teams": outline(Team.objects.open()),
            "tabs": tabs("people"),
            "only_admin": access.is_only_people_admin(request.user),
        },
        partials={"people"},
    )


def _asked(request: AppRequest) -> dict[str, Any]:
    """What the filters say; a team that does not exist and a state we do not know count as not chosen."""
    team, show = tidy(request.GET.get("team", "")), request.GET.get("show", "")
    if team != "none" and not Team.objects.filter(slug=team).exists():
        team = ""
    return {
        "q": tidy(request.GET.get("q", ""))[:LONGEST_SEARCH],
        "team": team,
        "show": show if show in SHOWN else "active",
    }


@require_GET
def changes(request: AppRequest) -> HttpResponse:
    """The log of changes, newest first."""
    access.require_people_admin(request.user)
    page = page_of(Change.objects.newest_first(), request.GET.get("page"))
    return render_page(request, "people/changes.html", {"page": page, "tabs": tabs("changes")})
