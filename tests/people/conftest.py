"""Days and small helpers for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from skillmatrix.people import actions
from skillmatrix.people.models import Person


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def details() -> Callable[..., dict[str, object]]:
    """What the form of a person sends, unless told otherwise."""

    def make(person: Person, **other: object) -> dict[str, object]:
        return {
            "name": person.name,
            "email": person.email,
            "is_people_admin": person.is_people_admin,
            "is_taxonomy_admin": person.is_taxonomy_admin,
            "is_operator": person.is_operator,
            "seen": actions.state_of(person),
            **other,
        }

    return make
