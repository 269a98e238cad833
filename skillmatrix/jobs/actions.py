"""Asking for work, doing it, and giving up on it."""

from __future__ import annotations

import logging
import random
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.module_loading import import_string

from .models import Job

CHANNEL = "inputs"
MAX_ATTEMPTS = 5
# For how long a job that shows progress is left to whoever does it; as long as a claim leaves it.
LEASE = timedelta(seconds=60)
_log = logging.getLogger(__name__)


class Unfinished(Exception):  # noqa: N818 - not an error
    """A handler raises this to go on later from `payload`, so that nobody waits long behind a long job."""

    def __init__(self, payload: dict[str, Any]) -> None:
        self.payload = payload
        super().__init__("there is more to do")


def notify() -> None:
    """Wake the dispatchers when the current transaction commits; the poll would find it anyway."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


@transaction.atomic
def enqueue(*, kind: str, payload: dict[str, Any], by: Any = None, key: str | None = None) -> Job:
    """Ask for a job of `kind`; with a `key` asking twice is asking once. `by` is a person or nobody."""
    job, created = (
        Job.objects.get_or_create(kind=kind, key=key, defaults={"payload": payload, "requester": by})
        if key
        else (Job.objects.create(kind=kind, payload=payload, requester=by), True)
    )
    if created:
        notify()
    return job


def run(job_id: int) -> None:
    """Do one claimed job; a failure is stored with the job and tried again later."""
    job = Job.objects.open().filter(pk=job_id).first()
    if job is None:
        return
    if job.cancelled:
        finish(job, result=None)
        return
    try:
        result = import_string(settings.JOB_HANDLERS[job.kind])(job)
    except Unfinished as rest:
        go_on_later(job, payload=rest.payload)
    except Exception as error:
        _log.exception("job %s of kind %s failed", job.pk, job.kind)
        fail(job, error)
    else:
        finish(job, result=result)


def report(job: Job, *, progress: int, total: int) -> bool:
    """Say how far a job is, and that somebody is at it. False: nobody wants it any more, so leave it.

    A handler that takes longer than some seconds calls it often; else the job would be claimed by somebody else.
    """
    open_ = Job.objects.open().filter(pk=job.pk, cancelled=False)
    return bool(open_.update(progress=progress, total=total, not_before=timezone.now() + LEASE))


@transaction.atomic
def go_on_later(job: Job, *, payload: dict[str, Any]) -> None:
    """Put a job back that has come a step further; its attempts are counted anew."""
    Job.objects.open().filter(pk=job.pk).update(
        payload=payload, attempts=0, not_before=Now(), taken_at=None, error=""
    )
    notify()


def cancel(job: Job) -> None:
    """Nobody wants this job any more. Whoever does it stops at the next step; a waiting one is closed unseen."""
    Job.objects.open().filter(pk=job.pk).update(cancelled=True)


def finish(job: Job, *, result: Any) -> None:
    """Close a job and forget its payload."""
    Job.objects.open().filter(pk=job.pk).update(
        done_at=Now(), taken_at=None, payload={}, result=result, error=""
    )


def fail(job: Job, error: Exception) -> None:
    """Put a job back with full jitter, or among the dead letters after the last attempt.

    The delay is uniform in 0 … min(300 s, 2 s · 2^attempts), kept in the row.
    """
    delay = random.uniform(0, min(300, 2 * 2**job.attempts))  # noqa: S311 - jitter, not a secret
    dead = job.attempts >= MAX_ATTEMPTS
    Job.objects.open().filter(pk=job.pk).update(
        error=f"{type(error).__name__}: {error}"[:300],
        not_before=timezone.now() + timedelta(seconds=delay),
        taken_at=None,
        dead_at=Now() if dead else None,
    )


def tidy() -> None:
    """Delete jobs that were done a week ago; dead letters stay until somebody deals with them."""
    Job.objects.filter(done_at__lt=timezone.now() - timedelta(days=7)).delete()
