"""What is asked of a person: the role they have, the one they aim at, and exceptions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from assessments.guard import Input, InputQuerySet
from assessments.inputs import Wish
from skillmatrix.people.dated import Dated, DatedQuerySet, ends_after_start, no_overlap
from skillmatrix.taxonomy.models import Role, Skill


class DatedInputQuerySet(DatedQuerySet, InputQuerySet):  # type: ignore[override]
    """Dated rows that reports are computed from."""


class RoleAssignment(Dated, Input):
    """The role a person has, from a day until a day; set by their lead or a people admin."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roles")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DatedInputQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("role_assignment_ends_after_start"),
            no_overlap("role_assignment_one_at_a_time", "person_id"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} is {self.role_id} from {self.starts_on}"


class NextRole(Input):
    """The role a person aims at, chosen by themselves. Rows are only added; null means none."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="next_roles")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    objects = InputQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "revision"], name="next_role_one_a_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} aims at {self.role_id}"


class ExtraSkill(Input):
    """A skill a person added to their own list, or took off it, under a taxonomy version. Rows are only added."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="extra_skills"
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    added = models.BooleanField()
    version = models.PositiveIntegerField()
    revision = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    objects = InputQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "revision"], name="extra_skill_one_a_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {'added' if self.added else 'removed'} {self.skill_id}"


class Interest(Input):
    """Whether a person wants to learn a skill, to use it, or neither, under a taxonomy version.

    Rows are only added; an empty wish takes the one before back. It orders the steps of a roadmap and nothing else.
    """

    # Without an index of its own: (person, revision) serves the person.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="interests", db_index=False
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    wish = models.CharField(max_length=7, choices=[(wish.value, wish.value) for wish in Wish], blank=True)
    version = models.PositiveIntegerField()
    revision = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    objects = InputQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "revision"], name="interest_one_a_revision"),
            models.CheckConstraint(
                name="interest_is_a_known_wish", condition=Q(wish__in=["", *(wish.value for wish in Wish)])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.skill_id}: {self.wish or 'no wish'}"


class TargetOverride(Dated, Input):
    """A lead's exception to one target of one person, with the reason that the person reads.

    `level` is a rank of the scale of `version`.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="target_overrides"
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = DatedInputQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("target_override_ends_after_start"),
            no_overlap("target_override_one_a_skill_at_a_time", "person_id", "skill_id"),
            models.CheckConstraint(name="target_override_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.skill_id}: {self.level}"
