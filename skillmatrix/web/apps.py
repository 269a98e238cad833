"""The app of the ground floor: templates, tags and middleware."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """No models, so nothing else to say."""

    name = "skillmatrix.web"
    label = "web"
