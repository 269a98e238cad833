"""What people set for themselves."""

from __future__ import annotations

from django.db import transaction

from ..models import Person
from ..names import tidy


@transaction.atomic
def change_account(
    *, person: Person, name: str, timezone: str, language: str, theme: str, shares_upward: bool
) -> Person:
    """Store the person's own settings; the names of people are theirs to choose. Returns them as stored."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.name, person.timezone, person.language = tidy(name), timezone, language
    person.theme, person.shares_upward = theme, shares_upward
    person.save(update_fields=["name", "timezone", "language", "theme", "shares_upward"])
    return person
