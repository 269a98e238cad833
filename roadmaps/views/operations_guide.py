"""docs/operations.md as a page, so that a figure can lead to what to do about it."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from roadmaps.operations.guide import guide
from skillmatrix.people import access
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

PAGE = "roadmaps/operations/guide.html"


@require_safe
def operations_guide(request: AppRequest) -> HttpResponse:
    """The whole document."""
    access.require_operator(request.user)
    crumbs = [(_("Operations"), reverse("roadmaps:operations"))]
    return render_page(request, PAGE, {"sections": guide(), "crumbs": crumbs})
