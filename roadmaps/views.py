"""Pages on what follows from ratings."""

from django.http import HttpRequest, HttpResponse

from skillmatrix.web.responses import render_page


def home(request: HttpRequest, **_: object) -> HttpResponse:
    """What matters to me now."""
    return render_page(request, "base.html", {})


gaps = roadmap = team = person = home
