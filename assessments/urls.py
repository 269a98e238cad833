"""URLs of the assessment."""

from django.urls import path

from . import views

app_name = "assessments"
urlpatterns = [
    path("assess/", views.assess, name="assess"),
]
