"""All skills of the draft by area: search and filter."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from skillmatrix.taxonomy.draft.outline import FILTERS, LONGEST, narrowed, outline
from skillmatrix.taxonomy.draft.state import Draft
from skillmatrix.taxonomy.views.draft_frame import findings, frame, open_draft
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .lines import Lines

PARTIALS = {"draft-outline", "order-state"}


@require_safe
def draft(request: AppRequest) -> HttpResponse:
    """Every skill as a line; `q` narrows them to those with its words, `show` to those that were changed and so on."""
    return outline_page(request, open_draft(request))


def outline_page(
    request: AppRequest, found: Draft, *, status: int = 200, moved: str = "", refused: str = ""
) -> HttpResponse:
    """Return the page, or the part of it that was asked for; `moved` and `refused` say what a move has come to."""
    query = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    show = request.GET.get("show", "")
    show = show if show in FILTERS else ""
    areas = outline(found.parts, found.base_parts)
    shown = narrowed(areas, query, show)
    lines = Lines(moves=not (query or show))
    context = {
        **frame(request, found, "skills"),
        "findings": findings(found),
        "total_areas": len(areas),
        "areas": [(area, lines.html(area.skills)) for area in shown],
        "found": sum(len(area.skills) for area in shown),
        "narrowed": bool(query or show),
        "query": query,
        "show": show,
        "filters": _filters(),
        "shown": found.shown("order"),
        "moved": moved,
        "refused": refused,
    }
    # After a refusal the list is shown anew, whatever was asked for.
    if refused:
        return render_page(request, "taxonomy/draft.html#draft-outline", context, status=status)
    return render_page(request, "taxonomy/draft.html", context, PARTIALS, status)


def _filters() -> list[tuple[str, Any]]:
    return [
        ("", _("all skills")),
        ("changed", _("changed or new")),
        ("retired", _("retired")),
        ("off", _("switched off")),
    ]
