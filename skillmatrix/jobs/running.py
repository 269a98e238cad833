"""Doing claimed jobs: each by its handler, each marked for itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from structlog.contextvars import bound_contextvars
from structlog.stdlib import get_logger

from skillmatrix.web.scrubbing import in_words

from . import lanes
from .actions import Away, Unfinished, begin, finish, settle
from .models import Job

# What a handler for several jobs yields for each of them, in any order: None stands for done.
Outcome = tuple[Job, Exception | None]
_log = get_logger(__name__)


def run(ids: Sequence[int]) -> None:
    """Do these claimed jobs; a failure is stored with its job and tried again later."""
    together: dict[str, list[Job]] = {}
    for job in begin(ids):
        if job.cancelled:
            finish(job, result=None)
        elif lanes.known()[lanes.of(job.kind)].batch > 1:
            together.setdefault(job.kind, []).append(job)
        else:
            _run_one(job)
    for kind, jobs in together.items():
        _run_together(kind, jobs)


def _run_one(job: Job) -> None:
    with _named(job):
        try:
            result = _handler(job.kind)(job)
        except Exception as error:
            _note(job, error)
            settle(job, error)
        else:
            _note(job, None)
            settle(job, None, result=result)


def _run_together(kind: str, jobs: Sequence[Job]) -> None:
    """Settle each job as soon as its outcome is known; those without one share what ended the others."""
    open_ = {job.pk: job for job in jobs}
    try:
        outcomes: Iterator[Outcome] = _handler(kind)(jobs)
        for job, error in outcomes:
            _note(job, error)
            settle(open_.pop(job.pk), error)
    except Exception as error:
        for job in open_.values():
            _note(job, error)
            settle(job, error)


def _handler(kind: str) -> Callable[[Any], Any]:
    return import_string(settings.JOB_HANDLERS[kind])


def _named(job: Job) -> AbstractContextManager[None]:
    """Every line that is logged meanwhile names the job, and the request that asked for it."""
    return bound_contextvars(request_id=job.request_id, job=job.pk, kind=job.kind)


def _note(job: Job, error: Exception | None) -> None:
    with _named(job):
        if error is None:
            _log.info("job done")
        elif isinstance(error, Away):
            _log.warning("job waits", error=in_words(error))
        elif not isinstance(error, Unfinished):
            _log.error("job failed", attempts=job.attempts, exc_info=error)
