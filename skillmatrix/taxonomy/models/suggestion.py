"""What readers suggest: a change to a skill, or a new one."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Q, Window
from django.db.models.functions import Coalesce, Lower, Now

from .projection import Skill


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Questions over suggestions."""

    def open(self) -> Self:
        """Nobody has answered yet."""
        return self.filter(state=Suggestion.State.OPEN)

    def answered(self) -> Self:
        """An admin has dealt with it, the newest answer first."""
        return self.exclude(state=Suggestion.State.OPEN).order_by("-answered_at", "-id")

    def by_subject(self) -> Self:
        """All about one skill, or for one new skill, together; subjects and suggestions each newest first."""
        together: list[F | Lower] = [F("skill_id"), Lower("name")]
        newest = Window(Max("id"), partition_by=together)
        return self.annotate(newest=newest).order_by("-newest", "-id")

    def newest_news_first(self) -> Self:
        """What was said or answered last comes first."""
        return self.order_by(Coalesce("answered_at", "created_at").desc(), "-id")


class Suggestion(models.Model):
    """A reader's wish and, once an admin has dealt with it, the answer. Without a skill it asks for a new one."""

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    skill = models.ForeignKey(Skill, models.PROTECT, null=True, related_name="suggestions")
    name = models.CharField(max_length=120, blank=True)
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="suggestions")
    created_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None) | ~Q(state="open") & ~Q(answered_at=None),
                name="suggestion_answered_once_not_open",
            ),
            models.CheckConstraint(condition=~Q(skill=None) | ~Q(name=""), name="suggestion_names_a_skill"),
            models.CheckConstraint(condition=~Q(text=""), name="suggestion_says_something"),
        ]

    def __str__(self) -> str:
        return self.name or f"about {self.skill_id}"

    @property
    def about(self) -> str:
        """The skill it is about, or the name of the one it asks for."""
        return self.skill.name if self.skill else self.name

    @property
    def is_open(self) -> bool:
        """Nobody has answered yet."""
        return self.state == self.State.OPEN
