"""The site map of the product, and an empty page behind the same middleware."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path


def empty(request: HttpRequest) -> HttpResponse:
    """A signed-in page with the base template and no content."""
    return render(request, "base.html")


urlpatterns = [path("benchmarks/empty/", empty), path("", include("skillmatrix.urls"))]
