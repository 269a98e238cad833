"""Recurring work, asked for by whichever dispatcher finds it due first: there is no beat process.

`settings.SCHEDULE` maps a name to (dotted path of a function, seconds between two runs), and
`settings.SCHEDULE_AT` those that run once a day to their time. A run is a `Job` on the lane "work",
so the dispatcher's round never waits for it. While it waits or works the row is leased to it: it
never runs twice at a time, however long it takes and however many dispatchers there are, and one
that was killed is followed by the next once its lease has run out.

A function returns what its row shall tell, or raises `Found` for the same and an alarm. One that
takes long raises `Unfinished` with the keywords it is to be called with next.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.module_loading import import_string

from . import actions
from .actions import Unfinished
from .models import Job, Schedule

KIND = "recurring"
# How long a run may wait for a worker before another one takes its place.
WAIT = timedelta(seconds=600)
# How long a run is left alone once it has begun: longer than Celery lets any task live.
WORK = timedelta(seconds=150)
_log = logging.getLogger(__name__)

_CLAIM = """
INSERT INTO jobs_schedule AS s (name, due_at, error, leased_until)
SELECT name, next, '', CASE WHEN at IS NULL THEN statement_timestamp() + %(wait)s * interval '1 second' END
FROM (
    SELECT name, at, CASE
        WHEN at IS NULL THEN statement_timestamp() + every * interval '1 second'
        WHEN date_trunc('day', here) + at > here THEN (date_trunc('day', here) + at) AT TIME ZONE %(zone)s
        ELSE (date_trunc('day', here) + interval '1 day' + at) AT TIME ZONE %(zone)s END AS next
    FROM unnest(%(names)s::text[], %(every)s::int[], %(at)s::time[]) AS known (name, every, at),
        LATERAL (SELECT statement_timestamp() AT TIME ZONE %(zone)s AS here) clock
) known
ON CONFLICT (name) DO UPDATE
    SET due_at = excluded.due_at, leased_until = statement_timestamp() + %(wait)s * interval '1 second'
    WHERE s.due_at <= statement_timestamp() AND coalesce(s.leased_until <= statement_timestamp(), true)
RETURNING name, leased_until IS NOT NULL
"""


class Found(Exception):  # noqa: N818 - the run itself went well
    """A function has come to its end and found something that a human has to look at."""

    def __init__(self, what: str, result: Any) -> None:
        self.result = result
        super().__init__(what)


@transaction.atomic
def ask_for_due() -> None:
    """Ask for a run of everything that is due and not under way, once however many dispatchers there are."""
    for name in _claim():
        job = actions.enqueue(kind=KIND, payload={"name": name})
        Schedule.objects.filter(name=name).update(run=job.pk)


def run(job: Job) -> None:
    """Run one recurring job. A failure is written down in its row and waits for its next time."""
    name = job.payload["name"]
    mine = Schedule.objects.filter(name=name, run=job.pk)
    if not _begin(job, mine):
        return
    path, _ = settings.SCHEDULE[name]
    try:
        result = import_string(path)(**job.payload.get("state", {}))
    except Unfinished as rest:
        mine.update(leased_until=timezone.now() + WAIT)
        raise Unfinished({"name": name, "state": rest.payload}) from None
    except Found as found:
        _log.error("the recurring job %s found something: %s", name, found)
        mine.update(finished_at=Now(), leased_until=None, result=found.result, error=str(found)[:300])
    except Exception as error:
        _log.exception("the recurring job %s failed", name)
        mine.update(leased_until=None, error=f"{type(error).__name__}: {error}"[:300])
    else:
        mine.update(finished_at=Now(), leased_until=None, result=result, error="")


def _begin(job: Job, mine: Any) -> bool:
    """Prolong the leases of job and row. False when another run has taken this one's place."""
    if job.payload["name"] not in settings.SCHEDULE:
        return False
    until = timezone.now() + WORK
    begun = mine.update(leased_until=until)
    if not job.payload.get("state"):
        mine.update(started_at=Now())
    Job.objects.open().filter(pk=job.pk).update(not_before=until)
    return bool(begun)


def _claim() -> list[str]:
    at = settings.SCHEDULE_AT
    with connection.cursor() as cursor:
        cursor.execute(
            _CLAIM,
            {
                "names": list(settings.SCHEDULE),
                "every": [every for _, every in settings.SCHEDULE.values()],
                "at": [at.get(name) for name in settings.SCHEDULE],
                "zone": settings.TIME_ZONE,
                "wait": WAIT.total_seconds(),
            },
        )
        return [name for name, asked in cursor.fetchall() if asked]
