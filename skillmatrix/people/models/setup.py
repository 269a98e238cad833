"""The one-time link by which somebody takes a new installation into use."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class SetupLinkQuerySet(models.QuerySet):
    """Questions over setup links."""

    def usable(self) -> Self:
        """Neither used nor too old."""
        return self.filter(used_at=None, expires_at__gt=Now())


class SetupLink(models.Model):
    """Holds the SHA-256 of the token; whoever reads the table cannot make the link from it."""

    token_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = SetupLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], name="setup_link_token_once"),
            models.CheckConstraint(
                name="setup_link_used_before_it_expires",
                condition=Q(used_at=None) | Q(used_at__lte=F("expires_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"setup link until {self.expires_at:%Y-%m-%d %H:%M}"
