"""The settings of the product, and one page more: an empty one, to measure against."""

from skillmatrix.settings import *  # noqa: F403, TID251

ROOT_URLCONF = "benchmarks.urls"
