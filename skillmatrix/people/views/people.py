"""One person of the organisation: add, change, move, deactivate and bring back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from skillmatrix.people import access, actions
from skillmatrix.people.dated import current_day
from skillmatrix.people.forms import AddPersonForm, ChangePersonForm, PlaceForm
from skillmatrix.people.models import Change, Person
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

from .tabs import crumbs

LOG_LINES = 20


@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: AppRequest) -> HttpResponse:
    """A new person, who gets an invitation."""
    access.require_people_admin(request.user)
    form = AddPersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person = actions.add_person(**form.cleaned_data, by=request.user, today=current_day())
        except actions.Unacceptable as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(
                request, _("%(name)s is here, and an invitation is on its way.") % {"name": person.name}
            )
            return redirect_to(request, "people:change-person", person.public_id)
    status = 422 if form.is_bound else 200
    page = {"form": form, "crumbs": crumbs((_("Add a person"), ""))}
    return render_page(request, "people/add_person.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change_person(request: AppRequest, public_id: UUID) -> HttpResponse:
    """One person: who they are, where they belong, what was changed."""
    person = _person(request, public_id)
    if request.method != "POST":
        return _page(request, person)
    access.require_may_change(request.user, person)
    form = ChangePersonForm(request.POST)
    if not form.is_valid():
        return _page(request, person, form=form, status=422)
    try:
        changed = actions.change_person(person=person, **form.cleaned_data, by=request.user)
    except actions.Overtaken:
        return _overtaken(request, person, form)
    except actions.Unacceptable as refused:
        form.add_error(refused.field or None, str(refused))
        return _page(request, person, form=form, status=422)
    messages.success(request, _("Saved.") if changed else _("Nothing was different."))
    return redirect_to(request, "people:change-person", person.public_id)


def _overtaken(request: AppRequest, person: Person, form: ChangePersonForm) -> HttpResponse:
    """Both versions: theirs beside the form, mine in it; saving again means mine."""
    typed = {**request.POST.dict(), "seen": actions.state_of(Person.objects.get(pk=person.pk))}
    return _page(request, person, form=ChangePersonForm(typed), status=409, overtaken=True)


@require_POST
def move_person(request: AppRequest, public_id: UUID) -> HttpResponse:
    """Another team from today."""
    person = _person(request, public_id)
    access.require_may_change(request.user, person)
    form = PlaceForm(request.POST)
    if form.is_valid():
        try:
            actions.move_person(person=person, **form.cleaned_data, by=request.user, today=current_day())
        except actions.Unacceptable as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect_to(request, "people:change-person", person.public_id)
    return _page(request, person, place=form, status=422)


@require_POST
def invite_person(request: AppRequest, public_id: UUID) -> HttpResponse:
    """The invitation once more."""
    person = _person(request, public_id)
    try:
        actions.invite_again(person=person, by=request.user)
    except actions.Unacceptable as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("An invitation to %(email)s is on its way.") % {"email": person.email})
    return redirect_to(request, "people:change-person", person.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def deactivate_person(request: AppRequest, public_id: UUID) -> HttpResponse:
    """Say what it means, then do it."""
    person = _person(request, public_id)
    access.require_may_change(request.user, person)
    if request.method == "POST":
        try:
            actions.deactivate_person(person=person, by=request.user, today=current_day())
        except actions.Unacceptable as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request, _("%(name)s is deactivated and signed out everywhere.") % {"name": person.name}
            )
        return redirect_to(request, "people:change-person", person.public_id)
    way = crumbs((person.name, _url(person)), (_("Deactivate"), ""))
    page = {"person": _placed(person), "crumbs": way}
    return render_page(request, "people/deactivate_person.html", page)


@require_POST
def reactivate_person(request: AppRequest, public_id: UUID) -> HttpResponse:
    """Back again."""
    person = _person(request, public_id)
    actions.reactivate_person(person=person, by=request.user, today=current_day())
    messages.success(request, _("%(name)s can sign in again. Look at their team.") % {"name": person.name})
    return redirect_to(request, "people:change-person", person.public_id)


def _person(request: AppRequest, public_id: UUID) -> Person:
    access.require_people_admin(request.user)
    return get_object_or_404(Person, public_id=public_id)


def _placed(person: Person) -> Any:
    return Person.objects.with_places(current_day()).get(pk=person.pk)


def _url(person: Person) -> str:
    return reverse("people:change-person", args=[person.public_id])


def _page(request: AppRequest, person: Person, *, status: int = 200, **bound: Any) -> HttpResponse:
    placed = _placed(person)
    team = placed.held[0].team if placed.held else None
    details = {field: getattr(placed, field) for field in ChangePersonForm.base_fields if field != "seen"}
    form = bound.get("form") or ChangePersonForm(initial={**details, "seen": actions.state_of(placed)})
    place = bound.get("place") or PlaceForm(initial={"team": team.slug if team else ""})
    may_change = access.may_change(request.user, person)
    if not may_change:
        for field in (*form.fields.values(), *place.fields.values()):
            field.disabled = True
    context = {
        "person": placed,
        "team": team,
        "form": form,
        "place": place,
        "overtaken": bound.get("overtaken", False),
        "may_change": may_change,
        "is_own": person.pk == request.user.pk,
        "erasure": person.erasure_requests.waiting().first(),
        "log": Change.objects.newest_first().filter(subject=person)[:LOG_LINES],
        "crumbs": crumbs((person.name, "")),
    }
    return render_page(request, "people/change_person.html", context, status=status)
