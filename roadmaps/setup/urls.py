"""URLs of the first run."""

from django.urls import path

from . import views

app_name = "setup"
urlpatterns = [
    path("setup/", views.begin, name="begin"),
    path("setup/taxonomy/", views.taxonomy, name="taxonomy"),
    path("setup/people/", views.people, name="people"),
    path("setup/link/<str:token>/", views.link, name="link"),
    # Before allauth's own page of the same address: nobody can sign in to an installation without people.
    path("accounts/login/", views.sign_in, name="sign-in"),
]
