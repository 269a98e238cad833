"""Settings of real processes in tests: handlers that take as long as they are told."""

from skillmatrix.settings import *  # noqa: F403, TID251
from skillmatrix.settings import JOB_HANDLERS  # noqa: TID251

JOB_HANDLERS = {**JOB_HANDLERS, "note": "tests.jobs.handlers.note", "sleep": "tests.jobs.handlers.sleep"}
