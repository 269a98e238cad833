"""What a person and their lead say to each other about a plan item, or about the report as a whole."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from .plan import PlanItem

LONGEST = 4000


class CommentQuerySet(models.QuerySet["Comment"]):
    """Questions over comments. Who may read them at all is decided in `people.access`."""

    def about(self, person: models.Model, item: PlanItem | None = None) -> Self:
        """What was said about one item, or about the person's report as a whole; the oldest first."""
        return self.filter(subject=person, item=item).select_related("by").order_by("id")

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(deleted_at=None)

    def shown_to(self, viewer: models.Model) -> Self:
        """What stands, and what the viewer has taken back, for them to put it there again."""
        return self.filter(Q(deleted_at=None) | Q(by=viewer))


class Comment(models.Model):
    """One comment about `subject`: on a plan item of theirs, or, without one, on their report.

    Its author alone changes it, and takes it back; what was taken back is kept for a day, to be put there again.
    """

    subject = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="comments")
    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, null=True, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=LONGEST)
    key = models.UUIDField()
    created_at = models.DateTimeField(db_default=Now())
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="comment_key_once_an_author"),
            models.CheckConstraint(name="comment_says_something", condition=~Q(text="")),
        ]
        indexes = [
            models.Index(
                fields=["deleted_at"], name="comment_taken_back", condition=Q(deleted_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.by_id} on {self.subject_id}"
