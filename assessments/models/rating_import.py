"""Past ratings that somebody is about to bring along: kept between the dry run and the yes."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class RatingImportQuerySet(models.QuerySet):
    """Questions over imports."""

    def of(self, person: models.Model) -> Self:
        """Those that this person prepared."""
        return self.filter(person=person)


class RatingImport(models.Model):
    """One file of past ratings, as lines. They are emptied once they are ratings; `added` says how many there were.

    `levels` maps the words of the file, in lower case, to what they mean here. No report is computed from it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rating_imports"
    )
    name = models.CharField(max_length=100, blank=True)
    lines = models.JSONField(default=list)
    levels = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    added = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    applied_at = models.DateTimeField(null=True)

    objects = RatingImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="rating_import_applied_knows_how_many",
                condition=Q(applied_at=None, added=None) | Q(applied_at__isnull=False, added__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"past ratings of {self.person_id}"
