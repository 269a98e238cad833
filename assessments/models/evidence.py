"""What speaks for a level: wins, certificates, and the pieces of evidence attached to ratings.

None of it is computed from, so it is written freely and raises no revision. What is removed stays for a day, so that
removing can be undone; `assessments.tidying` then deletes it.
"""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from assessments.evidence.proof import Kind
from skillmatrix.taxonomy.models import Skill

WEB_ADDRESS = r"^https?://"


class RemovableQuerySet(models.QuerySet["Removable"]):
    """Questions over what can be removed and put back."""

    def kept(self) -> Self:
        """Whatever has not been removed."""
        return self.filter(removed_at=None)

    def of(self, person: models.Model) -> Self:
        """Those of one person."""
        return self.filter(person=person)


class Removable(models.Model):
    """Something a person wrote about their own work. `key` is that of the form which made it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField()
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        abstract = True


class Win(Removable):
    """Something that went well: what happened, my part in it, how hard it was, and what came of it.

    `edition` counts the changes, so that a form made from an older one is told. `skills` are named as under taxonomy
    version `version`. The lead reads it when it is `shared`, and nobody else ever does.
    """

    class Difficulty(models.IntegerChoices):
        ROUTINE = 1
        HARD = 2
        VERY_HARD = 3

    day = models.DateField()
    what = models.CharField(max_length=200)
    my_part = models.TextField(max_length=2000, blank=True)
    difficulty = models.PositiveSmallIntegerField(choices=Difficulty, default=Difficulty.HARD)
    outcome = models.TextField(max_length=2000, blank=True)
    skills = models.ManyToManyField(Skill, related_name="+")
    version = models.PositiveIntegerField()
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="win_key_once_a_person"),
            models.CheckConstraint(name="win_says_what_happened", condition=~Q(what="")),
            models.CheckConstraint(
                name="win_is_as_hard_as_one_to_three", condition=Q(difficulty__range=(1, 3))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.what}"


class Certificate(Removable):
    """A paper that says somebody learned something, until a day or for good. Speaks for level 2 at most."""

    title = models.CharField(max_length=200)
    issuer = models.CharField(max_length=120, blank=True)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    url = models.CharField(max_length=500, blank=True)
    skills = models.ManyToManyField(Skill, related_name="+")
    version = models.PositiveIntegerField()
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="certificate_key_once_a_person"),
            models.CheckConstraint(name="certificate_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="certificate_expires_after_issue",
                condition=Q(expires_on=None) | Q(expires_on__gt=F("issued_on")),
            ),
            models.CheckConstraint(
                name="certificate_links_to_the_web", condition=Q(url="") | Q(url__regex=WEB_ADDRESS)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.issued_on}"


class Evidence(Removable):
    """One piece of evidence for one skill, given with the rating of `revision` at `level` of version `version`.

    It speaks for that rating and for every later one of the skill until it is removed, so confirming carries it on.
    `revision` is null for the skill in general. The lead reads it when it is `shared`, once that rating is; of a win
    or a certificate, only when that is shared too.
    """

    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveBigIntegerField(null=True)
    level = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=11, choices=[(kind.value, kind.value) for kind in Kind])
    text = models.TextField(max_length=2000, blank=True)
    url = models.CharField(max_length=500, blank=True)
    win = models.ForeignKey(Win, on_delete=models.CASCADE, null=True, related_name="evidence")
    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, null=True, related_name="evidence")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="evidence_key_once_a_person"),
            models.CheckConstraint(
                name="evidence_is_what_its_kind_says",
                condition=(Q(kind="text", win=None, certificate=None, url="") & ~Q(text=""))
                | (Q(kind="link", win=None, certificate=None) & ~Q(url=""))
                | Q(kind="win", win__isnull=False, certificate=None, text="", url="")
                | Q(kind="certificate", win=None, certificate__isnull=False, text="", url=""),
            ),
            models.CheckConstraint(
                name="evidence_links_to_the_web", condition=Q(url="") | Q(url__regex=WEB_ADDRESS)
            ),
            models.UniqueConstraint(
                fields=["win", "skill"], name="evidence_win_once_a_skill", condition=Q(removed_at=None)
            ),
            models.UniqueConstraint(
                fields=["certificate", "skill"],
                name="evidence_certificate_once_a_skill",
                condition=Q(removed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id} for {self.skill_id}"
