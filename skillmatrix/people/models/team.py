"""Teams, and the dated facts about them: who belonged, who led, who was away."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from skillmatrix.people.dated import Dated, DatedQuerySet, ends_after_start, no_overlap


class Organisation(models.Model):
    """The one organisation of an installation; its row exists once the first run is done."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(_("company"), max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(name="organisation_is_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return self.name


class TeamQuerySet(models.QuerySet):
    """Questions over teams."""

    def open(self) -> Self:
        """Teams that have not been closed."""
        return self.filter(closed_on=None)


class Team(models.Model):
    """A group of people with a lead, perhaps inside a parent team."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    closed_on = models.DateField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="team_is_not_its_own_parent", condition=Q(parent=None) | ~Q(parent=F("id"))
            ),
            models.CheckConstraint(name="team_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(Dated):
    """A person belongs to a team; to one team at a time."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("membership_ends_after_start"),
            no_overlap("membership_one_team_at_a_time", "person_id"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.team_id} from {self.starts_on}"


class Lead(Dated):
    """A person leads a team; a team has one lead at a time."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="leads")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="leads")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("lead_ends_after_start"),
            no_overlap("lead_one_a_team_at_a_time", "team_id"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} leads {self.team_id} from {self.starts_on}"


class Away(Dated):
    """A person is away; no reason is stored. Those away are not counted in coverage."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("away_ends_after_start"),
            no_overlap("away_once_at_a_time", "person_id"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} away from {self.starts_on}"
