"""Jobs by kind, and what recurs: when it ran last, how it ended, when it is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from skillmatrix.jobs.models import Schedule
from skillmatrix.web.scrubbing import scrub

# A dispatcher looks every second; so long after its time nobody does.
LATE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Jobs:
    """Jobs of one kind: those that wait or are being done, for how many seconds the oldest, dead, and done lately."""

    kind: str
    open: int
    oldest: float | None
    dead: int
    done: int


_JOBS = """
SELECT kind,
    count(*) FILTER (WHERE done_at IS NULL AND dead_at IS NULL),
    extract(epoch FROM statement_timestamp() - min(created_at) FILTER (WHERE done_at IS NULL AND dead_at IS NULL)),
    count(*) FILTER (WHERE dead_at IS NOT NULL),
    count(*) FILTER (WHERE done_at > statement_timestamp() - interval '5 minutes')
FROM jobs_job GROUP BY kind ORDER BY kind
"""


def jobs() -> list[Jobs]:
    """Every kind there is. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_JOBS)
        return [
            Jobs(kind, open_, None if oldest is None else float(oldest), dead, done)
            for kind, open_, oldest, dead, done in cursor.fetchall()
        ]


@dataclass(frozen=True, slots=True)
class Recurring:
    """A recurring job. `is_running`: a run waits or is at work. `error` is of its last run, empty if that went well."""

    name: str
    every: int
    started: datetime | None = None
    ended: datetime | None = None
    due: datetime | None = None
    error: str = ""
    is_running: bool = False

    @property
    def took(self) -> float | None:
        """Seconds of the last run that ended well."""
        if self.started is None or self.ended is None or self.ended < self.started:
            return None
        return (self.ended - self.started).total_seconds()

    @property
    def is_late(self) -> bool:
        """Its time has come and nobody has taken it."""
        return not self.is_running and self.due is not None and timezone.now() - self.due > LATE


def schedule() -> Sequence[Recurring]:
    """What is in the settings, whether or not it ever ran. One query."""
    rows = Schedule.objects.in_bulk(list(settings.SCHEDULE))
    return [_recurring(name, every, rows.get(name)) for name, (_path, every) in settings.SCHEDULE.items()]


def _recurring(name: str, every: int, row: Schedule | None) -> Recurring:
    if row is None:
        return Recurring(name, every)
    at_work = row.leased_until is not None and row.leased_until > timezone.now()
    return Recurring(
        name, every, row.started_at, row.finished_at, row.due_at, scrub(row.error), is_running=at_work
    )
