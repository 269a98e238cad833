"""New areas and skills."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillmatrix.taxonomy.draft import actions, operations
from skillmatrix.taxonomy.draft.state import Draft
from skillmatrix.taxonomy.forms.places import AddSkillForm, AreaForm
from skillmatrix.taxonomy.parts import of_kind
from skillmatrix.taxonomy.views.draft_frame import frame, open_draft
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page


@require_http_methods(["GET", "HEAD", "POST"])
def add_area(request: AppRequest) -> HttpResponse:
    """A new area, at the end of the list."""
    draft = open_draft(request)
    form = AreaForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (outcome := _add(request, form, operations.add_area)):
        messages.success(request, _("%(summary)s. Now add its skills.") % {"summary": outcome.summary})
        return redirect_to(request, f"{reverse('taxonomy:add-skill')}?area={outcome.slug}")
    return _page(request, draft, "add_area", form, _("Add an area"))


@require_http_methods(["GET", "HEAD", "POST"])
def add_skill(request: AppRequest) -> HttpResponse:
    """A new skill in an area; its page then asks for the rest."""
    draft = open_draft(request)
    found = of_kind(draft.parts, "area")
    areas = [(slug, found[slug]["name"]) for slug in draft.order["areas"] if slug in found]
    if not areas:
        messages.info(request, _("Skills come into areas: add one first."))
        return redirect_to(request, "taxonomy:add-area")
    sent = request.POST if request.method == "POST" else None
    form = AddSkillForm(
        sent, areas=areas, initial={key: request.GET.get(key, "") for key in ("area", "name")}
    )
    if form.is_valid() and (outcome := _add(request, form, operations.add_skill)):
        messages.success(request, _("%(summary)s. Write its levels next.") % {"summary": outcome.summary})
        return redirect_to(request, "taxonomy:edit-skill", outcome.slug)
    return _page(request, draft, "add_skill", form, _("Add a skill"))


def _add(request: AppRequest, form: Any, operation: Any) -> operations.Outcome | None:
    """Carry it out; None where the form now says why not."""
    try:
        return actions.perform(operation=lambda now: operation(now, **form.cleaned_data), by=request.user)[1]
    except operations.Refused as refused:
        form.add_error(None, str(refused))
    except actions.BadPart as bad:
        for problem in bad.problems:
            form.add_error(problem.path if problem.path in form.fields else None, problem.message)
    return None


def _page(request: AppRequest, draft: Draft, view: str, form: Any, title: str) -> HttpResponse:
    context = {
        **frame(request, draft, "skills"),
        "form": form,
        "crumbs": [(_("Draft"), reverse("taxonomy:draft")), (title, "")],
    }
    return render_page(request, f"taxonomy/{view}.html", context, status=422 if form.is_bound else 200)
