"""A cycle: a time-boxed request to say where one stands. A series opens one again and again."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from skillmatrix.people.models import Membership, Person, Team
from skillmatrix.taxonomy.models import Role


class Asked(models.Model):
    """What a cycle and a series have in common: of whom what is asked, and when they are reminded.

    Asked are the people of `teams`, or everybody where there are none, who have one of `roles`, or any where there
    are none. `reminder_days` are days before the deadline of one's own part.
    """

    class Scope(models.TextChoices):
        ALL = "all", _("all skills of the role")
        QUICK = "quick", _("the quick set")
        CHANGED = "changed", _("only skills that changed, are out of date or were never rated")

    name = models.CharField(max_length=120)
    scope = models.CharField(max_length=7, choices=Scope.choices, default=Scope.ALL)
    teams = models.ManyToManyField(Team, related_name="+")
    roles = models.ManyToManyField(Role, related_name="+")
    reminder_days = ArrayField(models.PositiveSmallIntegerField(), default=list)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True


class SeriesQuerySet(models.QuerySet):
    """Questions over series."""

    def going_on(self) -> Self:
        """Those that nobody has stopped."""
        return self.filter(stopped_at=None)


class Series(Asked):
    """Opens a cycle every quarter, every year, or for each person on the day they joined.

    The deadlines of its cycles are `self_days` and `lead_days` after their start. `next_on` is the day of the next
    cycle; for anniversaries the next day to look whose it is.
    """

    class Rhythm(models.TextChoices):
        QUARTERLY = "quarterly", _("every quarter")
        YEARLY = "yearly", _("every year")
        ANNIVERSARY = "anniversary", _("for each person on the anniversary of their joining")

    key = models.UUIDField()
    rhythm = models.CharField(max_length=11, choices=Rhythm.choices)
    starts_on = models.DateField()
    self_days = models.PositiveSmallIntegerField()
    lead_days = models.PositiveSmallIntegerField()
    next_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="series_deadlines_in_order", condition=Q(self_days__lte=F("lead_days"))
            ),
            models.CheckConstraint(name="series_has_a_name", condition=~Q(name="")),
            models.UniqueConstraint(fields=["by", "key"], name="series_key_once_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.rhythm}"


class CycleQuerySet(models.QuerySet):
    """Questions over cycles."""

    def running(self) -> Self:
        """Begun, and neither closed nor cancelled."""
        return self.filter(begun_at__isnull=False, closed_at=None, cancelled_at=None)

    def waiting(self) -> Self:
        """Those that have not begun and will."""
        return self.filter(begun_at=None, cancelled_at=None)

    def of_teams(self, teams: Collection[int], day: date) -> Self:
        """Those that ask these teams, or somebody who belongs to one of them on that day."""
        here = Membership.objects.on(day).filter(team__in=teams).values("person")
        asked = Q(participants__person__in=here) | Q(teams__in=teams)
        return self.filter(pk__in=Cycle.objects.filter(asked).values("pk"))

    def visible_to(self, viewer: Person, led: Collection[int], day: date) -> Self:
        """Every cycle for people admins; for others those of the teams that they lead on that day."""
        if viewer.is_people_admin:
            return self.all()
        return self.of_teams(led, day) if led else self.none()

    def newest_first(self) -> Self:
        """By their start."""
        return self.order_by("-starts_on", "-id")


class Cycle(Asked):
    """Asks some people to rate some skills by `self_by`, and their leads by `lead_by`.

    Both are days that end when they end in each person's own time zone. `edits` counts changes, so that two admins
    notice each other. `begun_at`: its participants are known. It ends closed, which freezes a snapshot, or cancelled.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid.uuid4)
    starts_on = models.DateField()
    self_by = models.DateField()
    lead_by = models.DateField()
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, related_name="cycles")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edits = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = CycleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cycle_deadlines_in_order",
                condition=Q(starts_on__lte=F("self_by"), self_by__lte=F("lead_by")),
            ),
            models.CheckConstraint(name="cycle_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="cycle_ends_once_and_closes_after_it_began",
                condition=Q(closed_at=None) | Q(cancelled_at=None, begun_at__isnull=False),
            ),
            models.CheckConstraint(
                name="cycle_end_has_a_name",
                condition=Q(ended_by=None, closed_at=None, cancelled_at=None)
                | Q(ended_by__isnull=False) & ~Q(closed_at=None, cancelled_at=None),
            ),
            models.UniqueConstraint(fields=["by", "key"], name="cycle_key_once_a_person"),
            models.UniqueConstraint(fields=["series", "starts_on"], name="cycle_once_a_day_of_a_series"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        """Begun, and neither closed nor cancelled."""
        return self.begun_at is not None and self.closed_at is None and self.cancelled_at is None

    @property
    def has_ended(self) -> bool:
        """Closed or cancelled."""
        return self.closed_at is not None or self.cancelled_at is not None
