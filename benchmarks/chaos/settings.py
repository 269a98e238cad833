"""The settings of the product under attack. Static files by plain names: nobody looks at these pages."""

from skillmatrix.settings import *  # noqa: F403, TID251
from skillmatrix.settings import STORAGES as ours  # noqa: TID251

STORAGES = {**ours, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
