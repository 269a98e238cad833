"""Background work as rows: PostgreSQL holds what has to be done, the broker only rings.

A request that wants something done later inserts a `Job` in its own transaction, so the wish and
the change it follows from are saved together or not at all. The dispatcher claims jobs, counts
the attempt before any work is done (so that a job which kills its worker is noticed), and rings a
worker. A job may run more than once; handlers are written for that.
"""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class JobQuerySet(models.QuerySet):
    """Questions over jobs."""

    def open(self) -> Self:
        """Neither done, nor dead, nor cancelled."""
        return self.filter(done_at=None, dead_at=None)

    def due(self) -> Self:
        """Open, and neither leased nor waiting for a later try."""
        return self.open().filter(not_before__lte=Now())

    def under_way(self) -> Self:
        """Taken up, and the lease still holds."""
        return self.open().exclude(taken_at=None).filter(not_before__gt=Now())

    def dead(self) -> Self:
        """Failed for good; waiting for a human."""
        return self.exclude(dead_at=None)


class Job(models.Model):
    """One piece of work. `payload` holds ids and texts the handler needs; it is emptied when done."""

    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="jobs"
    )
    key = models.CharField(max_length=100, null=True)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    result = models.JSONField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(db_default=Now())
    # When it was claimed, while somebody is at it; tells a lease from the pause after a failure.
    taken_at = models.DateTimeField(null=True)
    # When somebody began on it under the present lease: a second message for it finds that and leaves it alone.
    started_at = models.DateTimeField(null=True)
    cancelled = models.BooleanField(default=False)
    error = models.CharField(max_length=300, blank=True)
    # Of the request that asked for it: whoever does it writes it into every log line.
    request_id = models.CharField(max_length=64, blank=True, default="", db_default="")
    created_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="job_key_once_a_kind"),
            models.CheckConstraint(
                name="job_progress_within_total", condition=Q(total=None) | Q(progress__lte=F("total"))
            ),
            models.CheckConstraint(
                name="job_not_both_done_and_dead", condition=Q(done_at=None) | Q(dead_at=None)
            ),
        ]
        indexes = [
            # By kind first, so that finding the few of one kind never reads through the flood of another.
            models.Index(
                "kind", "not_before", name="job_open_by_kind", condition=Q(done_at=None, dead_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Schedule(models.Model):
    """When a recurring job ran last and is due next; one row a name in `settings.SCHEDULE`.

    `leased_until` is set while a run waits or is at work, which `run` names: its `Job`.
    """

    name = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField(db_default=Now())
    leased_until = models.DateTimeField(null=True)
    run = models.BigIntegerField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    # What the last run that came to its end had to tell.
    result = models.JSONField(null=True)

    def __str__(self) -> str:
        return self.name


class Lane(models.Model):
    """How much a lane of `settings.LANES` may still take up; shared by all dispatchers, one of which holds it at a time.

    A bucket: `tokens` flow in at the lane's rate, from `filled_at` on, and each job takes one out.
    """

    name = models.CharField(max_length=40, primary_key=True)
    tokens = models.FloatField()
    filled_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class Canary(models.Model):
    """When a queue was last rung for without other purpose, when a worker last answered, and which."""

    queue = models.CharField(max_length=40, primary_key=True)
    rung_at = models.DateTimeField(db_default=Now())
    stamped_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return self.queue
