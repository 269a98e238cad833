"""A draft that asks more of seniors, and six of them who share what they say."""

from __future__ import annotations

import pytest

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import Draft, load
from tests.factories import PersonFactory
from tests.roadmaps.saying import give_role, rate, share


@pytest.fixture
def seniors(taxonomy: Taxonomy) -> list[Person]:
    """Six people in one role who share one rating, just what the role asks for."""
    return [senior() for _ in range(6)]


def senior() -> Person:
    """Somebody in the role senior who stands at 4 in idempotency."""
    person = PersonFactory()
    give_role(person, "senior")
    rate(person, idempotency=4)
    share(person)
    return person


def ask_for(level: int, skill: str = "idempotency", role: str = "senior") -> Draft:
    """The draft after somebody has set one target in it."""
    found = load().parts[f"role:{role}"]["targets"].get(skill, (0, 0))
    return actions.set_target(role=role, skill=skill, level=level, weight=2, shown=tuple(found), by=None)
