"""What people set for themselves."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from skillmatrix.people.models import Person
from skillmatrix.people.names import tidy


@transaction.atomic
def change_account(
    *,
    person: Person,
    by: Person,
    name: str,
    timezone: str,
    language: str,
    theme: str,
    shares_upward: bool,
    wants_reminders: bool,
) -> Person:
    """Store the person's own settings and return them as stored.

    Raises PermissionDenied for anybody else's: who sees what one shared is one's own choice.
    """
    if by.pk != person.pk:
        raise PermissionDenied
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.name, person.timezone, person.language = tidy(name), timezone, language
    person.theme, person.shares_upward = theme, shares_upward
    person.wants_reminders = wants_reminders
    person.save(update_fields=["name", "timezone", "language", "theme", "shares_upward", "wants_reminders"])
    return person


def switch_first_job(*, person: Person, on: bool, by: Person) -> None:
    """Let technical areas come first on the person's roadmap and plan, or not. PermissionDenied for anybody else."""
    if by.pk != person.pk:
        raise PermissionDenied
    Person.objects.filter(pk=person.pk).update(first_job=on)
