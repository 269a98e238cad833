"""Being built."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from skillmatrix.web.responses import render_page


def roadmap(request: HttpRequest, **_: object) -> HttpResponse:
    """Being built."""
    return render_page(request, "base.html", {})
