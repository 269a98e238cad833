"""Somebody in a cycle: what is asked of them, that their part was submitted, and what was frozen at the end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NoReturn, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Max, Q
from django.db.models.functions import Now

from skillmatrix.people.models import Membership, Team, Unchangeable

from .cycle import Cycle


class ParticipantQuerySet(models.QuerySet):
    """Questions over participants."""

    def present(self) -> Self:
        """Those who may still sign in."""
        return self.filter(person__is_active=True)

    def running(self) -> Self:
        """Those whose cycle is under way."""
        return self.filter(cycle__in=Cycle.objects.running())

    def of(self, people: Collection[int]) -> Self:
        """The parts of these people."""
        return self.filter(person__in=people)

    def led_in(self, teams: Collection[int], day: date) -> Self:
        """Those who belong to one of these teams on that day, whatever team they were in when the cycle began."""
        return self.filter(person__in=Membership.objects.on(day).filter(team__in=teams).values("person"))

    def with_submissions(self) -> Self:
        """With `self_at` and `lead_at`: when each side's part was submitted last, or None."""
        return self.annotate(
            self_at=Max("submissions__created_at", filter=Q(submissions__side=Submission.Side.SELF)),
            lead_at=Max("submissions__created_at", filter=Q(submissions__side=Submission.Side.LEAD)),
        )

    def shown_to(self, person: models.Model, *, closed_since: datetime) -> Self:
        """What this person has to know of: cycles under way, and those that closed lately without their part."""
        lately = Q(cycle__closed_at__gte=closed_since) & ~Q(submissions__side=Submission.Side.SELF)
        under_way = Q(cycle__closed_at=None, cycle__cancelled_at=None)
        return self.filter(lately | under_way, person=person).order_by("cycle__self_by", "id")


class Participant(models.Model):
    """One person in one cycle. `skills` are the slugs asked of them, settled when the cycle began.

    `team` is the one they belonged to then. Whoever joined just before is new: nothing is asked of them but a first
    session on `first_session_on`.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cycle_parts")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    skills = ArrayField(models.SlugField(max_length=60), default=list)
    first_session_on = models.DateField(null=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "person"], name="participant_once_a_cycle"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.cycle_id}"


class Submission(models.Model):
    """Somebody said that a part is done: the person their own, or whoever leads them the lead's.

    `revision` is that of the person's profile, up to which everything they had said was shared. Rows are only added.
    """

    class Side(models.TextChoices):
        SELF = "self"
        LEAD = "lead"

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="submissions")
    side = models.CharField(max_length=4, choices=Side.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField()
    revision = models.PositiveBigIntegerField()
    version = models.PositiveIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "side", "by", "key"], name="submission_key_once_a_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} part of {self.participant_id}"


class FrozenQuerySet(models.QuerySet):
    """Rows that are written once."""

    def update(self, **values: Any) -> NoReturn:
        """Always raises Unchangeable."""
        raise Unchangeable("What was frozen is never changed.")

    def delete(self) -> NoReturn:
        """Always raises Unchangeable."""
        raise Unchangeable("What was frozen is never deleted.")


class Snapshot(models.Model):
    """What held of one participant when their cycle closed. Later changes never alter it.

    The vectors are those of the profile at that moment, in the words of the taxonomy `version`: what was shared up to
    `shared_revision`, and what was agreed. Only `assessments.levels` reads the bytes.
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted"
        NOT_SUBMITTED = "missing"
        AWAY = "away"
        NEW = "new"

    participant = models.OneToOneField(Participant, on_delete=models.PROTECT, related_name="snapshot")
    state = models.CharField(max_length=9, choices=State.choices)
    submitted_at = models.DateTimeField(null=True)
    lead_submitted_at = models.DateTimeField(null=True)
    revision = models.PositiveBigIntegerField()
    shared_revision = models.PositiveBigIntegerField()
    version = models.PositiveIntegerField()
    shared_values = models.BinaryField(default=b"")
    shared_days = models.BinaryField(default=b"")
    agreed_values = models.BinaryField(default=b"")
    agreed_days = models.BinaryField(default=b"")

    objects = FrozenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="snapshot_submitted_has_a_time",
                condition=Q(state="submitted", submitted_at__isnull=False)
                | ~Q(state="submitted") & Q(submitted_at=None),
            ),
            models.CheckConstraint(
                name="snapshot_shares_no_more_than_all", condition=Q(shared_revision__lte=F("revision"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} at {self.revision}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new one. Raises Unchangeable for one that exists."""
        if not self._state.adding:
            raise Unchangeable("What was frozen is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Always raises Unchangeable."""
        raise Unchangeable("What was frozen is never deleted.")
