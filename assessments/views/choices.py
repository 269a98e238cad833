"""What I choose for myself: the role I aim at, and skills beyond those of my roles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments import actions
from assessments.forms import ListSkillForm, NextRoleForm
from skillmatrix.people.dated import current_day
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .cards import kind_name
from .page import Sheet, area_context, back, sheet_of


@require_POST
def choose_next_role(request: AppRequest) -> HttpResponse:
    """Aim at a role, or at none. Only I see it until I share."""
    form = NextRoleForm(request.POST)
    problem = _("There is no such role. Choose one from the list.")
    if form.is_valid():
        try:
            actions.choose_next_role(
                person=request.user, role=form.cleaned_data["role"] or None, by=request.user
            )
        except actions.Unacceptable as error:
            problem = str(error)
        else:
            return back(request, reverse("assessments:assess"))
    sheet = sheet_of(request, today=current_day())
    context = {**area_context(request, sheet, None), "problem": problem}
    return render_page(request, "assessments/assess.html", context, partials={"assess"}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def list_skill(request: AppRequest) -> HttpResponse:
    """Every skill beyond those my roles ask for; on POST put one on my list, or take it off."""
    today = current_day()
    problem = ""
    if request.method == "POST":
        form = ListSkillForm(request.POST)
        problem = "" if form.is_valid() else str(next(iter(form.errors.values()))[0])
        if not problem:
            added = form.cleaned_data["added"] == "1"
            try:
                actions.list_skill(
                    person=request.user, skill=form.cleaned_data["skill"], added=added, by=request.user
                )
            except actions.Unacceptable as error:
                problem = str(error)
            else:
                messages.success(request, _("Added to your list.") if added else _("Taken off your list."))
                return back(request, reverse("assessments:list-skill"))
    sheet = sheet_of(request, today=today)
    context = {"areas": beyond(sheet), "problem": problem, "levels_count": len(sheet.taxonomy.scale)}
    status = 422 if problem else 200
    return render_page(
        request, "assessments/list_skill.html", context, partials={"skill-list"}, status=status
    )


def beyond(sheet: Sheet) -> list[dict[str, Any]]:
    """By area: the skills I could add, and those I have added."""
    extra = sheet.inputs.own.extra_skills
    found: dict[str, list[dict[str, Any]]] = {area.slug: [] for area in sheet.taxonomy.areas}
    for skill in sheet.taxonomy.active:
        if skill.slug in extra or skill.slug not in sheet.mine:
            entry = {"skill": skill, "kind": kind_name(skill.kind), "is_added": skill.slug in extra}
            found[skill.area].append(entry)
    return [{"area": area, "skills": found[area.slug]} for area in sheet.taxonomy.areas if found[area.slug]]
