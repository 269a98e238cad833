"""Keeping the log of wins and the list of certificates: add, change, delete, put back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from assessments.models import Certificate, Win
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.models import Skill

from .evidence import lock, remove, restore, same_or_refuse
from .refusals import Unacceptable

_Kept = TypeVar("_Kept", Win, Certificate)


class Edited(ValueError):
    """It was changed elsewhere since the form was shown; nothing is saved. `row` is as it is now."""

    def __init__(self, row: Win | Certificate) -> None:
        self.row = row
        super().__init__(f"{row} was changed meanwhile.")


def add_win(
    *, person: Person, fields: Mapping[str, Any], skills: Iterable[str], key: UUID, by: Person
) -> Win:
    """Write down a win. Sent again under its key it is kept once. Raises Unacceptable for an unknown skill."""
    return _add(Win, person, fields, skills, key)


def add_certificate(
    *, person: Person, fields: Mapping[str, Any], skills: Iterable[str], key: UUID, by: Person
) -> Certificate:
    """Write down a certificate, as `add_win` does a win."""
    return _add(Certificate, person, fields, skills, key)


@transaction.atomic
def _add(
    table: type[_Kept], person: Person, fields: Mapping[str, Any], skills: Iterable[str], key: UUID
) -> _Kept:
    held, tagged = lock(person), _skills(skills)
    if earlier := table.objects.filter(person=held, key=key).first():
        found: _Kept = same_or_refuse(earlier, dict(fields))
        return found
    row: _Kept = table.objects.create(person=held, key=key, version=versions.current_number(), **fields)
    row.skills.set(tagged)
    return row


@transaction.atomic
def change_win(
    *, win: Win, fields: Mapping[str, Any], skills: Iterable[str], edition: int, by: Person
) -> None:
    """Change a win as the form showed it in `edition`. Raises Edited when it moved on, and Unacceptable."""
    _change(win, fields, skills, edition)


@transaction.atomic
def change_certificate(
    *, certificate: Certificate, fields: Mapping[str, Any], skills: Iterable[str], edition: int, by: Person
) -> None:
    """Change a certificate, as `change_win` does a win."""
    _change(certificate, fields, skills, edition)


def _change(row: Win | Certificate, fields: Mapping[str, Any], skills: Iterable[str], edition: int) -> None:
    table, tagged = type(row), _skills(skills)
    # Named anew as they are called today.
    changed = table.objects.filter(pk=row.pk, edition=edition).update(
        **fields, edition=F("edition") + 1, version=versions.current_number()
    )
    if not changed:
        raise Edited(table.objects.get(pk=row.pk))
    row.skills.set(tagged)


def _skills(slugs: Iterable[str]) -> list[Skill]:
    """The rows of these skills. Raises Unacceptable for one that is not rated here."""
    wanted = set(slugs)
    found = list(Skill.objects.filter(slug__in=wanted, retired=False))
    if len(found) != len(wanted):
        raise Unacceptable(_("One of these skills is no longer rated. Choose again."))
    return found


def delete_win(*, win: Win, by: Person) -> None:
    """Delete a win, and with it what it says as evidence; for a day it can be put back."""
    remove(win)


def restore_win(*, win: Win, by: Person) -> None:
    """Put a deleted win back."""
    restore(win)


def delete_certificate(*, certificate: Certificate, by: Person) -> None:
    """Delete a certificate; for a day it can be put back."""
    remove(certificate)


def restore_certificate(*, certificate: Certificate, by: Person) -> None:
    """Put a deleted certificate back."""
    restore(certificate)
