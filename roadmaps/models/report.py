"""Stored reports, and the refresh that keeps them up to date.

A `Report` states everything it was made from, so whether it is behind is a comparison and never a
flag that somebody could forget to set. `Refresh` is the dispatcher's notebook: who is being
worked on, how often it was tried, and which people need a human.
"""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONArray, Now

from assessments.inputs import Audience

from .plan import STEP_COLUMNS, PlanItem


class ReportQuerySet(models.QuerySet["Report"]):
    """Questions over stored reports."""

    def with_open_steps(self) -> Self:
        """With `open_steps`: [skill, level, taxonomy version] of each step that is open in the person's plan.

        The roadmap's page asks for both in one statement.
        """
        steps = PlanItem.objects.open().filter(person=OuterRef("person"), skill__isnull=False).order_by("id")
        return self.annotate(open_steps=ArraySubquery(steps.values(json=JSONArray(*STEP_COLUMNS))))


class Report(models.Model):
    """The gap report and roadmap of one person for one audience.

    It is behind as soon as the person's revision, the taxonomy version or the engine is higher
    than what it states, or the day `good_until` has come: on that day something in it goes stale,
    starts or ends. `sheet` is what `roadmaps.computing.sheets` says of it, in the columns of that version.
    """

    class Maker(models.TextChoices):
        WORKER = "worker"
        DISPATCHER = "dispatcher"

    pk = models.CompositePrimaryKey("person_id", "audience")
    # Its own index is that of the key.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reports", db_index=False
    )
    audience = models.CharField(max_length=6, choices=[(a.value, a.name) for a in Audience])
    revision = models.PositiveBigIntegerField()
    version = models.PositiveIntegerField()
    engine = models.PositiveIntegerField()
    day = models.DateField()
    good_until = models.DateField(null=True)
    sheet = models.BinaryField()
    computed_by = models.CharField(max_length=10, choices=Maker.choices)
    computed_at = models.DateTimeField(db_default=Now())

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="report_audience_is_known", condition=Q(audience__in=[a.value for a in Audience])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audience} report of {self.person_id} at {self.revision}"


class Refresh(models.Model):
    """Where bringing one person's reports up to date stands.

    A lease names what it was taken for (`leased_…`); when any of that has grown, the person may be
    claimed again at once. `attempts` counts claims for the same inputs, and so how often ringing did not help.
    `tried` counts how often somebody was begun alone, before any work is done: that alone leads to death. Neither
    waiting in a long queue nor company in a chunk does, so one person's poison kills nobody else.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="refresh"
    )
    leased_revision = models.PositiveBigIntegerField(default=0)
    leased_version = models.PositiveIntegerField(default=0)
    leased_engine = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0)
    alone = models.BooleanField(default=False)
    tried = models.PositiveSmallIntegerField(db_default=0)
    error = models.CharField(max_length=300, blank=True, default="")
    fingerprint = models.CharField(max_length=40, blank=True, default="")
    dead_at = models.DateTimeField(null=True)

    class Meta:
        # Few rows at any time: what is under way is counted, and what died is shown, without a look at everybody.
        indexes = [
            models.Index(fields=["not_before"], name="refresh_under_way", condition=Q(leased_revision__gt=0)),
            models.Index(fields=["fingerprint"], name="refresh_dead", condition=Q(dead_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"refresh of {self.person_id}"
