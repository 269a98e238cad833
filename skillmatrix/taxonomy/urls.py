"""Addresses of the published ladder."""

from django.urls import path

from skillmatrix.taxonomy import views

app_name = "taxonomy"
urlpatterns = [
    path("", views.ladder, name="ladder"),
    path("<slug:slug>/", views.skill, name="skill"),
]
