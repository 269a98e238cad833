"""The app of the ground floor: templates, tags and middleware."""

from django.apps import AppConfig

from skillmatrix.web import watching


class WebConfig(AppConfig):
    """No models. First of our apps, so whoever watches from outside sees the others begin."""

    name = "skillmatrix.web"
    label = "web"

    def ready(self) -> None:
        """Whoever runs the installation may have asked for errors and traces to be sent."""
        watching.start()
