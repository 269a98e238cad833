"""Names this app."""

from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    """The taxonomy room."""

    name = "skillmatrix.taxonomy"
    label = "taxonomy"
