"""States and sums of parts, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from assessments.cycles.deadlines import Absence, zone_of
from assessments.cycles.parts import Part, State, progress

NOW = datetime(2027, 5, 10, 12, tzinfo=UTC)
TODAY = NOW.date()


def part(**other):
    return Part(
        **{
            "participant_id": 1, "person_id": 1, "public_id": UUID(int=1), "name": "Ada", "zone": zone_of("UTC"),
            "team": "", "skills": ("a",), "self_by": TODAY, "lead_by": TODAY + timedelta(days=7),
            "first_session_on": None, "self_at": None, "lead_at": None, **other,
        }
    )  # fmt: skip


AWAY = (Absence(TODAY, TODAY + timedelta(days=2)),)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (part(), State.OPEN),
        (part(self_by=TODAY - timedelta(days=1)), State.MISSING),
        (part(self_by=None), State.OPEN),
        (part(absences=AWAY), State.AWAY),
        (part(absences=AWAY, self_by=TODAY - timedelta(days=1)), State.MISSING),
        (part(absences=AWAY, first_session_on=TODAY), State.NEW),
        (part(absences=AWAY, first_session_on=TODAY, self_at=NOW), State.SUBMITTED),
        (part(absences=(Absence(date(2027, 1, 1), TODAY),)), State.OPEN),
    ],
)
def test_the_first_state_that_applies(found, state):
    assert found.state(NOW) is state


def test_the_sums():
    sums = progress(
        [part(), part(self_at=NOW, lead_at=NOW), part(absences=AWAY), part(first_session_on=TODAY)], NOW
    )
    assert (sums.due, sums.people, sums.submitted, sums.open, sums.away, sums.new, sums.lead_done) == (
        2,
        4,
        1,
        1,
        1,
        1,
        1,
    )


def test_hidden_until_the_lead_s_own_day_is_over():
    last = datetime(2027, 5, 17, 12, tzinfo=UTC)
    assert part().is_concealed(last, zone_of("Etc/GMT+12"))
    assert not part().is_concealed(last, zone_of("Pacific/Kiritimati"))
    assert part(self_at=NOW).is_concealed(NOW, zone_of("UTC"))
    assert not part(self_at=NOW, lead_at=NOW).is_concealed(NOW, zone_of("UTC"))
