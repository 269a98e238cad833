"""URLs of the assessment. The words below come first: an area cannot be called like one of them."""

from django.urls import path

from . import views

app_name = "assessments"
urlpatterns = [
    path("assess/", views.assess, name="assess"),
    path("assess/rate/", views.rate_skill, name="rate-skill"),
    path("assess/undo/", views.undo_rating, name="undo-rating"),
    path("assess/share/", views.share_ratings, name="share-ratings"),
    path("assess/next-role/", views.choose_next_role, name="choose-next-role"),
    path("assess/skills/", views.list_skill, name="list-skill"),
    path("assess/areas/<slug:area>/", views.assess, name="assess"),
    path("people/<uuid:public_id>/targets/<slug:skill>/", views.override_target, name="override-target"),
    path("people/<uuid:public_id>/role/", views.assign_role, name="assign-role"),
]
