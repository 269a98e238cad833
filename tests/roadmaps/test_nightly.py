"""A seventh of all people a night, and everybody within a week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from assessments import actions
from roadmaps import nightly
from roadmaps.models import Report
from roadmaps.refresh import refresh
from skillmatrix.jobs.actions import Unfinished
from skillmatrix.jobs.schedule import Found
from tests.factories import PersonFactory

TODAY = timezone.localdate()


@pytest.fixture
def people(taxonomy: Any) -> list[int]:
    people = [PersonFactory() for _ in range(10)]
    for person in people:
        actions.assign_role(person=person, role="mid", by=None, today=TODAY)
    ids = [person.pk for person in people]
    refresh(ids, by=Report.Maker.WORKER)
    return ids


def week() -> list[str]:
    return [(date(2026, 1, 5) + timedelta(days=n)).isoformat() for n in range(7)]


def test_within_a_week_everybody_is_verified_once(people: list[int]) -> None:
    results = [nightly.verify_share(day) for day in week()]
    assert sum(result["people"] for result in results) == len(people)
    assert sum(result["reports"] for result in results) == 2 * len(people)
    assert max(result["people"] for result in results) <= 2


def test_today_is_the_day_unless_it_is_told(people: list[int]) -> None:
    assert nightly.verify_share()["day"] == TODAY.isoformat()


def test_a_difference_is_an_alarm(people: list[int]) -> None:
    wrong = people[4]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE assessments_profile SET own_values = own_values || '\\x05' WHERE person_id = %s", [wrong]
        )
    alarms = []
    for day in week():
        try:
            nightly.verify_share(day)
        except Found as found:
            alarms.append((str(found), found.result["differences"], found.result["people"]))
    [(message, differences, looked_at)] = alarms
    assert f"person {wrong}" in message
    assert differences >= 1
    assert looked_at >= 1


def test_a_large_share_goes_on_where_it_was(people: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "CHUNK", 1)
    monkeypatch.setattr(nightly, "SHARES", 1)
    monkeypatch.setattr(nightly, "SLICE_SECONDS", -1.0)
    state: dict[str, Any] = {}
    steps = 0
    while True:
        try:
            result = nightly.verify_share(**state)
        except Unfinished as rest:
            state, steps = rest.payload, steps + 1
        else:
            break
    assert (steps, result["people"], result["reports"]) == (10, 10, 20)
