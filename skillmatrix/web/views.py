"""The pages that belong to no room: is the process alive, which colours, what went wrong."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from skillmatrix.web.gallery import gallery_context
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import NoContent, remember_theme


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. Says nothing about the database: `/readyz` does.

    A probe sends no cookie, and without one no middleware asks the database who is calling.
    """
    return HttpResponse("ok\n", content_type="text/plain")


@require_POST
@login_not_required
def theme(request: AppRequest) -> HttpResponse:
    """Remember the appearance of this browser and go back to where the choice was made."""
    back = request.META.get("HTTP_REFERER", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    quiet = request.headers.get("X-Requested-With") == "fetch"
    response = NoContent() if quiet else redirect(back if safe else "/")
    remember_theme(response, request.POST.get("theme", ""))
    return response


@require_GET
@login_not_required
def components(request: AppRequest) -> HttpResponse:
    """Every component once, for those who build pages; only while developing or in the demo."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "web/components.html", gallery_context())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 after a stale form. htmx also gets an event, so that the page can renew its token."""
    response = render(request, "403_csrf.html", status=403)
    response["HX-Trigger"] = "session-changed"
    return response
