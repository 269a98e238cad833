"""On which days a series opens its cycles."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.cycles.rhythm import following, is_anniversary

days = st.dates(date(2000, 1, 1), date(2080, 12, 31))


@given(start=days, later=st.integers(0, 4000), rhythm=st.sampled_from(["quarterly", "yearly"]))
def test_the_next_day_is_the_first_behind(start, later, rhythm):
    after = start + timedelta(days=later)
    found = following(rhythm, start, after)
    assert found > after
    months = 3 if rhythm == "quarterly" else 12
    passed = (found.year - start.year) * 12 + found.month - start.month
    assert passed % months == 0
    assert found.day == start.day or (found + timedelta(days=1)).day == 1
    assert (found - after).days <= 31 * months


def test_the_31st_stays_it():
    start = date(2026, 1, 31)
    second = following("quarterly", start, start)
    assert second == date(2026, 4, 30)
    assert following("quarterly", start, second) == date(2026, 7, 31)


@pytest.mark.parametrize(
    ("joined", "day", "expected"),
    [
        (date(2024, 5, 12), date(2025, 5, 12), True),
        (date(2024, 5, 12), date(2024, 5, 12), False),
        (date(2024, 5, 12), date(2025, 5, 13), False),
        (date(2024, 2, 29), date(2025, 2, 28), True),
        (date(2024, 2, 29), date(2028, 2, 29), True),
        (date(2024, 2, 29), date(2028, 2, 28), False),
    ],
)
def test_anniversaries(joined, day, expected):
    assert is_anniversary(joined, day) is expected
