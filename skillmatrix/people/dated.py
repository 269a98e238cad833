"""Rows that hold from a day until a day: memberships, leads, roles, absences.

`starts_on` is the first day a row holds, `ends_on` the first day it no longer does (open when
null), so two rows that follow each other share a date without overlapping. That no two rows of
one owner overlap is a database constraint: `no_overlap` builds it without any PostgreSQL
extension, by comparing the owner's id as a range of one.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone


def current_day() -> date:
    """The day it is for the organisation (`TIME_ZONE`), the same for everybody and for the workers.

    Never the reader's own: somebody who moved their clock west would go on reading a team that they no
    longer lead, and a role given in Tokyo would begin tomorrow for whoever reads it in Lima.
    """
    return timezone.localdate(timezone=timezone.get_default_timezone())


class DatedQuerySet(models.QuerySet):
    """Questions over dated rows."""

    def on(self, day: date) -> Self:
        """The rows that hold on `day`."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)

    def ending_after(self, day: date) -> Self:
        """The rows that hold on `day` or will hold later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day))


class Dated(models.Model):
    """A row that holds from `starts_on` until the day before `ends_on`."""

    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def end(self, day: date) -> None:
        """Let the row hold until the day before `day`; a row that has not begun never holds."""
        self.ends_on = max(day, self.starts_on)
        self.save(update_fields=["ends_on"])


def ends_after_start(name: str) -> models.CheckConstraint:
    """The constraint that a row does not end before it starts."""
    return models.CheckConstraint(name=name, condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")))


def no_overlap(name: str, *owners: str) -> ExclusionConstraint:
    """The constraint that no two rows with the same `owners` (foreign keys) hold on the same day."""
    period = Func("starts_on", "ends_on", function="daterange", output_field=DateRangeField())
    same = [
        (Func(owner, owner, Value("[]"), function="int8range"), RangeOperators.OVERLAPS) for owner in owners
    ]
    return ExclusionConstraint(name=name, expressions=[*same, (period, RangeOperators.OVERLAPS)])
