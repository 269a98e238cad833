"""A person's profile: the revision of their inputs, and their statements packed as vectors.

Rows are the truth, vectors are how many people are computed at once. Only `assessments.levels`
reads or writes the bytes; everything else asks it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assessments.guard import Input, InputQuerySet


class Profile(Input):
    """One row a person who has any input.

    `revision` counts every change of an input. `own_revision` is the revision of the newest change
    that the person made themselves, `shared_revision` the newest of those they have released:
    there is something to share while the two differ. `changed_at` is when `revision` was raised. `version` is the
    taxonomy version in whose levels and skills the vectors speak. A vector has one byte a skill slot for the value
    and two for the day of the statement (days since 2000-01-01, big-endian; the highest bit says "asks again").
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="profile"
    )
    revision = models.PositiveBigIntegerField(default=0)
    own_revision = models.PositiveBigIntegerField(default=0)
    shared_revision = models.PositiveBigIntegerField(default=0)
    shared_on = models.DateField(null=True)
    changed_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=0)
    own_values = models.BinaryField(default=b"")
    own_days = models.BinaryField(default=b"")
    shared_values = models.BinaryField(default=b"")
    shared_days = models.BinaryField(default=b"")
    agreed_values = models.BinaryField(default=b"")
    agreed_days = models.BinaryField(default=b"")

    objects = InputQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="profile_shares_no_more_than_own",
                condition=Q(shared_revision__lte=F("own_revision"), own_revision__lte=F("revision")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.revision}"


class Share(Input):
    """A person released everything they had said up to `up_to_revision`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="shares")
    revision = models.PositiveBigIntegerField()
    up_to_revision = models.PositiveBigIntegerField()
    key = models.UUIDField()
    created_at = models.DateTimeField(db_default=Now())
    day = models.DateField()

    objects = InputQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "revision"], name="share_one_a_revision"),
            models.UniqueConstraint(fields=["person", "key"], name="share_key_once_a_person"),
            models.CheckConstraint(
                name="share_releases_what_was_said", condition=Q(up_to_revision__lt=F("revision"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} shared up to {self.up_to_revision}"
