"""Stored reports, and the refresh that keeps them up to date.

A `Report` states everything it was made from, so whether it is behind is a comparison and never a
flag that somebody could forget to set. `Refresh` is the dispatcher's notebook: who is being
worked on, how often it was tried, and which people need a human.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from assessments.inputs import Audience


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


class Intervention(models.Model):
    """Something that whoever runs the installation did by hand on the operations page: who, what, when."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=200)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(name="intervention_says_what", condition=~Q(what=""))]

    def __str__(self) -> str:
        return self.what


class MonthEnd(models.Model):
    """What one person had shared, and what had been agreed, when a month was over: two packed vectors.

    They speak in the skills and levels of `version`; `assessments.levels.months` alone reads and writes the bytes.
    Kept once the month is over and never changed, because rows of earlier days are never added.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="month_ends")
    day = models.DateField()
    version = models.PositiveIntegerField()
    said_values = models.BinaryField()
    said_days = models.BinaryField()
    agreed_values = models.BinaryField()
    agreed_days = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="month_end_once_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} at the end of {self.day:%Y-%m}"
