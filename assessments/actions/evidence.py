"""Giving evidence for a rating, taking it away, and putting it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.evidence.proof import Kind
from assessments.levels import folding
from assessments.levels.encoding import to_published
from assessments.levels.translation import OWN_SOURCES, before_newest
from assessments.models import Certificate, Evidence, Win
from assessments.models.rating import HIGHEST
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.models import Skill

from .rating import check_rateable
from .refusals import Unacceptable

MOST_PIECES = 20  # for one skill: a list that nobody reads speaks for nothing


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gives as evidence: words, an address with or without words, or a win or certificate of theirs."""

    text: str = ""
    url: str = ""
    win: Win | None = None
    certificate: Certificate | None = None
    shared: bool = False

    @property
    def kind(self) -> Kind:
        """What it is."""
        if self.win:
            return Kind.WIN
        if self.certificate:
            return Kind.CERTIFICATE
        return Kind.LINK if self.url else Kind.TEXT


@transaction.atomic
def give_evidence(
    *, person: Person, skill: str, given: Given, key: UUID, by: Person, replaces: Evidence | None = None
) -> Evidence:
    """Attach a piece of evidence to the person's newest rating of a skill, or to the skill while there is none.

    `replaces` is removed with it. Sent again under its key, it gives the first answer. Raises Unacceptable for a
    skill that is not rated (any more), for a win or certificate that is gone or given already, for a key that was
    used for something else, and when there are too many pieces.
    """
    taxonomy = versions.current()
    check_rateable(taxonomy, skill, shown_version=taxonomy.number)
    held = lock(person)
    fields: dict[str, Any] = {"skill": Skill.objects.get(slug=skill), "kind": given.kind, **vars_of(given)}
    if earlier := Evidence.objects.filter(person=held, key=key).first():
        return same_or_refuse(earlier, fields)
    kept = Evidence.objects.filter(person=held, skill=fields["skill"]).kept()
    _check_new(given, kept.exclude(pk=replaces.pk) if replaces else kept)
    if replaces is not None:
        remove(replaces)
    revision, level = supported(person, skill, taxonomy)
    return Evidence.objects.create(
        person=held, key=key, revision=revision, level=level, version=taxonomy.number, **fields
    )


def vars_of(given: Given) -> dict[str, Any]:
    """Its fields as they are stored."""
    return {name: getattr(given, name) for name in ("text", "url", "win", "certificate", "shared")}


def _check_new(given: Given, kept: Any) -> None:
    for one in (given.win, given.certificate):
        if one is not None and one.removed_at is not None:
            raise Unacceptable(_("You have deleted this since. Put it back first."))
    if given.win and kept.filter(win=given.win).exists():
        raise Unacceptable(_("This win is evidence for the skill already."))
    if given.certificate and kept.filter(certificate=given.certificate).exists():
        raise Unacceptable(_("This certificate is evidence for the skill already."))
    if kept.count() >= MOST_PIECES:
        raise Unacceptable(
            _("There are %(n)s pieces already, more than anybody reads. Remove one first.")
            % {"n": MOST_PIECES}
        )


def supported(person: Person, skill: str, taxonomy: Taxonomy) -> tuple[int | None, int | None]:
    """Revision and level of the newest thing the person has said about a skill; (None, None) for nothing."""
    rows, translation = folding.rows_of([person.pk])[person.pk], to_published(taxonomy)
    found = before_newest(rows, translation, taxonomy.slots[skill], sources=OWN_SOURCES)
    if found is None:
        return None, None
    newest, _before = found
    value = translation.value(newest.version, newest.value)
    return newest.revision, value if value <= HIGHEST else None


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: Person) -> None:
    """Take a piece of evidence away; for a day it can be put back."""
    lock(by)
    remove(evidence)


@transaction.atomic
def restore_evidence(*, evidence: Evidence, by: Person) -> None:
    """Put a removed piece back, unless the same win or certificate was given again meanwhile."""
    lock(by)
    kept = Evidence.objects.filter(person=evidence.person, skill=evidence.skill).kept()
    given = Given(win=evidence.win, certificate=evidence.certificate)
    _check_new(given, kept.exclude(pk=evidence.pk))
    restore(evidence)


def lock(person: Person) -> Person:
    """One person's writing queues up, so that two clicks at once neither double anything nor pass a limit."""
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def same_or_refuse(earlier: Any, fields: dict[str, Any]) -> Any:
    """What a key was used for before, when it was for the same; raises Unacceptable for anything else."""
    if any(getattr(earlier, name) != value for name, value in fields.items()):
        raise Unacceptable(_("This form has been sent before, with other words. Reload the page."))
    return earlier


def remove(row: Any) -> None:
    """Mark as removed, keeping the day of the first time."""
    type(row).objects.kept().filter(pk=row.pk).update(removed_at=timezone.now())


def restore(row: Any) -> None:
    """Mark as there again."""
    type(row).objects.filter(pk=row.pk).update(removed_at=None)
