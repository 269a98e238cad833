"""A file that says: this process did its work a moment ago. Health checks and the supervisor look at its age.

`SKILLMATRIX_HEARTBEAT` names it; without the variable nobody looks and nothing is written. It holds the
number of the process, so that what a predecessor left behind says nothing about its successor.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings


def beat() -> None:
    """Say it now."""
    if settings.HEARTBEAT:
        Path(settings.HEARTBEAT).write_text(str(os.getpid()))
