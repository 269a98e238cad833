"""URLs of the ground floor."""

from django.urls import path

from skillmatrix.web import views

app_name = "web"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("theme/", views.theme, name="theme"),
    path("components/", views.components, name="components"),
]
