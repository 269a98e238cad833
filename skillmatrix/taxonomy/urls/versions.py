"""Addresses of published versions."""

from __future__ import annotations

from django.urls import path

from skillmatrix.taxonomy.views import undoing, versions

urlpatterns = [
    path("", versions.versions, name="versions"),
    path("compare/", versions.compare_versions, name="compare-versions"),
    path("<int:number>/", versions.version, name="version"),
    path("<int:number>/undo/", undoing.undo_version, name="undo-version"),
    path("<int:number>/document/", versions.version_document, name="version-document"),
]
