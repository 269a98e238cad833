"""Names this app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people room."""

    name = "skillmatrix.people"
    label = "people"
