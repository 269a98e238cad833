"""What others set for a person: the role they have, and a lead's exception to one target."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments import actions
from assessments.forms import RoleForm, TargetForm
from assessments.inputs import Inputs
from assessments.targets import targets_of
from skillmatrix.people import access
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .page import back, in_language, inputs_of


@require_http_methods(["GET", "HEAD", "POST"])
def override_target(request: AppRequest, public_id: UUID, skill: str) -> HttpResponse:
    """A lead asks another level of one person than the role does, with a reason the person reads."""
    today = current_day()
    subject, related = access.visible_person(request.user, public_id, today=today)
    if not related.may_set_targets:
        raise PermissionDenied
    inputs = inputs_of(subject, today=today)
    taxonomy = in_language(inputs.taxonomy)
    found = taxonomy.skills.get(skill)
    if found is None or found.retired or found.off:
        raise Http404
    form = TargetForm(request.POST or None, taxonomy=taxonomy, initial=initial(inputs, skill))
    if request.method == "POST" and form.is_valid():
        level = form.cleaned_data["level"]
        try:
            actions.override_target(
                person=subject, skill=skill, level=int(level) if level else None,
                reason=form.cleaned_data["reason"], by=request.user, today=today,
            )  # fmt: skip
        except actions.Unacceptable as refused:
            form.add_error(None, str(refused))
        else:
            told = _("Saved. %(name)s reads it in the inbox.") % {"name": subject.get_short_name()}
            messages.success(request, told)
            return to_person(request, subject)
    context = {
        "subject": subject,
        "skill": found,
        "form": form,
        "asked": asked_by_role(taxonomy, inputs, skill),
        "levels_count": len(taxonomy.scale),
    }
    status = 422 if form.is_bound else 200
    return render_page(
        request, "assessments/override_target.html", context, partials={"target-form"}, status=status
    )


def initial(inputs: Inputs, skill: str) -> dict[str, Any]:
    """The exception that holds now."""
    held = inputs.overrides.get(skill)
    return {"level": str(held.level), "reason": held.reason} if held else {}


def asked_by_role(taxonomy: Taxonomy, inputs: Inputs, skill: str) -> dict[str, Any]:
    """What the person's role asks in this skill, without any exception."""
    line = targets_of(taxonomy, inputs.role).get(skill)
    role = taxonomy.roles.get(inputs.role or "")
    return {
        "role": role.name if role else "",
        "level": line.level if line else None,
        "name": taxonomy.scale[min(line.level, taxonomy.top)].name if line else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
def assign_role(request: AppRequest, public_id: UUID) -> HttpResponse:
    """A lead, or somebody who edits people, says which role a person has from today."""
    today = current_day()
    subject = access.assignable_person(request.user, public_id, today=today)
    inputs = inputs_of(subject, today=today)
    taxonomy = in_language(inputs.taxonomy)
    form = RoleForm(request.POST or None, taxonomy=taxonomy, initial={"role": inputs.role})
    # A form without its field is broken, not a wish for no role.
    if request.method == "POST" and "role" in request.POST and form.is_valid():
        try:
            actions.assign_role(
                person=subject, role=form.cleaned_data["role"] or None, by=request.user, today=today
            )
        except actions.Unacceptable as refused:
            form.add_error("role", str(refused))
        else:
            messages.success(request, _("Saved."))
            return to_person(request, subject)
    context = {"subject": subject, "form": form, "role": taxonomy.roles.get(inputs.role or "")}
    status = 422 if request.method == "POST" else 200
    return render_page(
        request, "assessments/assign_role.html", context, partials={"role-form"}, status=status
    )


def to_person(request: AppRequest, subject: Person) -> HttpResponse:
    """To the person's page for their lead; somebody who only edits people may not read it."""
    leads = access.relation(request.user, subject, today=current_day()).may_set_targets
    url = reverse("roadmaps:person", args=[subject.public_id]) if leads else reverse("people:organisation")
    return back(request, url)
