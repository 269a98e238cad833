"""Pages on people and teams."""
from django.http import HttpRequest, HttpResponse

from skillmatrix.web.responses import render_page


def organisation(request: HttpRequest) -> HttpResponse:
    """People and teams."""
    return render_page(request, "base.html", {})


inbox = organisation
