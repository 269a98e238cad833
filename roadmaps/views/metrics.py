"""The operations page for a monitoring system."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from roadmaps.operations.metrics import exposition
from skillmatrix.web.requests import AppRequest

SCHEME = "Bearer "


@require_safe
@never_cache
@login_not_required
def metrics(request: AppRequest) -> HttpResponse:
    """For whoever shows METRICS_TOKEN, and for operators. Where no token is set, nobody else learns that it exists."""
    if not (has_token(request) or (request.user.is_authenticated and request.user.is_operator)):
        if not settings.METRICS_TOKEN:
            raise Http404
        return HttpResponse("Show the token.\n", status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def has_token(request: AppRequest) -> bool:
    """The header shows the token, compared in a time that does not tell how much of it was right."""
    shown = request.headers.get("Authorization", "")
    wanted = settings.METRICS_TOKEN
    return bool(wanted) and shown.startswith(SCHEME) and constant_time_compare(shown[len(SCHEME) :], wanted)
