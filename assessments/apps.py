"""Names this app."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """The assessments room."""

    name = "assessments"
    label = "assessments"
