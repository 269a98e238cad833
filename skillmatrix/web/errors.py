"""When things go wrong: pages that need neither database nor session, and say what to do next."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

RETRY_AFTER_SECONDS = 5


def is_database_away(error: BaseException | None) -> bool:
    """Whether `error` was caused by the database being out of reach, locked or out of time."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__
    return False


def away(request: HttpRequest) -> HttpResponse:
    """503: come back in a few seconds; nothing was saved, nothing is lost."""
    page = render_to_string("503.html", {"heading": _("Back in a moment")})
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself makes no sense."""
    return HttpResponse(render_to_string("400.html"), status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: visible, but not allowed. Never tells why, so that it tells nobody what exists."""
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same body whether the thing does not exist or is not yours to see."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database was the reason (middleware errors arrive here only)."""
    if is_database_away(sys.exc_info()[1]):
        return away(request)
    return HttpResponse(render_to_string("500.html"), status=500)
