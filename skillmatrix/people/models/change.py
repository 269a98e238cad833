"""What people admins changed: written once, never edited, shown on the organisation page."""

from __future__ import annotations

from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Unchangeable(TypeError):
    """A line of the log was about to be changed or deleted."""


class ChangeQuerySet(models.QuerySet):
    """Lines are only ever added."""

    def update(self, **values: Any) -> NoReturn:
        """Always raises Unchangeable."""
        raise Unchangeable("The log of changes is only added to.")

    def delete(self) -> NoReturn:
        """Always raises Unchangeable."""
        raise Unchangeable("The log of changes is only added to.")

    def newest_first(self) -> Self:
        """As a reader wants them, with the names they need."""
        return self.select_related("by", "subject", "team").order_by("-id")


class Change(models.Model):
    """One change to a person or a team. `by` is empty for what the first run or a command did."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="changes"
    )
    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, null=True, related_name="changes")
    what = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="change_says_what", condition=~Q(what=""))]
        indexes = [models.Index(F("subject"), F("id").desc(), name="change_newest_of_person")]

    def __str__(self) -> str:
        return self.what

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new line. Raises Unchangeable for one that exists."""
        if not self._state.adding:
            raise Unchangeable("The log of changes is only added to.")
        super().save(*args, **kwargs)

    @property
    def is_own(self) -> bool:
        """Somebody changed what is theirs, as only the single people admin can."""
        return self.by_id is not None and self.by_id == self.subject_id
