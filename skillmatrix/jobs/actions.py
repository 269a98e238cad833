"""Asking for work, saying how it went, and giving up on it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from skillmatrix.web.tracing import current_id

from .models import Job

CHANNEL = "inputs"
# What may be announced there, besides the id of a person.
EVERYTHING, JOBS = "", "jobs"
MAX_ATTEMPTS = 5
# For how long a job that shows progress is left to whoever does it; as long as a claim leaves it.
LEASE = timedelta(seconds=60)


class Unfinished(Exception):  # noqa: N818 - not an error
    """A handler raises this to go on later from `payload`, so that nobody waits long behind a long job."""

    def __init__(self, payload: dict[str, Any]) -> None:
        self.payload = payload
        super().__init__("there is more to do")


class Away(Exception):  # noqa: N818 - somebody else's error
    """A handler raises this when somebody whom it needs does not answer: tried again, and never given up for it."""


def notify(what: str = EVERYTHING) -> None:
    """Wake the dispatchers when the current transaction commits; the poll would find it anyway.

    `what` is the id of a person whose inputs changed, JOBS, or EVERYTHING to let them look everywhere.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, what])


@transaction.atomic
def enqueue(*, kind: str, payload: dict[str, Any], by: Any = None, key: str | None = None) -> Job:
    """Ask for a job of `kind`; with a `key` asking twice is asking once. `by` is a person or nobody."""
    new = {"payload": payload, "requester": by, "request_id": current_id()}
    job, created = (
        Job.objects.get_or_create(kind=kind, key=key, defaults=new)
        if key
        else (Job.objects.create(kind=kind, **new), True)
    )
    if created:
        notify(JOBS)
    return job


@transaction.atomic
def enqueue_many(*, kind: str, payloads: Sequence[dict[str, Any]]) -> list[Job]:
    """Ask for a job of `kind` for each payload, in their order; the dispatchers are woken once."""
    request_id = current_id()
    rows = Job.objects.bulk_create(Job(kind=kind, payload=one, request_id=request_id) for one in payloads)
    if rows:
        notify(JOBS)
    return rows


def begin(ids: Sequence[int]) -> list[Job]:
    """Those of these jobs that are to be done now: open, and nobody is at them. Their leases start anew."""
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE jobs_job SET started_at = statement_timestamp(),
                not_before = statement_timestamp() + %s * interval '1 second'
            WHERE id = ANY(%s) AND done_at IS NULL AND dead_at IS NULL
              AND (started_at IS NULL OR not_before <= statement_timestamp())
            RETURNING id
            """,
            [LEASE.total_seconds(), list(ids)],
        )
        begun = [pk for (pk,) in cursor.fetchall()]
    return list(Job.objects.filter(pk__in=begun).order_by("pk"))


def report(job: Job, *, progress: int, total: int) -> bool:
    """Say how far a job is, and that somebody is at it. False: nobody wants it any more, so leave it.

    A handler that takes longer than some seconds calls it often; else the job would be claimed by somebody else.
    """
    open_ = Job.objects.open().filter(pk=job.pk, cancelled=False)
    return bool(open_.update(progress=progress, total=total, not_before=timezone.now() + LEASE))


def settle(job: Job, error: Exception | None, *, result: Any = None) -> None:
    """Write down how a job went: done, to go on later, or failed."""
    if error is None:
        finish(job, result=result)
    elif isinstance(error, Unfinished):
        go_on_later(job, payload=error.payload)
    else:
        fail(job, error)


@transaction.atomic
def go_on_later(job: Job, *, payload: dict[str, Any]) -> None:
    """Put a job back that has come a step further; its attempts are counted anew."""
    Job.objects.open().filter(pk=job.pk).update(
        payload=payload, attempts=0, not_before=Now(), taken_at=None, started_at=None, error=""
    )
    notify(JOBS)


def cancel(job: Job) -> None:
    """Nobody wants this job any more. Whoever does it stops at the next step; a waiting one is closed unseen."""
    Job.objects.open().filter(pk=job.pk).update(cancelled=True)


def finish(job: Job, *, result: Any) -> None:
    """Close a job and forget its payload."""
    Job.objects.open().filter(pk=job.pk).update(
        done_at=Now(), taken_at=None, started_at=None, payload={}, result=result, error=""
    )


def fail(job: Job, error: Exception) -> None:
    """Put a job back with full jitter, or among the dead letters after the last attempt.

    The delay is uniform in 0 … min(300 s, 2 s · 2^attempts), kept in the row. The last attempt is one in which
    nobody was away.
    """
    delay = random.uniform(0, min(300, 2 * 2**job.attempts))  # noqa: S311 - jitter, not a secret
    away = isinstance(error, Away)
    dead = job.attempts >= MAX_ATTEMPTS and not away
    Job.objects.open().filter(pk=job.pk).update(
        attempts=min(job.attempts, MAX_ATTEMPTS - 1) if away else job.attempts,
        error=f"{type(error).__name__}: {error}"[:300],
        not_before=timezone.now() + timedelta(seconds=delay),
        taken_at=None,
        started_at=None,
        dead_at=Now() if dead else None,
    )
