"""Names this app."""

from django.apps import AppConfig

from . import checks


class JobsConfig(AppConfig):
    """The jobs room."""

    name = "skillmatrix.jobs"
    label = "jobs"
    # Registered by being imported.
    checks = checks
