"""The draft: what will be published next, edited part by part.

A document falls into parts (`parts.py`): the scale, a skill, a role. The draft keeps only the parts that differ
from its base version, so an edit writes one small row, and two admins who edit two skills never meet. Each
change is kept with what it replaced, newest last: undoing is putting that back.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class TaxonomyDraft(models.Model):
    """The one draft of the installation; there is none until somebody edits.

    `base` is the version it starts from, `revision` counts its changes, and `note` is what the publisher wrote
    so far about this version.
    """

    only = models.BooleanField(default=True)
    base = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(db_default=Now())
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["only"], name="taxonomy_draft_one"),
            models.CheckConstraint(condition=Q(only=True), name="taxonomy_draft_only_is_true"),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk} on version {self.base}"


class DraftPart(models.Model):
    """One part that differs from the base. No content: the part is taken out of the document.

    `revision` is that of the draft when the part last changed: what a form has to show to be saved.
    `wording_only` is the admin's word that new texts of a skill mean what the old ones did.
    """

    draft = models.ForeignKey(TaxonomyDraft, models.CASCADE, related_name="parts")
    path = models.CharField(max_length=80)
    content = models.JSONField(null=True)
    revision = models.PositiveIntegerField()
    wording_only = models.BooleanField(default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "path"], name="draft_part_once_a_draft"),
        ]

    def __str__(self) -> str:
        return self.path


class DraftChange(models.Model):
    """One change of the draft, in words. `before` maps each path to the row it replaced, or null for none."""

    draft = models.ForeignKey(TaxonomyDraft, models.CASCADE, related_name="changes")
    revision = models.PositiveIntegerField()
    summary = models.CharField(max_length=300)
    before = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "revision"], name="draft_change_one_a_revision"),
        ]

    def __str__(self) -> str:
        return self.summary
