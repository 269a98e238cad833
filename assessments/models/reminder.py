"""A reminder: one mail to one participant on one day, sent at most once."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from .participant import Participant


class ReminderQuerySet(models.QuerySet):
    """Questions over reminders."""

    def doubtful(self) -> Self:
        """Those of which nobody knows that they arrived, and that nobody has sent again."""
        states = (Reminder.State.UNKNOWN, Reminder.State.FAILED)
        return self.filter(state__in=states, repeats=None).order_by("day", "id")


class Reminder(models.Model):
    """Marked `sending` before it is handed to the mail server, and never sent again by itself.

    So whatever dies in between leaves it `unknown`: it may have arrived. `dropped`: when its turn came it was no
    longer wanted. Sending it again is a row of its own that names the first and whoever asked for it.
    """

    class State(models.TextChoices):
        DUE = "due"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        UNKNOWN = "unknown"
        DROPPED = "dropped"

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="reminders")
    day = models.DateField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.DUE)
    job = models.BigIntegerField(null=True)
    error = models.CharField(max_length=300, blank=True)
    repeated = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="repeats")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "day"], name="reminder_once_a_day", condition=Q(repeated=None)
            ),
            models.CheckConstraint(
                name="reminder_again_is_somebodys_wish",
                condition=Q(repeated=None, by=None) | Q(repeated__isnull=False, by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["changed_at"], name="reminder_unsettled", condition=Q(state__in=("due", "sending"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} on {self.day}: {self.state}"
