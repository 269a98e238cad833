"""The row "effective level" of the design, case by case, and the calendar of going stale."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.standing import (
    NOT_RATED,
    Basis,
    Standing,
    State,
    Statement,
    effective_own,
    effective_shared,
    is_stale,
    stale_on,
)

TODAY = date(2026, 6, 1)
YEAR = 12
OLD, EARLY, LATE = date(2025, 5, 1), date(2026, 1, 10), date(2026, 2, 10)
OLDER = date(2025, 1, 1)


def said(level: int | None, day: date) -> Statement:
    return Statement(level, day, "not_applicable" if level is None else "level")


def outline(standing: Standing) -> tuple[State, int | None, bool, Basis, date | None]:
    return standing.state, standing.level, standing.stale, standing.basis, standing.day


RATED, NA = State.RATED, State.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("mine", "agreed", "expected"),
    [
        (said(3, EARLY), None, (RATED, 3, False, Basis.SELF, EARLY)),
        (said(0, EARLY), None, (RATED, 0, False, Basis.SELF, EARLY)),
        (said(None, EARLY), None, (NA, None, False, Basis.SELF, EARLY)),
        (None, said(2, EARLY), (RATED, 2, False, Basis.AGREED, EARLY)),
        (said(4, LATE), said(2, EARLY), (RATED, 4, False, Basis.SELF, LATE)),
        (said(1, LATE), said(2, EARLY), (RATED, 1, False, Basis.SELF, LATE)),
        (said(None, LATE), said(2, EARLY), (NA, None, False, Basis.SELF, LATE)),
        (said(4, EARLY), said(2, LATE), (RATED, 2, False, Basis.AGREED, LATE)),
        (said(4, LATE), said(2, LATE), (RATED, 2, False, Basis.AGREED, LATE)),
        (said(4, OLD), None, (RATED, 4, True, Basis.SELF, OLD)),
        (said(4, OLD), said(2, OLDER), (RATED, 4, True, Basis.SELF, OLD)),
        (said(None, OLD), None, (NA, None, True, Basis.SELF, OLD)),
    ],
)
def test_own_is_the_newer_of_my_rating_and_the_agreed_level(
    mine: Statement | None, agreed: Statement | None, expected: tuple[object, ...]
) -> None:
    assert outline(effective_own(mine, agreed, months=YEAR, today=TODAY)) == expected


@pytest.mark.parametrize(
    ("mine", "agreed", "expected"),
    [
        # nothing agreed: the shared self rating, marked
        (said(3, EARLY), None, (RATED, 3, False, Basis.NOT_AGREED, EARLY)),
        (said(None, EARLY), None, (NA, None, False, Basis.NOT_AGREED, EARLY)),
        (said(3, OLD), None, (RATED, 3, True, Basis.NOT_AGREED, OLD)),
        # agreed, and nothing newer
        (None, said(3, EARLY), (RATED, 3, False, Basis.AGREED, EARLY)),
        (said(1, EARLY), said(3, LATE), (RATED, 3, False, Basis.AGREED, LATE)),
        (said(1, LATE), said(3, LATE), (RATED, 3, False, Basis.AGREED, LATE)),
        # a newer self rating lowers at once and never raises
        (said(1, LATE), said(3, EARLY), (RATED, 1, False, Basis.LOWERED, LATE)),
        (said(0, LATE), said(3, EARLY), (RATED, 0, False, Basis.LOWERED, LATE)),
        (said(3, LATE), said(3, EARLY), (RATED, 3, False, Basis.AGREED, EARLY)),
        (said(5, LATE), said(3, EARLY), (RATED, 3, False, Basis.AGREED, EARLY)),
        # not applicable counts as a raise, both ways
        (said(None, LATE), said(3, EARLY), (RATED, 3, False, Basis.AGREED, EARLY)),
        (said(3, LATE), said(None, EARLY), (RATED, 3, False, Basis.LOWERED, LATE)),
        (said(None, LATE), said(None, EARLY), (NA, None, False, Basis.AGREED, EARLY)),
        # once agreed is stale, the newer of the two, marked stale even when it is recent
        (said(5, LATE), said(3, OLD), (RATED, 5, True, Basis.NOT_AGREED, LATE)),
        (said(None, LATE), said(3, OLD), (NA, None, True, Basis.NOT_AGREED, LATE)),
        (said(1, OLDER), said(3, OLD), (RATED, 3, True, Basis.AGREED, OLD)),
        (None, said(3, OLD), (RATED, 3, True, Basis.AGREED, OLD)),
        (said(5, OLD), said(3, OLD), (RATED, 3, True, Basis.AGREED, OLD)),
    ],
)
def test_shared_is_the_agreed_level_lowered_by_a_newer_self_rating(
    mine: Statement | None, agreed: Statement | None, expected: tuple[object, ...]
) -> None:
    assert outline(effective_shared(mine, agreed, months=YEAR, today=TODAY)) == expected


def test_nothing_said_is_unrated_and_never_level_0() -> None:
    assert effective_own(None, None, months=YEAR, today=TODAY) is NOT_RATED
    assert effective_shared(None, None, months=YEAR, today=TODAY) is NOT_RATED
    assert (NOT_RATED.state, NOT_RATED.level, NOT_RATED.basis) == (State.UNRATED, None, Basis.NONE)


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 1, 15), 6, date(2026, 7, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 5, 5), 24, date(2028, 5, 5)),
    ],
)
def test_stale_on_counts_calendar_months(day: date, months: int, end: date) -> None:
    assert stale_on(day, months) == end
    assert is_stale(day, months, end)
    assert not is_stale(day, months, date.fromordinal(end.toordinal() - 1))


DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
STATEMENTS = st.none() | st.builds(said, st.none() | st.integers(0, 5), DAYS)


@given(STATEMENTS, STATEMENTS, st.integers(1, 24), DAYS, st.integers(0, 900))
def test_nothing_changes_before_the_day_it_names_and_something_does_on_it(
    mine: Statement | None, agreed: Statement | None, months: int, today: date, later: int
) -> None:
    for effective in (effective_own, effective_shared):
        standing = effective(mine, agreed, months=months, today=today)
        day = date.fromordinal(today.toordinal() + later)
        then = effective(mine, agreed, months=months, today=day)
        if standing.changes_on is None or day < standing.changes_on:
            assert then == standing
        if standing.changes_on is not None:
            assert standing.changes_on > today
            assert effective(mine, agreed, months=months, today=standing.changes_on) != standing


@given(STATEMENTS, STATEMENTS, st.integers(1, 24), DAYS)
def test_while_agreed_is_fresh_nobody_raises_themselves(
    mine: Statement | None, agreed: Statement | None, months: int, today: date
) -> None:
    if agreed is None or is_stale(agreed.day, months, today) or agreed.level is None:
        return
    shown = effective_shared(mine, agreed, months=months, today=today)
    assert shown.level is not None
    assert shown.level <= agreed.level
