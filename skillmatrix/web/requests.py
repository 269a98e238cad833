"""The request as our views see it: Django's, with what the middleware has added."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class AppRequest(HttpRequest):
    """A request behind the middleware. Used for typing only: nothing makes one.

    `user` is somebody signed in wherever LoginRequiredMiddleware let the request through. This room
    knows no model, so it cannot say more; rooms to the right may narrow it in a subclass.
    """

    htmx: HtmxDetails
    user: Any


def page_behind(request: AppRequest) -> str:
    """Path and query of the page from which htmx asks; empty for other requests and for no address of ours."""
    try:
        return request.htmx.current_url_abs_path or "" if request.htmx else ""
    except ValueError:  # whoever asks writes the header, and brackets alone make it no address
        return ""
