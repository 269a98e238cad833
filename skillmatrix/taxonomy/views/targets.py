"""The grid of targets: a page with the whole of it, and one area as a form. `set_target.py` saves one cell."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from skillmatrix.people import access
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import Draft, load
from skillmatrix.taxonomy.targets import cells, inputs
from skillmatrix.taxonomy.targets.grid import Asked, Grid, Section, grid
from skillmatrix.taxonomy.targets.typed import (
    Typed,
    changed,
    moved,
    shown_targets,
    shown_text,
    typed,
    with_targets,
)
from skillmatrix.taxonomy.views.draft_frame import frame
from skillmatrix.web.paging import Page, page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

LONGEST = 100
"""Rows of one section, and rows that are open at first."""
MOST_WARNINGS = 30


def grid_of(draft: Draft) -> Grid:
    """The grid of a draft, with the warnings about its targets."""
    found = [(warning.path, warning.message) for warning in draft.examine().warnings]
    return grid(draft.content, longest=LONGEST, warnings=found)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_targets(request: AppRequest) -> HttpResponse:
    """Every target in one grid; `area` shows that area as a form, or gives the grid its rows."""
    access.require_taxonomy_admin(request.user)
    draft = load()
    whole, key = grid_of(draft), request.GET.get("area", "")
    if request.method == "POST" and request.POST.get("intent") == "copy":
        return _copy(request, draft, whole)
    if not key:
        # A form is always that of an area.
        return _whole(request, draft, whole, 422 if request.method == "POST" else 200)
    section = whole.section(key)
    if section is None:
        raise Http404(_("There is no such area."))
    if request.htmx and request.htmx.target == f"area-{section.key}":
        return HttpResponse(cells.body(whole, section, is_open=True))
    page = page_of(section.rows, request.GET.get("page"), inputs.rows_a_form(whole))
    if request.method == "POST":
        return _save_form(request, draft, whole, section, page)
    return _form(request, draft, whole, section, page)


def _whole(request: AppRequest, draft: Draft, whole: Grid, status: int = 200, **more: Any) -> HttpResponse:
    names = {column.slug: column.name for column in whole.columns}
    skills = {row.slug: row.name for section in whole.sections for row in section.rows}
    found = [
        (names[role], skills.get(skill, skill), text)
        for (role, skill), texts in whole.warnings.items()
        for text in texts
        if role in names
    ]
    context = {
        **frame(request, draft, "roles"),
        "crumbs": _crumbs(),
        "grid": whole,
        "heads": cells.heads(whole),
        "bodies": cells.bodies(whole, whole.open_at_first(LONGEST)),
        "row_count": whole.height + cells.head_rows(whole),
        "level_names": json.dumps(whole.levels),
        "warnings": found[:MOST_WARNINGS],
        "more_warnings": max(0, len(found) - MOST_WARNINGS),
        "copy_shown": " ".join(
            f"{column.slug}={draft.shown(f'role:{column.slug}')}" for column in whole.columns
        ),
        **more,
    }
    partials = {"target-warnings"}
    return render_page(request, "taxonomy/edit_targets.html", context, partials=partials, status=status)


def _crumbs(last: str = "") -> list[tuple[str, str]]:
    roles = (_("Roles"), reverse("taxonomy:draft-roles"))
    if not last:
        return [roles, (_("Targets"), "")]
    return [roles, (_("Targets"), reverse("taxonomy:edit-targets")), (last, "")]


def _form(
    request: AppRequest,
    draft: Draft,
    whole: Grid,
    section: Section,
    page: Page[Any],
    sent: list[Typed] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    places = [one.key for one in whole.sections]
    place = places.index(section.key)
    context = {
        **frame(request, draft, "roles"),
        "crumbs": _crumbs(cells.section_name(section)),
        "grid": whole,
        "section": section,
        "section_name": cells.section_name(section),
        "page": page,
        "action": f"?area={section.key}&page={page.number}",
        "inputs": inputs.inputs(whole, page.rows, {cell.place: cell for cell in sent or ()}),
        "shown": shown_text(whole, page.rows),
        "previous": whole.sections[place - 1] if place else None,
        "next": whole.sections[place + 1] if place + 1 < len(places) else None,
        **more,
    }
    return render_page(request, "taxonomy/edit_targets.html", context, status=status)


def _save_form(
    request: AppRequest, draft: Draft, whole: Grid, section: Section, page: Page[Any]
) -> HttpResponse:
    sent = typed(whole, page.rows, request.POST)
    shown = shown_targets(request.POST.get("shown", ""))
    if problems := [cell for cell in sent if cell.problem]:
        # What the form showed stays as it was: nobody has been asked about other changes yet.
        again = {"problems": problems, "shown": request.POST.get("shown", "")}
        return _form(request, draft, whole, section, page, sent, 422, **again)
    mine = changed(sent, shown)
    if theirs := moved(mine, shown):
        # Cells that I did not touch show what is there now, so that saving again puts nothing back.
        kept = [cell for cell in sent if cell in mine]
        return _form(request, draft, whole, section, page, kept, 409, moved=[_both(whole, c) for c in theirs])
    new = [cell for cell in mine if cell.asked != cell.column.asks(cell.row.slug)]
    if new:
        try:
            _save_cells(draft, new, cells.section_name(section), request)
        except actions.PartMoved:
            # Between loading and saving: look again.
            return _save_form(request, load(), grid_of(load()), section, page)
        text = ngettext("%(count)d target saved.", "%(count)d targets saved.", len(new))
        messages.success(request, text % {"count": len(new)})
    return redirect_to(request, f"{reverse('taxonomy:edit-targets')}?area={section.key}&page={page.number}")


def _save_cells(draft: Draft, new: list[Typed], area: str, request: AppRequest) -> None:
    by_role: dict[str, list[Typed]] = {}
    for cell in new:
        by_role.setdefault(f"role:{cell.column.slug}", []).append(cell)
    parts = {
        path: {**draft.parts[path], "targets": with_targets(draft.parts[path]["targets"], found)}
        for path, found in by_role.items()
    }
    text = ngettext("%(count)d target in %(area)s", "%(count)d targets in %(area)s", len(new))
    summary = text % {"count": len(new), "area": area}
    shown = {path: draft.shown(path) for path in parts}
    actions.save_parts(parts=parts, shown=shown, summary=summary, by=request.user)


def _both(whole: Grid, cell: Typed) -> str:
    now = _in_words(whole, cell.column.asks(cell.row.slug))
    text = _("%(skill)s, %(role)s: now %(theirs)s, yours is %(mine)s.")
    names = {"skill": cell.row.name, "role": cell.column.name, "theirs": now}
    return text % {**names, "mine": _in_words(whole, cell.asked)}


def _in_words(whole: Grid, asked: Asked) -> str:
    level, weight = asked
    if not level:
        return _("not asked")
    name = whole.levels[level] if level <= whole.top else ""
    return f"{level} {name} ×{weight}" if weight > 1 else f"{level} {name}"


def _copy(request: AppRequest, draft: Draft, whole: Grid) -> HttpResponse:
    role, start = whole.column(request.POST.get("role", "")), whole.column(request.POST.get("from", ""))
    chosen = {"copy_role": request.POST.get("role", ""), "copy_from": request.POST.get("from", "")}
    if role is None or start is None or role == start:
        problem = _("Choose two different roles: whose targets to replace, and where to take them from.")
        return _whole(request, draft, whole, 422, copy_problem=problem, **chosen)
    path = f"role:{role.slug}"
    shown = dict(entry.partition("=")[::2] for entry in request.POST.get("shown", "").split())
    content = {**draft.parts[path], "targets": dict(draft.parts[f"role:{start.slug}"]["targets"])}
    summary = _("Targets of %(role)s taken from %(start)s") % {"role": role.name, "start": start.name}
    try:
        actions.save_part(
            path=path, content=content, shown=shown.get(role.slug, ""), summary=summary, by=request.user
        )
    except actions.PartMoved:
        problem = _("%(role)s was changed meanwhile. Look at its column; pressing again replaces it.")
        return _whole(
            request, load(), grid_of(load()), 409, copy_problem=problem % {"role": role.name}, **chosen
        )
    messages.success(request, _("%(summary)s.") % {"summary": summary})
    return redirect_to(request, "taxonomy:edit-targets")
