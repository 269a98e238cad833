"""The pages of the first run: company and first account, taxonomy, people."""

from __future__ import annotations

from typing import Any

from allauth.account.views import login as login_page
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from skillmatrix.people import access
from skillmatrix.people.dated import current_day
from skillmatrix.people.views.importing import answer
from skillmatrix.taxonomy.actions import DEFAULT, publish
from skillmatrix.taxonomy.draft.importing import first_document
from skillmatrix.taxonomy.parsing import Invalid, parse
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

from . import actions
from .forms import BeginForm, TaxonomyForm

TOKEN = "setup_token"  # noqa: S105 - the name under which the session keeps it
SHOWN_PROBLEMS = 100


def steps(current: int) -> list[dict[str, Any]]:
    """The three steps, for setup/steps.html."""
    labels = [_("Company and account"), _("Taxonomy"), _("People")]
    return [
        {"label": label, "done": place < current, "current": place == current}
        for place, label in enumerate(labels)
    ]


@never_cache
@login_not_required
def sign_in(request: AppRequest) -> HttpResponse:
    """The sign-in page, unless nobody could sign in yet."""
    if request.method in ("GET", "HEAD") and actions.is_untouched():
        return redirect_to(request, "setup:begin")
    return login_page(request)


@require_safe
@never_cache
@login_not_required
def link(request: AppRequest, token: str) -> HttpResponse:
    """Take the token out of the address, where it would leak into histories, and go to the form."""
    request.session[TOKEN] = token[:300]
    return redirect_to(request, "setup:begin")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password")
@login_not_required
def begin(request: AppRequest) -> HttpResponse:
    """Company and first account with a working link; how to get one without."""
    if actions.is_set_up():
        return redirect_to(request, "setup:taxonomy" if _may_choose(request) else "roadmaps:home")
    token = request.session.get(TOKEN, "")
    if not actions.works(token):
        return render_page(request, "setup/how.html", {"tried": bool(token)}, status=403 if token else 200)
    form = BeginForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person = actions.begin(token=token, **form.cleaned_data, today=current_day())
        except actions.BadLink:
            return redirect_to(request, "setup:begin")
        request.session.pop(TOKEN, None)
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        # As allauth does at its own sign-in: listed, so that it can be ended.
        UserSession.objects.create_from_request(request)
        return redirect_to(request, "setup:taxonomy")
    return render_page(
        request, "setup/begin.html", {"form": form, "steps": steps(0)}, status=422 if form.is_bound else 200
    )


def _may_choose(request: AppRequest) -> bool:
    return request.user.is_authenticated and request.user.is_taxonomy_admin and not actions.is_chosen()


@require_http_methods(["GET", "HEAD", "POST"])
def taxonomy(request: AppRequest) -> HttpResponse:
    """Which skills to start from. Open until somebody has chosen; later changes are drafts."""
    access.require_taxonomy_admin(request.user)
    if actions.is_chosen():
        return redirect_to(request, "setup:people" if request.user.is_people_admin else "taxonomy:ladder")
    default = parse(DEFAULT.read_bytes())
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = TaxonomyForm(*sent, taxonomy=default)
    problems: tuple[Any, ...] = ()
    if form.is_valid():
        try:
            _publish(form, request)
        except Invalid as invalid:
            problems = invalid.problems
        else:
            return redirect_to(request, "setup:people" if request.user.is_people_admin else "taxonomy:ladder")
    kept = form["areas"].value() or []
    context = {
        "form": form,
        "choice": form["choice"].value(),
        "areas": [(area, len(area.skills), area.slug in kept) for area in default.areas],
        "default": default,
        "problems": problems[:SHOWN_PROBLEMS],
        "more_problems": max(len(problems) - SHOWN_PROBLEMS, 0),
        "steps": steps(1),
    }
    return render_page(request, "setup/taxonomy.html", context, status=422 if form.is_bound else 200)


def _publish(form: TaxonomyForm, request: AppRequest) -> None:
    chosen = form.cleaned_data["choice"]
    if chosen == "default":
        actions.publish_default(kept=form.cleaned_data["areas"], by=request.user)
    elif chosen == "blank":
        actions.publish_blank(name=_("Our skills"), by=request.user)
    else:
        file = form.cleaned_data["file"]
        text = first_document(file.read(), file.name, name=_("Our skills"))
        publish(text=text, note=_("Imported at the first run"), by=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: AppRequest) -> HttpResponse:
    """The first people, from a list; or later."""
    access.require_people_admin(request.user)
    page = {"steps": steps(2), "back": reverse("setup:people")}
    return answer(request, "setup/people.html", page, done=reverse("roadmaps:home"), creates_teams=True)
