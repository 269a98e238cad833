"""What the assessment's tests begin with: a day, a role, and one way to rate."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments import actions
from assessments.models.rating import UNRATED
from skillmatrix.taxonomy import versions


@pytest.fixture(autouse=True)
def _strip(settings):
    settings.AFTER_RATING = "tests.assessments.strip.strip"


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def mid(alice, taxonomy, today):
    """alice, with the role mid."""
    actions.assign_role(person=alice, role="mid", by=None, today=today)
    return alice


@pytest.fixture
def rate(today):
    """Rate through the action: `rate(alice, "code-reading", 3)`."""

    def make(person, skill, value, shown=UNRATED, key=None, day=None, **more):
        return actions.rate_skill(
            person=person,
            skill=skill,
            value=value,
            shown=shown,
            version=versions.current_number(),
            key=key or uuid4(),
            by=person,
            today=day or today,
            **more,
        )

    return make


@pytest.fixture
def form():
    """What a card's form sends: `form("code-reading", value="3")`."""

    def make(skill, shown=UNRATED, **fields):
        return {"skill": skill, "shown": str(shown), "version": "1", "key": str(uuid4()), **fields}

    return make
