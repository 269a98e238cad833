"""Addresses of importing a ladder, and previewing the draft."""

from __future__ import annotations

from django.urls import URLPattern, path

from skillmatrix.taxonomy.views import importing, preview

urlpatterns: list[URLPattern] = [
    path("import/", importing.import_ladder, name="import-ladder"),
    path("import/template.csv", importing.ladder_template, name="ladder-template"),
    path("preview/", preview.preview, name="preview"),
    path("preview/roles/<slug:slug>/", preview.preview_role, name="preview-role"),
    path("preview/skills/<slug:slug>/", preview.preview_skill, name="preview-skill"),
]
