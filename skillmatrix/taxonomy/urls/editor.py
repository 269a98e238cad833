"""Addresses of the draft's areas and skills."""

from __future__ import annotations

from django.urls import URLPattern, path

from skillmatrix.taxonomy.views.editor import adding, areas, operations, order, overview, skills, taking_back

urlpatterns: list[URLPattern] = [
    path("", overview.draft, name="draft"),
    path("undo/", taking_back.undo_change, name="undo-change"),
    path("discard/", taking_back.discard_draft, name="discard-draft"),
    path("order/", order.reorder, name="reorder"),
    path("skills/new/", adding.add_skill, name="add-skill"),
    path("skills/<slug:slug>/", skills.edit_skill, name="edit-skill"),
    path("skills/<slug:slug>/retire/", operations.retire_skill, name="retire-skill"),
    path("skills/<slug:slug>/bring-back/", operations.bring_back_skill, name="bring-back-skill"),
    path("skills/<slug:slug>/merge/", operations.merge_skills, name="merge-skills"),
    path("skills/<slug:slug>/split/", operations.split_skill, name="split-skill"),
    path("skills/<slug:slug>/move/", operations.move_skill, name="move-skill"),
    path("areas/new/", adding.add_area, name="add-area"),
    path("areas/<slug:slug>/", areas.edit_area, name="edit-area"),
    path("areas/<slug:slug>/remove/", areas.remove_area, name="remove-area"),
]
