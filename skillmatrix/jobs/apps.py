"""Names this app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The jobs room."""

    name = "skillmatrix.jobs"
    label = "jobs"
