"""What somebody has read, or wants to."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from skillmatrix.taxonomy.models import Skill


class ResourceMarkQuerySet(models.QuerySet["ResourceMark"]):
    """Questions over marks."""

    def recommended(self) -> Self:
        """By those who have read it."""
        return self.filter(mark=ResourceMark.Mark.RECOMMENDED)


class ResourceMark(models.Model):
    """One person's mark at one resource of a skill; `resource` is its `development.resources.reference`.

    Nobody else reads it. Recommendations are counted, and told where there are five or more.
    """

    class Mark(models.TextChoices):
        WANTED = "wanted"
        READ = "read"
        RECOMMENDED = "recommended"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    resource = models.CharField(max_length=64)
    mark = models.CharField(max_length=11, choices=Mark.choices)

    objects = ResourceMarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "skill", "resource"], name="resource_mark_once_a_person"
            ),
            models.CheckConstraint(
                name="resource_mark_is_known", condition=Q(mark__in=("wanted", "read", "recommended"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mark} by {self.person_id}"
