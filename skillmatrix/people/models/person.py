"""A person is a user account."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Prefetch, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .team import Lead, Membership, Team


class PersonQuerySet(models.QuerySet):
    """Questions over people."""

    def active(self) -> Self:
        """Those who may sign in."""
        return self.filter(is_active=True)

    def named(self, text: str) -> Self:
        """Those whose name or e-mail contains `text`, whatever its case."""
        return self.filter(Q(name__icontains=text) | Q(email__icontains=text)) if text else self

    def with_places(self, day: date) -> Self:
        """With `held` (the membership of that day, as a list) and `led` (leads of that day), in two queries."""
        return self.prefetch_related(
            Prefetch("memberships", Membership.objects.on(day).select_related("team"), to_attr="held"),
            Prefetch("leads", Lead.objects.on(day).select_related("team"), to_attr="led"),
        )

    def placed(self, team: Team | None, day: date) -> Self:
        """Those who belong to `team` on that day, or to none."""
        members = Membership.objects.on(day)
        if team is None:
            return self.exclude(memberships__in=members)
        return self.filter(memberships__in=members.filter(team=team))


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Makes people with a usable password or none."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Store and return a new person; without a password nobody can sign in as them yet."""
        person = self.model(email=email.strip(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """The person with this e-mail address, whatever its case."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who signs in. The three `is_…_admin`-like flags open pages, never anybody's ratings."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120)
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")
    language = models.CharField(_("language"), max_length=10, default="en")
    theme = models.CharField(
        _("appearance"),
        max_length=5,
        default="auto",
        choices=[("auto", _("as the device")), ("light", _("light")), ("dark", _("dark"))],
    )
    is_active = models.BooleanField(default=True)
    is_people_admin = models.BooleanField(_("edits people and teams"), default=False)
    is_taxonomy_admin = models.BooleanField(_("edits the taxonomy"), default=False)
    is_operator = models.BooleanField(_("watches operations"), default=False)
    is_demo = models.BooleanField(default=False)
    shares_upward = models.BooleanField(
        _("shared ratings are visible to leads of parent teams"), default=False
    )
    wants_reminders = models.BooleanField(_("reminders by e-mail"), default=True, db_default=True)
    first_job = models.BooleanField(
        _("technical areas come first on the roadmap and in the plan"), default=False, db_default=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_unique_whatever_case"),
            models.CheckConstraint(name="person_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="person_has_an_email", condition=~Q(email="")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        """The first word of the name, as one would say it in a sentence."""
        return self.name.split()[0]
