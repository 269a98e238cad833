"""What the header offers this person. It stands in the room that may know all others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Person
from skillmatrix.people.surroundings import Surroundings, surroundings


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the header. `count` is what waits behind it."""

    url: str
    label: str
    icon: str
    active: bool
    count: int = 0


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `navigation`, lazily, so that pages without a header ask nothing."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "navigation": lambda: entries(user, surroundings(request, today=current_day()), request.path),
        "user_menu": lambda: own_pages(request.path),
    }


def own_pages(path: str) -> list[Entry]:
    """What stands in the menu under the person's name."""
    pages = [
        (reverse("assessments:wins"), _("My wins"), "trophy"),
        (reverse("assessments:my-review"), _("My review"), "scale"),
        (reverse("roadmaps:history"), _("My history"), "clock"),
        (reverse("people:account"), _("Settings"), "cog-6-tooth"),
        (reverse("roadmaps:my-data"), _("My data"), "eye"),
    ]
    place = place_of(path)
    return [Entry(url, label, icon, active=is_at(place, url)) for url, label, icon in pages]


def entries(person: Person, around: Surroundings, path: str) -> list[Entry]:
    """The links for this person, with the one they are at marked."""
    places = [
        (reverse("roadmaps:home"), _("Home"), "home"),
        (reverse("assessments:assess"), _("Assess"), "pencil-square"),
        (reverse("roadmaps:gaps"), _("Gaps"), "chart-bar"),
        (reverse("roadmaps:roadmap"), _("Roadmap"), "map"),
        (reverse("roadmaps:plan"), _("Plan"), "flag"),
        *((reverse("roadmaps:team", args=[team.slug]), team.name, "user-group") for team in around.led),
        (reverse("taxonomy:ladder"), _("Skills"), "book-open"),
    ]
    if person.is_people_admin or around.led:
        places.append((reverse("assessments:cycles"), _("Cycles"), "arrow-path"))
    if person.is_people_admin:
        places.append((reverse("people:organisation"), _("Organisation"), "building-office"))
    if person.is_operator:
        places.append((reverse("roadmaps:operations"), _("Operations"), "signal"))
    place = place_of(path)
    found = [Entry(url, label, icon, active=is_at(place, url)) for url, label, icon in places]
    inbox = reverse("people:inbox")
    return [*found, Entry(inbox, _("Inbox"), "inbox", active=is_at(place, inbox), count=around.unread)]


def place_of(path: str) -> str:
    """Where a page belongs: roles, and how it is done here, under the skills; any other where it is."""
    if path.startswith((reverse("roles:roles"), reverse("roadmaps:showcase"))):
        return reverse("taxonomy:ladder")
    return path


def is_at(place: str, url: str) -> bool:
    """The page that belongs at `place` stands under the link to `url`."""
    return place == url if url == "/" else place.startswith(url)
