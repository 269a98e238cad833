"""What every answer has in common. Each class does one thing and says in one line why it must.

Their order is set in the settings; `DatabaseAwayMiddleware` stands outside of the sessions and
`HtmxLoginMiddleware` outside of LoginRequiredMiddleware, whose redirect it translates.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from skillmatrix.web.errors import away, is_database_away
from skillmatrix.web.requests import AppRequest, page_behind

Answer = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "camera",
        "geolocation",
        "microphone",
        "payment",
        "usb",
        "browsing-topics",
        "interest-cohort",
    )
)
SWAPPED = {409, 422}


class DatabaseAwayMiddleware:
    """Answers 503 with Retry-After when the database cannot be reached or gives up on a query."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the work is in `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Errors of views; those of other middleware reach the handler of 500, which looks again."""
        return away(request) if is_database_away(error) else None


class HtmxLoginMiddleware:
    """Turns the redirect to the login page into 401 for htmx.

    Following it would swap the login page into a table cell. The browser keeps what was typed and shows
    how to sign in again (static/js/session.js); without that script, HX-Redirect goes to the login page.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: AppRequest) -> HttpResponseBase:
        """Translate a redirect to the login page, and only that."""
        response = self.get_response(request)
        location = response.headers.get("Location", "")
        if not request.htmx or urlsplit(location).path != resolve_url(settings.LOGIN_URL):
            return response
        # Come back to the page somebody was on, not to the fragment it asked for.
        back = QueryDict(mutable=True)
        back["next"] = page_behind(request) or "/"
        login = f"{resolve_url(settings.LOGIN_URL)}?{back.urlencode(safe='/')}"
        return HttpResponse(status=401, headers={"HX-Redirect": login})


class PersonalLocaleMiddleware:
    """Speaks each person's language and tells the time where they are.

    Reads `timezone` and `language` of whoever is signed in, by name: this room knows no model.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Give the time zone back afterwards: the thread serves somebody else next."""
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(
        self, request: AppRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """After LoginRequiredMiddleware has asked who it is; no query of our own."""
        if not request.user.is_authenticated:
            return
        activate_timezone(getattr(request.user, "timezone", ""))
        language = getattr(request.user, "language", "")
        if language and translation.check_for_language(language):
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()


def activate_timezone(name: str) -> None:
    """Make `name` the current time zone; an unknown one leaves the installation's."""
    try:
        timezone.activate(zoneinfo.ZoneInfo(name))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        timezone.deactivate()


class PrivacyHeadersMiddleware:
    """No cache keeps what a signed-in person saw, and none mixes up fragments with pages."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers to whatever answer comes."""
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # By cookie rather than by user: asking who it is would cost two queries on pages that need none.
        cookie = settings.SESSION_COOKIE_NAME
        if cookie in request.COOKIES or cookie in response.cookies:
            response.headers["Cache-Control"] = "no-store, private"
        return response


class HtmxMessagesMiddleware:
    """Sends waiting messages along with a fragment, out of band into `#messages`."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: AppRequest) -> HttpResponseBase:
        """Append the messages if this answer will be shown and nobody has read them."""
        response = self.get_response(request)
        if request.htmx and isinstance(response, HttpResponse) and _will_be_swapped(response):
            waiting = get_messages(request)
            # `used`: the fragment, or a whole page, has shown them already.
            if not getattr(waiting, "used", True) and len(waiting):
                context = {"messages": waiting, "out_of_band": True}
                response.write(render_to_string("components/messages.html", context))
        return response


def _will_be_swapped(response: HttpResponse) -> bool:
    leaves = any(name in response.headers for name in ("HX-Redirect", "HX-Refresh", "HX-Location"))
    shown = response.status_code == 200 or response.status_code in SWAPPED
    return shown and not leaves and response.headers.get("Content-Type", "").startswith("text/html")
