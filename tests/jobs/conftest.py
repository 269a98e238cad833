from __future__ import annotations

from typing import Any

import pytest

from tests.jobs import handlers


@pytest.fixture(autouse=True)
def _handlers(settings: Any) -> None:
    """Known kinds of jobs, a bell of paper, and nothing on the schedule."""
    handlers.done.clear()
    handlers.Bell.rung.clear()
    handlers.Bell.away = False
    settings.JOB_HANDLERS = {
        "note": "tests.jobs.handlers.note",
        "explode": "tests.jobs.handlers.explode",
        "mail": "tests.jobs.handlers.note",
        "recurring": "skillmatrix.jobs.schedule.run",
    }
    # The lanes as they are, without their bounds.
    settings.LANES = {name: {} for name in settings.LANES}
    settings.JOB_LANES = {"mail": "mail"}
    settings.DOORBELL = "tests.jobs.handlers.bell"
    settings.DISPATCH_SOURCES = ["skillmatrix.jobs.queue.JobSource"]
    settings.SCHEDULE, settings.SCHEDULE_AT = {}, {}
    settings.CANARY_SECONDS = 0
