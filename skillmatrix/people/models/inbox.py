"""What a person is told, and who looked at what is theirs."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Max, Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _


class MessageQuerySet(models.QuerySet):
    """Questions over messages."""

    def of(self, person: models.Model) -> Self:
        """What this person was told, newest first."""
        return self.filter(recipient=person).order_by("-id")

    def unread_first(self) -> Self:
        """What has not been opened before what has, each newest first."""
        return self.alias(is_read=Q(read_at__isnull=False)).order_by("is_read", "-id")

    def unread(self) -> Self:
        """What has not been opened."""
        return self.filter(read_at=None)


class Message(models.Model):
    """One line in somebody's inbox. It carries a link, never a level."""

    class Kind(models.TextChoices):
        SHARED = "shared"
        TARGET = "target"
        ROLE = "role"
        ORGANISATION = "organisation"
        WELCOME = "welcome"
        SUGGESTION = "suggestion"
        REVIEW = "review"
        CYCLE = "cycle"
        PLAN = "plan"
        COMMENT = "comment"

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True, max_length=4000)
    link = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=100, null=True, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["recipient", "-id"], name="message_newest_of_recipient")]

    def __str__(self) -> str:
        return self.subject


PAGES = {
    "home": _("their own start page"),
    "person": _("your page"),
    "history": _("your history"),
    "plan": _("your development plan"),
    "comments": _("the comments on your report"),
    "team": _("the team’s page"),
    "review": _("your review"),
    "one-on-one": _("the sheet for your 1-1"),
    "snapshot": _("what you had shared when a cycle closed"),
}


class AccessQuerySet(models.QuerySet):
    """Questions over who looked."""

    def at(self, person: models.Model) -> Self:
        """Who looked at what is this person's, newest first."""
        return self.filter(subject=person).select_related("viewer").order_by("-day", "-id")

    def by_month(self, person: models.Model) -> models.QuerySet[Any, dict[str, Any]]:
        """The same as dicts, one a month, viewer and page, with on how many `days`; the latest first."""
        seen = self.filter(subject=person).annotate(month=TruncMonth("day"))
        each = seen.values("month", "viewer", "page", who=F("viewer__name"))
        days = each.annotate(days=Count("day"), last=Max("day"))
        return days.order_by("-month", "-last", "who", "viewer", "page")


class Access(models.Model):
    """Somebody looked at a page about somebody else on a day."""

    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    subject = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="looked_at")
    page = models.CharField(max_length=40)
    day = models.DateField()

    objects = AccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "viewer", "page", "day"], name="access_once_a_day"),
            models.CheckConstraint(name="access_is_to_another", condition=~Q(viewer=F("subject"))),
        ]

    def __str__(self) -> str:
        return f"{self.viewer_id} saw {self.page} of {self.subject_id}"

    @property
    def page_name(self) -> str:
        """What the reader calls the page."""
        return str(PAGES.get(self.page, self.page))
