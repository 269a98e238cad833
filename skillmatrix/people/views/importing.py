"""People from a list: look at what it would do, then say yes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from skillmatrix.people import access, actions
from skillmatrix.people.dated import current_day
from skillmatrix.people.forms import ImportForm
from skillmatrix.people.importing import NotAList, Plan, Table, decode, read
from skillmatrix.people.models import PeopleImport
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

from .tabs import crumbs

SHOWN_ROWS, SHOWN_PROBLEMS = 50, 200


@require_http_methods(["GET", "HEAD", "POST"])
def import_people(request: AppRequest) -> HttpResponse:
    """Paste or choose a list, see each problem or who would be added, and add them."""
    access.require_people_admin(request.user)
    page = {"crumbs": crumbs((_("Import people"), "")), "back": reverse("people:import-people")}
    return answer(request, "people/import_people.html", page, done=reverse("people:organisation"))


def answer(
    request: AppRequest, template: str, page: dict[str, Any], *, done: str, creates_teams: bool = False
) -> HttpResponse:
    """The two steps of an import on any page that has them; the first run has its own."""
    if request.method != "POST":
        return render_page(
            request, template, page | {"form": ImportForm(initial={"creates_teams": creates_teams})}
        )
    if "key" in request.POST:
        return _apply(request, page["back"], done)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return render_page(request, template, page | {"form": form}, status=422)
    try:
        table, note = _read(form)
    except NotAList as refused:
        form.add_error("file" if form.cleaned_data["file"] else "text", str(refused))
        return render_page(request, template, page | {"form": form}, status=422)
    return _preview(request, template, page, form, table, note)


def _read(form: ImportForm) -> tuple[Table, str]:
    file = form.cleaned_data["file"]
    if not file:
        return read(form.cleaned_data["text"]), ""
    decoded = decode(file.read())
    return read(decoded.text), decoded.note


def _preview(
    request: AppRequest, template: str, page: dict[str, Any], form: ImportForm, table: Table, note: str
) -> HttpResponse:
    creates_teams = form.cleaned_data["creates_teams"]
    plan = actions.preview(table.rows, creates_teams=creates_teams, by=request.user, today=current_day())
    problems = sorted((*table.problems, *plan.problems), key=lambda problem: problem.line)
    context = page | {
        "form": form,
        "plan": plan,
        "shown": _shown(plan),
        "more": max(len(plan.new) - SHOWN_ROWS, 0),
        "problems": problems[:SHOWN_PROBLEMS],
        "more_problems": max(len(problems) - SHOWN_PROBLEMS, 0),
        "notes": [found for found in (note, *table.notes, *plan.notes) if found],
    }
    if problems:
        return render_page(request, template, context, status=422)
    if plan.new:
        kept = actions.keep_import(rows=table.rows, creates_teams=creates_teams, by=request.user)
        context["key"] = kept.key
    return render_page(request, template, context)


def _shown(plan: Plan) -> list[dict[str, Any]]:
    leads = {email: team for team, email in plan.lead_of.items()}
    return [{"row": row, "leads": row.team if row.email in leads else ""} for row in plan.new[:SHOWN_ROWS]]


def _apply(request: AppRequest, back: str, done: str) -> HttpResponse:
    try:
        key = UUID(request.POST["key"])
    except ValueError as error:
        raise Http404 from error
    listed = get_object_or_404(PeopleImport.objects.of(request.user), key=key)
    try:
        added = actions.import_people(listed=listed, by=request.user, today=current_day())
    except actions.Unacceptable as refused:
        messages.error(request, str(refused))
        return redirect_to(request, back)
    told = ngettext("%(count)s person was added and is being invited.",
                    "%(count)s people were added and are being invited.", added)  # fmt: skip
    messages.success(request, told % {"count": added})
    return redirect_to(request, done)
