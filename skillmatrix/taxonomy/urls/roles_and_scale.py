"""Addresses of the draft's roles, targets, scale, promotion rules and settings."""

from django.urls import path

from skillmatrix.taxonomy.views import draft_roles, draft_settings, promotion, scale, set_target, targets

urlpatterns = [
    path("roles/", draft_roles.draft_roles, name="draft-roles"),
    path("roles/new/", draft_roles.add_role, name="add-role"),
    path("roles/<slug:slug>/", draft_roles.edit_role, name="edit-role"),
    path("roles/<slug:slug>/remove/", draft_roles.remove_role, name="remove-role"),
    path("targets/", targets.edit_targets, name="edit-targets"),
    path("targets/set/", set_target.set_target, name="set-target"),
    path("scale/", scale.edit_scale, name="edit-scale"),
    path("scale/rescale/", scale.rescale, name="rescale"),
    path("promotion/", promotion.edit_promotion, name="edit-promotion"),
    path("settings/", draft_settings.edit_settings, name="edit-settings"),
]
