"""The development plan: what somebody commits to, and why, which is nobody else's business.

Nothing is computed from a plan, so it raises no revision: the roadmap says what would help, the plan what somebody
means to do, and the two are kept apart. The motive has a table of its own, so that no query for another reader can
bring it along by accident.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Func, Q, TextField, Value
from django.db.models.functions import Now

from skillmatrix.taxonomy.models import Skill

MOST_LINKS = 10
STEP_COLUMNS = ("skill__slug", "to_level", "version")


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    """Questions over plan items."""

    def of(self, person: models.Model) -> Self:
        """What is in this person's plan, with the names that a page shows."""
        return self.filter(person=person).select_related("skill", "proposed_by", "agreed_with")

    def shared(self) -> Self:
        """What others than the person may read."""
        return self.filter(shared=True)

    def open(self) -> Self:
        """Neither done nor dropped."""
        return self.filter(state__in=PlanItem.OPEN)

    def closed(self) -> Self:
        """Done or dropped, the latest first."""
        return self.exclude(state__in=PlanItem.OPEN).order_by("-moved_at", "-id")

    def by_day(self) -> Self:
        """What is due first comes first, what has no day last."""
        return self.order_by(F("due_on").asc(nulls_last=True), "id")

    def with_comment_counts(self) -> Self:
        """With `comment_count`: how many were said and not taken back."""
        return self.annotate(comment_count=Count("comments", filter=Q(comments__deleted_at=None)))

    def due_by(self, day: date, *, since: date) -> Self:
        """What somebody means to do, and is due between two days."""
        doing = (PlanItem.State.PLANNED, PlanItem.State.DOING)
        return self.filter(state__in=doing, due_on__range=(since, day))


class PlanItem(models.Model):
    """One thing that a person means to learn or do: a step of the roadmap (`skill`, `to_level`) or a goal of their own.

    `to_level` is a rank of taxonomy `version`. `agreed_with` is the lead with whom it was agreed; without, the person
    alone answers for it. `was` is the state before the last move, for taking that back, and `revision` counts changes
    of the words, so that two open forms notice each other.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"
        PLANNED = "planned"
        DOING = "doing"
        DONE = "done"
        DROPPED = "dropped"

    OPEN = (State.PROPOSED, State.PLANNED, State.DOING)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="plan")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, null=True, related_name="+")
    to_level = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=200, blank=True)
    technical = models.BooleanField(default=False)
    proof = models.CharField(max_length=1000, blank=True)
    due_on = models.DateField(null=True)
    links = ArrayField(models.CharField(max_length=500), default=list, size=MOST_LINKS)
    state = models.CharField(max_length=8, choices=State.choices)
    was = models.CharField(max_length=8, choices=State.choices, blank=True)
    shared = models.BooleanField(default=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    agreed_with = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    agreed_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    key = models.UUIDField()
    created_at = models.DateTimeField(db_default=Now())
    moved_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on"], name="plan_item_due", condition=Q(state__in=("planned", "doing"))
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="plan_item_key_once_a_person"),
            models.UniqueConstraint(
                fields=["person", "skill", "to_level", "version"],
                condition=Q(state__in=("proposed", "planned", "doing"), skill__isnull=False),
                name="plan_item_step_open_once",
            ),
            models.CheckConstraint(
                name="plan_item_is_a_step_or_a_goal",
                condition=Q(skill__isnull=False, to_level__isnull=False, version__isnull=False)
                | Q(skill=None, to_level=None, version=None) & ~Q(title=""),
            ),
            models.CheckConstraint(
                name="plan_item_level_in_range",
                condition=Q(to_level=None) | Q(to_level__gte=1, to_level__lte=9),
            ),
            models.CheckConstraint(
                name="plan_item_state_is_known",
                condition=Q(state__in=("proposed", "planned", "doing", "done", "dropped"))
                & Q(was__in=("", "proposed", "planned", "doing", "done", "dropped")),
            ),
            models.CheckConstraint(
                name="plan_item_proposed_by_another",
                condition=Q(proposed_by=None) & ~Q(state="proposed")
                | Q(proposed_by__isnull=False) & ~Q(proposed_by=F("person")),
            ),
            models.CheckConstraint(
                name="plan_item_agreed_with_another_on_a_day",
                condition=Q(agreed_with=None, agreed_on=None)
                | Q(agreed_with__isnull=False, agreed_on__isnull=False, shared=True)
                & ~Q(agreed_with=F("person")),
            ),
            models.CheckConstraint(
                name="plan_item_links_lead_to_the_web",
                condition=Q(
                    Func(
                        Func(
                            F("links"),
                            Value("\n"),
                            function="array_to_string",
                            output_field=TextField(),
                        ),
                        Value(r"^(https?://[^\s]+(\n|$))*$"),
                        arg_joiner=" ~ ",
                        template="(%(expressions)s)",
                        output_field=models.BooleanField(),
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.skill_id} to {self.to_level}"

    @property
    def is_open(self) -> bool:
        """Neither done nor dropped."""
        return self.state in self.OPEN

    @property
    def is_step(self) -> bool:
        """It is about a skill, and not a goal in the person's own words."""
        return self.skill_id is not None


class Motive(models.Model):
    """What the person is after with one plan item. Nobody else ever reads it, so nothing but their own page asks for it."""

    class Kind(models.TextChoices):
        SCOPE = "scope"
        PAY = "pay"
        TITLE = "title"
        VARIETY = "variety"

    item = models.OneToOneField(PlanItem, on_delete=models.CASCADE, primary_key=True, related_name="motive")
    kind = models.CharField(max_length=7, choices=Kind.choices, blank=True)
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="motive_says_something", condition=~Q(kind="", words="")),
            models.CheckConstraint(
                name="motive_kind_is_known", condition=Q(kind__in=("", "scope", "pay", "title", "variety"))
            ),
        ]

    def __str__(self) -> str:
        return f"motive of {self.item_id}"
