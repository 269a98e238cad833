"""A cycle over alice's team, opened by her lead."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments.cycles import actions
from assessments.cycles.actions.opening import Plan
from assessments.models import Cycle, Participant, Profile


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def plan(payments, today):
    """A plan: today, two weeks for oneself and two more for the lead, unless told otherwise."""

    def make(**other):
        return Plan(
            **{
                "name": "Spring",
                "starts_on": today,
                "self_by": today + timedelta(days=14),
                "lead_by": today + timedelta(days=28),
                "scope": "all",
                "reminder_days": (14, 7, 1),
                "teams": [payments],
                **other,
            }
        )

    return make


@pytest.fixture
def open_cycle(plan, bob, today):
    """Open a cycle: `open_cycle(scope="quick")`. `begins` days ago, as if it had been opened then."""

    def make(*, begins=0, by=bob, **other):
        if begins:
            other["starts_on"] = today - timedelta(days=begins)
        return actions.open_cycle(plan=plan(**other), key=uuid4(), by=by, today=today)

    return make


@pytest.fixture
def cycle(mid, open_cycle) -> Cycle:
    """An open cycle in which alice, who is mid, takes part."""
    return open_cycle()


@pytest.fixture
def part(cycle, mid) -> Participant:
    """alice's part in it."""
    return Participant.objects.get(cycle=cycle, person=mid)


@pytest.fixture
def submit(today, now):
    """Submit somebody's own part as their page would: `submit(part)`."""

    def make(part, *, shown=None, key=None, **more):
        profile = Profile.objects.filter(person=part.person).first()
        if shown is None:
            shown = profile.own_revision if profile else 0
        return actions.submit_part(
            participant=part, shown=shown, changes=1, key=key or uuid4(), by=part.person,
            **{"now": now, "today": today, **more},
        )  # fmt: skip

    return make


@pytest.fixture
def submit_lead(now, bob):
    """Submit the lead's part."""

    def make(part, *, key=None, by=bob, **more):
        return actions.submit_lead_part(participant=part, key=key or uuid4(), by=by, **{"now": now, **more})

    return make
