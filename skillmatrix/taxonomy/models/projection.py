"""The current document as plain rows, for foreign keys, filters and SQL.

Written by `actions.publish` alone. What ratings point at is never deleted: a skill, role or level that is
missing in the current document is `retired`.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from skillmatrix.taxonomy.document import Kind

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class SkillArea(models.Model):
    """A group of skills."""

    slug = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    position = models.PositiveIntegerField()
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="skill_area_slug_unique"),
            models.CheckConstraint(condition=Q(slug__regex=SLUG), name="skill_area_slug_is_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class Skill(models.Model):
    """The smallest rateable unit. `slug` survives renames; `slot` is its place in vectors, for ever."""

    slug = models.CharField(max_length=60)
    slot = models.PositiveIntegerField()
    area = models.ForeignKey(SkillArea, models.PROTECT, related_name="skills")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    position = models.PositiveIntegerField()
    retired = models.BooleanField(default=False)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")

    class Meta:
        ordering = ["position", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="skill_slug_unique"),
            models.UniqueConstraint(fields=["slot"], name="skill_slot_unique"),
            models.CheckConstraint(condition=Q(slug__regex=SLUG), name="skill_slug_is_a_slug"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="skill_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(retired=True), name="skill_with_successor_is_retired"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("id")), name="skill_not_its_own_successor"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProficiencyLevel(models.Model):
    """One step of the scale."""

    rank = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["rank"], name="proficiency_level_rank_unique"),
            models.CheckConstraint(condition=Q(rank__lte=9), name="proficiency_level_rank_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.rank} {self.name}"


class Role(models.Model):
    """A target profile, such as junior or staff."""

    slug = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    position = models.PositiveIntegerField()
    retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="role_slug_unique"),
            models.CheckConstraint(condition=Q(slug__regex=SLUG), name="role_slug_is_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """What a role asks of a skill; absent where it asks nothing."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="targets")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="targets")
    level = models.PositiveSmallIntegerField()
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "skill"], name="target_one_a_role_and_skill"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=9), name="target_level_in_range"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=9), name="target_weight_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.role_id}/{self.skill_id}: {self.level}"
