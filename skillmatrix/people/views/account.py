"""What I set for myself, and who looked at what is mine."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from skillmatrix.people import access, actions
from skillmatrix.people.dated import current_day
from skillmatrix.people.forms import AccountForm
from skillmatrix.people.models import Access, Lead, Team
from skillmatrix.web.paging import page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, remember_theme, render_page

LAST_LOOKS = 5


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: AppRequest) -> HttpResponse:
    """My settings, who sees what, and the doors to password, second factor and sessions."""
    person = request.user
    form = AccountForm(
        request.POST if request.method == "POST" else None,
        initial={field: getattr(person, field) for field in AccountForm.base_fields},
    )
    if form.is_valid():
        person = actions.change_account(person=person, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        response = redirect_to(request, "people:account")
        remember_theme(response, person.theme)
        return response
    today = current_day()
    held = person.memberships.on(today).select_related("team").first()
    context = {
        "form": form,
        "team": held.team if held else None,
        "leads": access.leads_of(person, today=today),
        "above": _leads_above(held.team, person.pk) if held else [],
        "looks": Access.objects.at(person)[:LAST_LOOKS],
    }
    return render_page(request, "people/account.html", context, status=422 if form.is_bound else 200)


def _leads_above(team: Team, but: int) -> list[Lead]:
    """Who leads the teams above this one, as the shares-upward switch would show them."""
    rows = Lead.objects.on(current_day()).filter(team__in=access.ancestors(team))
    return list(rows.exclude(person=but).select_related("person", "team"))


@require_GET
def my_data(request: AppRequest) -> HttpResponse:
    """Who looked at what is mine, by day."""
    page = page_of(Access.objects.at(request.user), request.GET.get("page"))
    return render_page(request, "people/my_data.html", {"page": page})
