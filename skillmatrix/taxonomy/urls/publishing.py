"""Addresses of what a draft changes, and publishing it."""

from __future__ import annotations

from django.urls import path

from skillmatrix.taxonomy.views import draft_changes, publishing, rebasing

urlpatterns = [
    path("changes/", draft_changes.draft_changes, name="draft-changes"),
    path("changes/meaning/", draft_changes.confirm_meaning, name="confirm-meaning"),
    path("rebase/", rebasing.rebase, name="rebase"),
    path("publish/", publishing.publish, name="publish"),
]
