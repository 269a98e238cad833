"""Saving one cell of the grid of targets. The answer is read by `static/js/targets-save.js`."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillmatrix.people import access
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import Draft, load
from skillmatrix.taxonomy.targets import cells
from skillmatrix.taxonomy.targets.grid import HEAVIEST, NOTHING, Asked, Grid
from skillmatrix.taxonomy.targets.typed import Place
from skillmatrix.taxonomy.views.draft_frame import bar
from skillmatrix.taxonomy.views.targets import grid_of
from skillmatrix.web.requests import AppRequest, page_behind
from skillmatrix.web.responses import Conflict, Unprocessable, redirect_to


@require_POST
def set_target(request: AppRequest) -> HttpResponse:
    """Set one cell of the grid. Answers with the cells that look different now, and the state of the draft."""
    access.require_taxonomy_admin(request.user)
    before = grid_of(load())
    column, row = before.column(request.POST.get("role", "")), before.row(request.POST.get("skill", ""))
    asked, shown = _pair(request, "", before.top), _pair(request, "shown_", HEAVIEST)
    if column is None or row is None or asked is None or shown is None:
        return _refused(_("This target could not be saved. Reload the page and try again."))
    place = (column.slug, row.slug)
    try:
        draft = actions.set_target(
            role=column.slug, skill=row.slug, level=asked[0], weight=asked[1], shown=shown, by=request.user
        )
    except actions.PartMoved as moved:
        return _meet(request, moved, before, place, asked)
    except actions.BadPart as bad:
        return _refused(" ".join(problem.message for problem in bad.problems))
    return _saved(request, draft, before, place)


def _pair(request: AppRequest, start: str, top: int) -> Asked | None:
    """Level and weight from the form; None where they are no digits, or outside the scale."""
    texts = request.POST.get(f"{start}level", ""), request.POST.get(f"{start}weight", "")
    if not all(re.fullmatch(r"[0-9]", text) for text in texts):
        return None
    level, weight = int(texts[0]), int(texts[1])
    if not level:
        return NOTHING
    return (level, weight) if level <= top and weight else None


def _saved(request: AppRequest, draft: Draft, before: Grid, place: Place) -> HttpResponse:
    if not request.htmx:
        return redirect_to(request, "taxonomy:edit-targets")
    after = grid_of(draft)
    # A target weighs on the warnings of its neighbours: what rests on this skill, in the same role.
    warned = {
        cell
        for cell in before.warnings.keys() | after.warnings.keys()
        if cell[0] == place[0] and before.warnings.get(cell) != after.warnings.get(cell)
    }
    return HttpResponse(_row(cells.cells(after, sorted({place, *warned}))) + _bar(request, draft))


def _meet(
    request: AppRequest, moved: actions.PartMoved, before: Grid, place: Place, asked: Asked
) -> HttpResponse:
    """Somebody else was there first: both values, unless they are the same."""
    after = grid_of(load())
    column = after.column(place[0])
    if column is None or after.row(place[1]) is None:
        return _refused(_("The role or the skill was taken out of the draft meanwhile. Reload the page."))
    if column.asks(place[1]) == asked:
        return _saved(request, load(), before, place)
    who = moved.by.name if moved.by and moved.by != request.user else ""
    return Conflict(_row(cells.cells(after, [place]), who) + _bar(request, load()))


def _row(found: SafeString, who: str = "") -> str:
    return format_html('<table hidden><tbody><tr data-by="{}">{}</tr></tbody></table>', who, found)


def _bar(request: AppRequest, draft: Draft) -> str:
    context = {"draft": draft, "bar": bar(draft), "here": page_behind(request)}
    return render_to_string("taxonomy/_draft_bar.html", context, request)


def _refused(text: str) -> HttpResponse:
    return Unprocessable(format_html("<p data-refused>{}</p>", text))
