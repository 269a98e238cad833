"""A review: what a person and whoever leads them say to each other about levels. Ordinary tables, not inputs.

Nothing is computed from these rows. What both have confirmed is written as an agreed `Rating`, and that alone counts.
"""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assessments.reviews.agreement import Outcome, Stance
from skillmatrix.people.dated import Dated, DatedQuerySet, ends_after_start, no_overlap
from skillmatrix.taxonomy.models import Skill

from .rating import HIGHEST, NOT_APPLICABLE


class ReviewQuerySet(models.QuerySet):
    """Questions over reviews."""

    def open(self) -> Self:
        """Those that go on."""
        return self.filter(closed_at=None)

    def newest_first(self) -> Self:
        """The one that goes on, if any, then those before it."""
        return self.order_by("-id")


class Review(models.Model):
    """One conversation about a person's levels, from its first rating until the lead closes it.

    It belongs to the person and not to a lead: who leads them may change in the middle, and the next one goes on.
    Ratings by others count in it when their revision is above `opened_revision`.
    """

    subject = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_default=Now())
    opened_revision = models.PositiveBigIntegerField()
    closed_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(closed_at=None), name="review_one_open_a_person"
            ),
            models.CheckConstraint(name="review_is_by_another", condition=~Q(subject=F("opened_by"))),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} since {self.opened_at}"


class ReviewItem(models.Model):
    """One skill of a review, and what came of it: agreed (in the rating `agreed_revision`), open, or differing."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="items")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(
        max_length=6, choices=[(one.value, one.value) for one in Outcome], default=Outcome.OPEN.value
    )
    agreed_revision = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "skill"], name="review_item_one_a_skill"),
            models.CheckConstraint(
                name="review_item_agreed_names_its_rating",
                condition=Q(outcome="agreed", agreed_revision__isnull=False)
                | ~Q(outcome="agreed") & Q(agreed_revision=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id}: {self.outcome}"


class ReviewSideQuerySet(models.QuerySet):
    """Questions over what was said."""

    def differing(self, person: models.Model) -> Self:
        """Who sees which skill differently, in the person's newest review."""
        newest = Review.objects.filter(subject_id=person.pk).newest_first().values("pk")[:1]
        rows = self.filter(item__review__in=newest, item__outcome=Outcome.DIFFER, stance=Stance.DIFFERS)
        return rows.select_related("by", "item__skill")


class ReviewSide(models.Model):
    """What one of them says in a review about one skill; nobody else can change it.

    `about_own` and `about_lead` are the revisions of the two ratings they had before them, `version` the taxonomy's:
    a word about levels that have moved since is void. `revealed`: they had the level shown without rating first.
    `key` is that of the newest word.
    """

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="sides")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revealed = models.BooleanField(default=False)
    stance = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in Stance], default=Stance.SILENT.value
    )
    value = models.PositiveSmallIntegerField(null=True)
    sentence = models.CharField(max_length=300, blank=True, default="")
    about_own = models.PositiveBigIntegerField(default=0)
    about_lead = models.PositiveBigIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    key = models.UUIDField(null=True)
    said_at = models.DateTimeField(null=True)

    objects = ReviewSideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "by"], name="review_side_one_a_person"),
            models.CheckConstraint(
                name="review_side_says_what_its_stance_needs",
                condition=Q(stance="silent", value=None)
                | Q(stance="confirms", value__isnull=False)
                & (Q(value__lte=HIGHEST) | Q(value=NOT_APPLICABLE))
                | Q(stance="differs", value=None) & ~Q(sentence=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} {self.stance} {self.value}"


class Delegation(Dated):
    """Somebody else was asked to rate one skill of a person, from a day until a day that is always set.

    A reviewer sees the level that the person shared in it. A peer sees nothing, and only the person asks for one.
    """

    class Kind(models.TextChoices):
        REVIEWER = "reviewer"
        PEER = "peer"

    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations"
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="asked_for")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("delegation_ends_after_start"),
            no_overlap("delegation_once_at_a_time", "subject_id", "reviewer_id", "skill_id"),
            models.CheckConstraint(name="delegation_has_an_end", condition=Q(ends_on__isnull=False)),
            models.CheckConstraint(name="delegation_is_to_another", condition=~Q(subject=F("reviewer"))),
            models.CheckConstraint(
                name="delegation_to_a_peer_is_the_persons_own", condition=~Q(kind="peer") | Q(subject=F("by"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer_id} on {self.skill_id} of {self.subject_id} until {self.ends_on}"
