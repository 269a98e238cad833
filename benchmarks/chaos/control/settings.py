"""The settings of the control arm: the product, and one app that rings from the request."""

from benchmarks.chaos.settings import *  # noqa: F403
from benchmarks.chaos.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "benchmarks.chaos.control.apps.ControlConfig"]
