"""A rating: one statement about one person and skill at one time. Rows are only ever added."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assessments.guard import Input, InputQuerySet
from skillmatrix.taxonomy.models import Skill

NOT_APPLICABLE = 254
UNRATED = 255
HIGHEST = 9


class RatingQuerySet(InputQuerySet):
    """Questions over ratings. Newest is the highest revision, never a time of day."""

    def history_of(self, person: models.Model, skill: models.Model | None = None) -> Self:
        """The statements about a person (and one skill), newest first."""
        rows = self.filter(person=person).order_by("-revision")
        return rows.filter(skill=skill) if skill else rows

    def self_rated(self) -> Self:
        """What people said about themselves."""
        return self.filter(source=Rating.Source.SELF)

    def beside(self) -> Self:
        """What others said about people: it stands beside the vectors and overrides nothing."""
        return self.filter(source__in=Rating.BESIDE)

    def up_to(self, revision: int) -> Self:
        """The statements that a person had made by this revision."""
        return self.filter(revision__lte=revision)


class Rating(Input):
    """`value` is what holds after this row: a level, not applicable, or nothing (unrated).

    Undo appends a row too: state `withdrawn`, which names the revision it takes back (`withdraws`) and carries the
    value and the day that hold again. So the newest row of a skill always says what holds under its `version` of
    the taxonomy, and `day` since when it has been stated. What it says under a later version: `levels.folding`.

    A rating of somebody else (BESIDE) names the one of the same rater that it `follows` (0: none), and in `self_seen`
    whether their review had shown the person's own level in that skill when they rated; null where nobody noted it.
    """

    class Source(models.TextChoices):
        SELF = "self"
        MANAGER = "manager"
        REVIEWER = "reviewer"
        PEER = "peer"
        AGREED = "agreed"
        IMPORTED = "imported"

    BESIDE = (Source.MANAGER, Source.REVIEWER, Source.PEER)

    class State(models.TextChoices):
        LEVEL = "level"
        NOT_APPLICABLE = "not_applicable"
        WITHDRAWN = "withdrawn"

    # Without indexes of their own: (person, revision) serves the person, and nobody asks by rater.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ratings", db_index=False
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="ratings")
    revision = models.PositiveBigIntegerField()
    key = models.UUIDField()
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.SELF)
    state = models.CharField(max_length=14, choices=State.choices)
    value = models.PositiveSmallIntegerField()
    day = models.DateField()
    reason = models.CharField(max_length=300, blank=True, default="")
    withdraws = models.PositiveBigIntegerField(null=True)
    follows = models.PositiveBigIntegerField(null=True)
    self_seen = models.BooleanField(null=True)
    version = models.PositiveIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(db_default=Now())

    objects = RatingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "revision"], name="rating_one_a_revision"),
            models.UniqueConstraint(fields=["person", "key"], name="rating_key_once_a_person"),
            models.CheckConstraint(
                name="rating_withdraws_an_earlier_one",
                condition=Q(state="withdrawn", withdraws__isnull=False, withdraws__lt=F("revision"))
                | ~Q(state="withdrawn") & Q(withdraws=None),
            ),
            models.CheckConstraint(
                name="rating_value_fits_state",
                condition=Q(state="level", value__lte=HIGHEST)
                | Q(state="not_applicable", value=NOT_APPLICABLE)
                | Q(state="withdrawn", value__lte=HIGHEST)
                | Q(state="withdrawn", value__gte=NOT_APPLICABLE, value__lte=UNRATED),
            ),
            # Of two ratings by one rater that were made from the same page, one is too late.
            models.UniqueConstraint(
                fields=["person", "skill", "by", "follows"],
                condition=Q(follows__isnull=False),
                name="rating_follows_another_once",
            ),
            models.CheckConstraint(
                name="rating_of_another_follows_and_sees",
                condition=Q(follows=None, self_seen=None)
                | Q(source__in=["manager", "reviewer", "peer"])
                & (Q(follows=None) | Q(follows__lt=F("revision"))),
            ),
        ]
        indexes = [models.Index(fields=["person", "skill", "-revision"], name="rating_newest_of_skill")]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.skill_id}: {self.value} at {self.revision}"

    @property
    def level(self) -> int | None:
        """The level that holds after this row; None for not applicable and unrated."""
        return self.value if self.value <= HIGHEST else None
