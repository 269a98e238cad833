"""Addresses of the roles and what they expect."""

from django.urls import path

from skillmatrix.taxonomy import views

app_name = "roles"
urlpatterns = [
    path("", views.roles, name="roles"),
    path("<slug:slug>/", views.role, name="role"),
]
