"""A list of people that somebody is about to add: kept between the preview and the yes."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class PeopleImportQuerySet(models.QuerySet):
    """Questions over imports."""

    def of(self, person: models.Model) -> Self:
        """Those that this person prepared."""
        return self.filter(by=person)


class PeopleImport(models.Model):
    """One previewed list. Its rows are emptied once they are people; the key makes a second yes the same yes."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rows = models.JSONField(default=list)
    creates_teams = models.BooleanField(default=False)
    added = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    applied_at = models.DateTimeField(null=True)

    objects = PeopleImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_import_applied_knows_how_many",
                condition=Q(applied_at=None, added=None) | Q(applied_at__isnull=False, added__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"import {self.key}"
