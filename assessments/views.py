"""Pages on which people say where they stand."""
from django.http import HttpRequest, HttpResponse

from skillmatrix.web.responses import render_page


def assess(request: HttpRequest) -> HttpResponse:
    """The self-assessment."""
    return render_page(request, "base.html", {})
