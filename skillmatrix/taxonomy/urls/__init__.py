"""Addresses of the published ladder, its versions, the draft and suggestions; roles have their own."""

from django.urls import include, path

from skillmatrix.taxonomy import views

app_name = "taxonomy"
urlpatterns = [
    path("", views.ladder, name="ladder"),
    path("skills/<slug:slug>/", views.skill, name="skill"),
    path("draft/", include("skillmatrix.taxonomy.urls.editor")),
    path("draft/", include("skillmatrix.taxonomy.urls.roles_and_scale")),
    path("draft/", include("skillmatrix.taxonomy.urls.imports")),
    path("draft/", include("skillmatrix.taxonomy.urls.publishing")),
    path("versions/", include("skillmatrix.taxonomy.urls.versions")),
    path("", include("skillmatrix.taxonomy.urls.suggestions")),
]
