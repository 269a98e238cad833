"""URLs of people, teams and what they are told."""

from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("organisation/", views.organisation, name="organisation"),
    path("inbox/", views.inbox, name="inbox"),
]
