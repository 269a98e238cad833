"""Asking for the impact of the draft to be counted, and not wanting it any more."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from roadmaps.impact.handler import Asked
from skillmatrix.jobs import actions as jobs
from skillmatrix.jobs.models import Job
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.draft.state import Draft

KIND = "impact"


def asked_of(draft: Draft, *, today: date) -> Asked:
    """What is asked when the impact of this draft is asked for today."""
    return Asked(draft.id or 0, draft.revision, draft.base, today)


@transaction.atomic
def ask(*, draft: Draft, by: Person, today: date) -> Job:
    """Have the impact of a draft counted; asking again while that is open or done is asking once.

    Whoever asks after a failure or a stop starts anew. Counting for an older revision is stopped.
    """
    asked = asked_of(draft, today=today)
    last = newest(draft, asked)
    if last is not None and (
        last.result or (last.done_at is None and last.dead_at is None and not last.cancelled)
    ):
        return last
    tries = Job.objects.filter(kind=KIND, key__startswith=f"{asked.key}.").count()
    job = jobs.enqueue(kind=KIND, key=f"{asked.key}.{tries + 1}", payload=asked.to_json(), by=by)
    for other in Job.objects.open().filter(kind=KIND).exclude(pk=job.pk):
        jobs.cancel(other)
    return job


@transaction.atomic
def stop(*, draft: Draft, today: date) -> None:
    """Stop counting for this draft."""
    last = newest(draft, asked_of(draft, today=today))
    if last is not None:
        jobs.cancel(last)


def newest(draft: Draft, asked: Asked | None = None) -> Job | None:
    """The job asked for last about this draft; with `asked`, about just this revision, version and day."""
    key = f"{asked.key if asked else draft.id or 0}."
    return Job.objects.filter(kind=KIND, key__startswith=key).order_by("pk").last()


def last_result(draft: Draft) -> Job | None:
    """The job that counted last for this draft, at whatever revision."""
    done = Job.objects.filter(kind=KIND, key__startswith=f"{draft.id or 0}.", result__isnull=False)
    return done.order_by("pk").last()
