"""One id from a request to whatever it asks for: in the answer's header, in every log line, in the rows of its jobs."""

from __future__ import annotations

import re
import time
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from skillmatrix.web.measuring import view_of
from skillmatrix.web.middleware import Answer

HEADER = "X-Request-ID"
# Probes ask every few seconds, and say nothing worth a line as long as all is well.
QUIET = {"web:healthz", "people:readyz", "roadmaps:metrics", "none"}
_SAFE = re.compile(r"[A-Za-z0-9._-]{8,64}")
_log = structlog.stdlib.get_logger(__name__)


class RequestIdMiddleware:
    """Gives each request its id, and writes one line about it: which view, which status, how long. No address."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Bind the id for as long as the request lasts: the thread serves somebody else next."""
        began = time.perf_counter()
        number = id_of(request)
        structlog.contextvars.clear_contextvars()
        with structlog.contextvars.bound_contextvars(request_id=number):
            response = self.get_response(request)
            response.headers[HEADER] = number
            view = view_of(request)
            if response.status_code >= 400 or view not in QUIET:
                took = round((time.perf_counter() - began) * 1000, 1)
                _log.info("answered", view=view, method=request.method, status=response.status_code, ms=took)
        return response


def id_of(request: HttpRequest) -> str:
    """A new one; or the proxy's, where there is a proxy that sets the header, and only if it looks like one."""
    given = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
    return given if _SAFE.fullmatch(given) else uuid4().hex


def current_id() -> str:
    """The id of the request that is being answered, or empty outside of one."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))
