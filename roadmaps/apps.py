"""Names this app."""

from django.apps import AppConfig


class RoadmapsConfig(AppConfig):
    """The roadmaps room."""

    name = "roadmaps"
    label = "roadmaps"
