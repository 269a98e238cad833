"""Answers: whole pages, their partials, and the few status codes htmx has to understand.

A partial lives in the page it belongs to and bears the id of the element it fills. The view lists the
partials a request may ask for; the request never chooses freely, because naming a partial also skips
every `{% if %}` around it in the page.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from skillmatrix.web.requests import AppRequest

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "theme"
A_YEAR = 365 * 24 * 3600


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    partials: Collection[str] = (),
    status: int = 200,
) -> HttpResponse:
    """The page, or only the partial that htmx is about to replace.

    The partial is chosen when the request comes from htmx and its target's id is in `partials`; any
    other target, and every ordinary request, gets the whole page.
    """
    htmx = getattr(request, "htmx", None)
    if htmx and htmx.target in partials:
        template = f"{template}#{htmx.target}"
    return render(request, template, dict(context or {}), status=status)


def redirect_to(request: AppRequest, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Send the browser to a URL, a URL name or an object's page, whether or not htmx is asking."""
    url = resolve_url(to, *args, **kwargs)
    return HttpResponseClientRedirect(url) if request.htmx else HttpResponseRedirect(url)


class NoContent(HttpResponse):
    """204: done, nothing to show."""

    status_code = 204


class Conflict(HttpResponse):
    """409: somebody else was faster. The body shows both values."""

    status_code = 409


class Unprocessable(HttpResponse):
    """422: understood, but not acceptable. The body is the form with its errors."""

    status_code = 422


def remember_theme(response: HttpResponse, theme: str) -> None:
    """Keep the appearance of this browser in a cookie; anything but a known theme means `auto`."""
    value = theme if theme in THEMES else "auto"
    response.set_cookie(THEME_COOKIE, value, max_age=A_YEAR, samesite="Lax", httponly=True)
