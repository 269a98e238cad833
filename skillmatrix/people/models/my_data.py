"""What people ask about everything that is kept of them: a copy, and to have it erased."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

KEPT_FOR = timedelta(days=7)


class DataExportQuerySet(models.QuerySet):
    """Questions over exports."""

    def of(self, person: models.Model) -> Self:
        """Those of this person, newest first, without the file itself."""
        return self.filter(person=person).defer("content").order_by("-id")

    def expired(self) -> Self:
        """Those that have been kept long enough."""
        return self.filter(asked_at__lt=timezone.now() - KEPT_FOR)


class DataExport(models.Model):
    """A file with everything about a person, which a worker makes for them and which only they can fetch."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_exports"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content = models.BinaryField(null=True)
    asked_at = models.DateTimeField(db_default=Now())
    made_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(null=True)

    objects = DataExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="data_export_made_has_a_file",
                condition=Q(made_at=None, content=None, size=None)
                | Q(made_at__isnull=False, content__isnull=False, size__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"data of {self.person_id}"

    @property
    def gone_on(self) -> datetime:
        """When it will be deleted."""
        return self.asked_at + KEPT_FOR


class ErasureRequestQuerySet(models.QuerySet):
    """Questions over requests."""

    def waiting(self) -> Self:
        """Those that were not taken back."""
        return self.filter(taken_back_at=None)


class ErasureRequest(models.Model):
    """A person asks that everything about them be erased. It waits for those who edit people until it is taken back."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="erasure_requests"
    )
    key = models.UUIDField()
    asked_at = models.DateTimeField(db_default=Now())
    taken_back_at = models.DateTimeField(null=True)

    objects = ErasureRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], name="erasure_request_one_waits", condition=Q(taken_back_at=None)
            ),
            models.UniqueConstraint(fields=["person", "key"], name="erasure_request_key_once_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} asks to be erased"
