"""A small site of its own, so that this room is tested without the others."""

from types import SimpleNamespace

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.utils import timezone

from skillmatrix.web import errors
from skillmatrix.web.responses import NoContent, redirect_to, render_page

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error


def page(request: HttpRequest) -> HttpResponse:
    return render_page(request, "web_tests/page.html", {"value": 3}, partials={"rating-cell"})


def private(request: HttpRequest) -> HttpResponse:
    return page(request)


def told(request: HttpRequest, status: int = 200) -> HttpResponse:
    messages.success(request, "Saved <b>it</b>")
    return NoContent() if status == 204 else HttpResponse("<p>part</p>", status=status)


def read(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Saved")
    return HttpResponse("".join(str(message) for message in messages.get_messages(request)))


def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("connection refused")


def broken(request: HttpRequest) -> HttpResponse:
    raise ValueError("a bug")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def local(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{timezone.get_current_timezone_name()} {request.LANGUAGE_CODE}")


def elsewhere(request: HttpRequest) -> HttpResponse:
    return redirect("/page/")


def moved(request: HttpRequest) -> HttpResponse:
    return redirect_to(request, "page")


def behaviours(request: HttpRequest) -> HttpResponse:
    request.user = SimpleNamespace(
        is_authenticated=True, name="Alice", email="a@example.com", public_id="alice"
    )
    return render_page(request, "web_tests/behaviours.html")


urlpatterns = [
    path("behaviours/", login_not_required(behaviours)),
    path("", include("skillmatrix.web.urls")),
    path("accounts/", include("allauth.urls")),
    path("page/", login_not_required(page), name="page"),
    path("private/", private),
    path("told/", login_not_required(told)),
    path("told/<int:status>/", login_not_required(told)),
    path("read/", login_not_required(read)),
    path("away/", login_not_required(away)),
    path("broken/", login_not_required(broken)),
    path("forbidden/", login_not_required(forbidden)),
    path("local/", login_not_required(local)),
    path("elsewhere/", login_not_required(elsewhere)),
    path("moved/", login_not_required(moved)),
]
