"""Deadlines: days in everybody's own time zone, moved by absences."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.cycles.deadlines import Absence, is_open, moved, reminder_day, zone_of

FIRST, LAST = ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Etc/GMT+12")  # UTC+14 and UTC−12
DAY = date(2027, 5, 12)
ZONES = [*sorted(available_timezones()), "Etc/GMT+12", "Pacific/Kiritimati"]
days = st.dates(date(1996, 1, 1), date(2060, 12, 31))


def test_noon_in_greenwich_is_too_late_at_one_end_of_the_world_and_in_time_at_the_other():
    noon = datetime(2027, 5, 12, 12, tzinfo=UTC)
    assert not is_open(DAY, FIRST, noon), "13 May has begun in Kiritimati"
    assert is_open(DAY, LAST, noon), "12 May has just begun at UTC−12"


@given(day=days, is_first=st.booleans())
def test_the_last_moment_of_the_day_is_in_time_and_the_next_is_not(day, is_first):
    place, hours = (FIRST, 10) if is_first else (LAST, 36)
    end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hours)
    assert is_open(day, place, end - timedelta(microseconds=1))
    assert not is_open(day, place, end)


@given(day=days, zone=st.sampled_from(ZONES), seconds=st.integers(0, 200_000))
def test_a_day_is_open_everywhere_before_it_begins_anywhere_and_nowhere_after(day, zone, seconds):
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    assert is_open(day, ZoneInfo(zone), midnight + timedelta(hours=10, seconds=-seconds - 1))
    assert not is_open(day, ZoneInfo(zone), midnight + timedelta(hours=36, seconds=seconds))


@pytest.mark.parametrize(
    ("zone", "day", "end"),
    [
        # Clocks go forward at midnight: 6 September 2026 begins at one o'clock in Chile.
        ("America/Santiago", date(2026, 9, 5), datetime(2026, 9, 6, 4, tzinfo=UTC)),
        # They go back at midnight: 4 April 2026 has 25 hours there.
        ("America/Santiago", date(2026, 4, 4), datetime(2026, 4, 5, 4, tzinfo=UTC)),
        # Midnight comes twice in Havana on 1 November 2026; the day before ends at the first.
        ("America/Havana", date(2026, 10, 31), datetime(2026, 11, 1, 4, tzinfo=UTC)),
        # Samoa had no 30 December 2011.
        ("Pacific/Apia", date(2011, 12, 29), datetime(2011, 12, 30, 10, tzinfo=UTC)),
        # A minute past midnight it was 23:01 of the day before again in Newfoundland, which then ended once more.
        ("America/St_Johns", date(2009, 10, 31), datetime(2009, 11, 1, 3, 30, tzinfo=UTC)),
    ],
)
def test_midnights_that_are_skipped_or_come_twice(zone, day, end):
    place = ZoneInfo(zone)
    assert is_open(day, place, end - timedelta(microseconds=1))
    assert not is_open(day, place, end)


def test_an_unknown_zone_counts_as_utc():
    for name in ("Mars/Olympus", "", "../etc/passwd", "Europe"):
        assert zone_of(name).key == "UTC"


absences = st.lists(
    st.tuples(st.integers(-30, 60), st.integers(0, 20), st.integers(0, 15)), max_size=4
)  # (first start, length, pause)


def laid_out(parts, start: date) -> list[Absence]:
    """Absences that do not overlap, each `pause` days after the one before."""
    found, day = [], start
    for offset, length, pause in parts:
        day = day + timedelta(days=abs(offset) % 25 + pause)
        found.append(Absence(day, day + timedelta(days=length)))
        day += timedelta(days=length)
    return found


@given(parts=absences, length=st.integers(0, 40), before=st.integers(0, 40))
def test_the_deadline_moves_by_the_days_away_as_counted_day_by_day(parts, length, before):
    start = DAY
    away = laid_out(parts, start - timedelta(days=before))
    wanted, day = length + 1, start
    while True:
        wanted -= not any(one.holds_on(day) for one in away)
        if wanted == 0:
            break
        day += timedelta(days=1)
    last_before_return = moved(start + timedelta(days=length), start, reversed(away))
    # Both leave the same number of days on which the person is here; days away behind the last of them do not count.
    assert last_before_return == day


def test_who_does_not_know_when_they_are_back_has_no_deadline():
    assert moved(DAY, DAY - timedelta(days=9), [Absence(DAY - timedelta(days=2), None)]) is None
    assert moved(DAY, DAY, [Absence(DAY + timedelta(days=1), None)]) == DAY, "only after the deadline"
    yesterday = DAY - timedelta(days=1)
    assert moved(DAY, yesterday, [Absence(yesterday, date.max)]) is None
    assert is_open(None, FIRST, datetime.now(UTC))


def test_a_reminder_is_for_the_latest_day_that_has_come():
    start, due = date(2027, 5, 1), date(2027, 5, 15)
    assert reminder_day([14, 7, 1], due, start, date(2027, 4, 30)) is None
    assert reminder_day([14, 7, 1], due, start, date(2027, 5, 7)) == date(2027, 5, 1)
    assert reminder_day([14, 7, 1], due, start, date(2027, 5, 8)) == date(2027, 5, 8)
    assert reminder_day([30, 7], due, start, date(2027, 5, 7)) is None, "before it began"
    assert reminder_day([], due, start, due) is None
