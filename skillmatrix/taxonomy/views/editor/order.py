"""Moving one area or skill in the list: a step by button or key, or to a place by drag."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.operations import Outcome, Refused
from skillmatrix.taxonomy.draft.operations import reorder as reordered
from skillmatrix.taxonomy.draft.placing import Place, area_step, by_area, position, skill_step
from skillmatrix.taxonomy.draft.state import Draft
from skillmatrix.taxonomy.parts import Parts
from skillmatrix.taxonomy.views.draft_frame import open_draft
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to

from .overview import outline_page


@dataclass(frozen=True)
class Move:
    """What was asked: which area or skill (`kind` is areas or skills), and how."""

    kind: str
    slug: str
    way: str
    place: Place

    @property
    def anchor(self) -> str:
        """The element to come back to."""
        return f"area-{self.slug}" if self.kind == "areas" else f"skill-{self.slug}"


@require_POST
def reorder(request: AppRequest) -> HttpResponse:
    """Move `up` or `down` by one step, or `move` before another; with `shown` of the order that the page showed."""
    found, move = open_draft(request), _asked(request)
    if move is None:
        return _refuse(request, found, _("Say what to move: press a button beside an area or skill."), 422)
    token = request.POST.get("shown", "")
    try:
        found, _outcome = actions.perform(operation=lambda now: _carry_out(now, move, token), by=request.user)
    except actions.PartMoved as moved:
        who = moved.by.name if moved.by else _("Somebody")
        words = _("%(who)s changed the order meanwhile. This is how it stands now; move again.")
        return _refuse(request, open_draft(request), words % {"who": who}, 409)
    except (Refused, actions.BadPart) as refused:
        return _refuse(request, open_draft(request), str(refused), 422)
    if request.htmx:
        return outline_page(request, found, moved=_said(found.parts, move))
    return redirect_to(request, f"{reverse('taxonomy:draft')}#{move.anchor}")


def _asked(request: AppRequest) -> Move | None:
    for way in ("up", "down", "move"):
        kind, _colon, slug = request.POST.get(way, "").partition(":")
        if kind in ("area", "skill") and slug:
            place = Place(request.POST.get("before") or None, request.POST.get("area") or None)
            return Move(f"{kind}s", slug, way, place)
    return None


def _carry_out(now: Draft, move: Move, token: str) -> Outcome:
    if token != now.shown("order"):
        held = now.held.get("order")
        raise actions.PartMoved("order", None, now.last_change.by if held and now.last_change else None)
    place: Place | None = move.place
    if move.way != "move":
        step = area_step if move.kind == "areas" else skill_step
        place = step(now.parts, move.slug, move.way == "up")
    if place is None:
        raise Refused(_("It stands at the end of the list already."))
    return reordered(now, move.kind, move.slug, place.before, place.area)


def _said(parts: Parts, move: Move) -> str:
    if move.kind == "areas":
        areas = list(by_area(parts))
        names = {"place": areas.index(move.slug) + 1, "of": len(areas)}
        return _("%(name)s moved to place %(place)d of %(of)d") % {
            **names,
            "name": parts[f"area:{move.slug}"]["name"],
        }
    place, total, area = position(parts, move.slug)
    return _("%(name)s moved to place %(place)d of %(of)d in %(area)s") % {
        "name": parts[f"skill:{move.slug}"]["name"],
        "place": place,
        "of": total,
        "area": parts[f"area:{area}"]["name"],
    }


def _refuse(request: AppRequest, found: Draft, words: str, status: int) -> HttpResponse:
    """The list as it stands, with the reason; without htmx also, as the form was a whole page."""
    if not request.htmx:
        messages.error(request, words)
        return outline_page(request, found, status=status)
    return outline_page(request, found, status=status, refused=words)
