"""The tree of teams: add, rename, move, name leads, close and reopen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skillmatrix.people import access, actions
from skillmatrix.people.dated import current_day
from skillmatrix.people.forms import LeadForm, MoveTeamForm, RenameTeamForm, TeamForm
from skillmatrix.people.models import Change, Lead, Membership, Person, Team
from skillmatrix.people.tree import outline
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

from .tabs import crumbs, tabs

LOG_LINES = 20
OFFERED_LEADS = 500


@require_GET
def teams(request: AppRequest) -> HttpResponse:
    """Every open team at its place, with its lead and size, and those that were closed."""
    access.require_people_admin(request.user)
    context = {
        "rows": team_rows(),
        "closed": Team.objects.exclude(closed_on=None).order_by("-closed_on", "name"),
        "tabs": tabs("teams"),
    }
    return render_page(request, "people/teams.html", context)


def team_rows() -> list[dict[str, Any]]:
    """The open teams in the order of reading, three queries for any number of them."""
    today = current_day()
    leads = {row.team_id: row.person for row in Lead.objects.on(today).select_related("person")}
    sizes = dict(Membership.objects.on(today).values_list("team_id").annotate(Count("id")))
    return [
        {"node": node, "lead": leads.get(node.team.pk), "size": sizes.get(node.team.pk, 0)}
        for node in outline(Team.objects.open())
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def add_team(request: AppRequest) -> HttpResponse:
    """A new team."""
    access.require_people_admin(request.user)
    parent = Team.objects.open().filter(slug=request.GET.get("parent", "")[:60].replace("\0", "")).first()
    sent = request.POST if request.method == "POST" else None
    form = TeamForm(sent, initial={"parent": parent.slug if parent else ""})
    if form.is_valid():
        try:
            team = actions.add_team(**form.cleaned_data, by=request.user)
        except actions.Unacceptable as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _("%(team)s is open. Now name who leads it.") % {"team": team.name})
            return redirect_to(request, "people:change-team", team.slug)
    status = 422 if form.is_bound else 200
    page = {"form": form, "crumbs": _way((_("Add a team"), ""))}
    return render_page(request, "people/add_team.html", page, status=status)


@require_GET
def change_team(request: AppRequest, slug: str) -> HttpResponse:
    """One team: its name, place, lead and members."""
    return _page(request, _team(request, slug))


@require_POST
def rename_team(request: AppRequest, slug: str) -> HttpResponse:
    """Another name."""
    team = _team(request, slug)
    form = RenameTeamForm(request.POST)
    return _save(
        request,
        team,
        "rename",
        form,
        lambda: actions.rename_team(team=team, **form.cleaned_data, by=request.user),
    )


@require_POST
def move_team(request: AppRequest, slug: str) -> HttpResponse:
    """Another place in the tree."""
    team = _team(request, slug)
    form = MoveTeamForm(request.POST, team=team)
    return _save(
        request,
        team,
        "move",
        form,
        lambda: actions.move_team(team=team, **form.cleaned_data, by=request.user),
    )


@require_POST
def name_lead(request: AppRequest, slug: str) -> HttpResponse:
    """Another lead from today, or nobody."""
    team = _team(request, slug)
    form = LeadForm(request.POST)
    return _save(
        request,
        team,
        "lead",
        form,
        lambda: actions.name_lead(
            team=team, person=form.cleaned_data["lead"], by=request.user, today=current_day()
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def close_team(request: AppRequest, slug: str) -> HttpResponse:
    """Say what it means, then do it."""
    team = _team(request, slug)
    if request.method == "POST":
        try:
            actions.close_team(team=team, by=request.user, today=current_day())
        except actions.Unacceptable as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("%(team)s is closed. You can reopen it here.") % {"team": team.name})
        return redirect_to(request, "people:change-team", team.slug)
    way = _way((team.name, reverse("people:change-team", args=[team.slug])), (_("Close"), ""))
    context = {"team": team, "members": _members(team).count(), "crumbs": way}
    return render_page(request, "people/close_team.html", context)


@require_POST
def reopen_team(request: AppRequest, slug: str) -> HttpResponse:
    """Back again, with those who left when it closed."""
    team = _team(request, slug)
    try:
        actions.reopen_team(team=team, by=request.user, today=current_day())
    except actions.Unacceptable as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(team)s is open again.") % {"team": team.name})
    return redirect_to(request, "people:change-team", team.slug)


def _team(request: AppRequest, slug: str) -> Team:
    access.require_people_admin(request.user)
    return get_object_or_404(Team.objects.select_related("parent"), slug=slug)


def _way(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return crumbs((_("Teams"), reverse("people:teams")), *more)


def _members(team: Team) -> Any:
    today = current_day()
    return Person.objects.placed(team, today).with_places(today)


def _save(
    request: AppRequest, team: Team, name: str, form: forms.Form, change: Callable[[], object]
) -> HttpResponse:
    if form.is_valid():
        try:
            change()
        except actions.Unacceptable as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect_to(request, "people:change-team", team.slug)
    return _page(request, Team.objects.select_related("parent").get(pk=team.pk), status=422, **{name: form})


def _page(request: AppRequest, team: Team, *, status: int = 200, **bound: forms.Form) -> HttpResponse:
    lead = Lead.objects.on(current_day()).filter(team=team).select_related("person").first()
    context = {
        "team": team,
        "lead": lead,
        "members": _members(team),
        "below": Team.objects.open().filter(parent=team),
        "rename": bound.get("rename") or RenameTeamForm(initial={"name": team.name}),
        "move": bound.get("move")
        or MoveTeamForm(team=team, initial={"parent": team.parent.slug if team.parent else ""}),
        "lead_form": bound.get("lead") or LeadForm(initial={"lead": lead.person.email if lead else ""}),
        "offered": Person.objects.active().values_list("email", "name")[:OFFERED_LEADS],
        "log": Change.objects.newest_first().filter(team=team)[:LOG_LINES],
        "crumbs": _way((team.name, "")),
    }
    return render_page(request, "people/change_team.html", context, status=status)
