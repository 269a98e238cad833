"""Published versions: the truth, which `versions.py` hands out parsed."""

from __future__ import annotations

from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Immutable(TypeError):
    """A published version was about to be changed or deleted."""


class VersionQuerySet(models.QuerySet["TaxonomyVersion"]):
    """Versions are only ever added."""

    def update(self, **values: Any) -> NoReturn:
        """Always raises `Immutable`."""
        raise Immutable("A published version never changes; publish a new one.")

    def delete(self) -> NoReturn:
        """Always raises `Immutable`."""
        raise Immutable("A published version is never deleted.")

    def latest_first(self) -> Self:
        """The current version, then those before it."""
        return self.order_by("-number")


class TaxonomyVersion(models.Model):
    """One published document.

    `text` is what was published, byte for byte; `content` the same, checked and canonical, for loading without
    YAML; `slots` gives each skill that ever was its place in a vector; `fingerprint` tells two contents and their
    pasts apart even where a database was restored and a number came back. `transition` is what the version did to
    ratings made before (see `transition.py`); `undoes` the number of the version that it took back.
    """

    number = models.PositiveIntegerField()
    text = models.TextField()
    content = models.JSONField()
    slots = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    transition = models.JSONField(default=dict)
    undoes = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=500, blank=True)
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="taxonomy_version_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="taxonomy_version_number_positive"),
            models.CheckConstraint(
                condition=Q(undoes=None) | Q(undoes=F("number") - 1), name="taxonomy_version_undoes_the_last"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new version. Raises `Immutable` for one that exists."""
        if not self._state.adding:
            raise Immutable("A published version never changes; publish a new one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Always raises `Immutable`."""
        raise Immutable("A published version is never deleted.")
