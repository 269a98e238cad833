"""What I set for myself, and who looked at what is mine."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from skillmatrix.people import access, actions
from skillmatrix.people.dated import current_day
from skillmatrix.people.forms import AccountForm, AwayForm
from skillmatrix.people.models import Access, Away, Lead, Person, Team
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, remember_theme, render_page

LAST_LOOKS = 5


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: AppRequest) -> HttpResponse:
    """My settings, who sees what, and the doors to password, second factor and sessions."""
    person = request.user
    form = AccountForm(request.POST) if request.method == "POST" else _settings(person)
    if form.is_valid():
        person = actions.change_account(person=person, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        response = redirect_to(request, "people:account")
        remember_theme(response, person.theme)
        return response
    return _page(request, person, form, AwayForm(), status=422 if form.is_bound else 200)


def _page(
    request: AppRequest, person: Person, form: AccountForm, away_form: AwayForm, *, status: int
) -> HttpResponse:
    today = current_day()
    held = person.memberships.on(today).select_related("team").first()
    context = {
        "form": form,
        "team": held.team if held else None,
        "leads": access.leads_of(person, today=today),
        "above": _leads_above(held.team, person.pk) if held else [],
        "looks": Access.objects.at(person)[:LAST_LOOKS],
        "away_form": away_form,
        "absences": Away.objects.ending_after(today).filter(person=person).order_by("starts_on"),
        "today": today,
    }
    return render_page(request, "people/account.html", context, status=status)


def _settings(person: Person) -> AccountForm:
    """The form as it is before anything is typed."""
    return AccountForm(initial={field: getattr(person, field) for field in AccountForm.base_fields})


@require_POST
def go_away(request: AppRequest) -> HttpResponse:
    """Be away for some days."""
    form = AwayForm(request.POST)
    if form.is_valid():
        try:
            actions.go_away(person=request.user, **form.cleaned_data, today=current_day())
        except actions.Unacceptable as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(
                request, _("Saved. Deadlines move by these days, and nobody reminds you meanwhile.")
            )
            return redirect_to(request, "people:account")
    return _page(request, request.user, _settings(request.user), form, status=422)


@require_POST
def come_back(request: AppRequest, pk: int) -> HttpResponse:
    """Be here again, or do not go."""
    today = current_day()
    away = get_object_or_404(Away.objects.ending_after(today), person=request.user, pk=pk)
    actions.come_back(away=away, today=today)
    messages.success(request, _("Saved."))
    return redirect_to(request, "people:account")


def _leads_above(team: Team, but: int) -> list[Lead]:
    """Who leads the teams above this one, as the shares-upward switch would show them."""
    rows = Lead.objects.on(current_day()).filter(team__in=access.ancestors(team))
    return list(rows.exclude(person=but).select_related("person", "team"))
