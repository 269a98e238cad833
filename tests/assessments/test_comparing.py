"""In which order two views are talked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.reviews.comparing import apart, farthest_first
from assessments.standing import Statement

DAY = date(2026, 3, 2)
NA = Statement(None, DAY, "not_applicable")


@dataclass(frozen=True)
class One:
    apart: int | None
    is_settled: bool = False


def level(rank):
    return Statement(rank, DAY)


@pytest.mark.parametrize(
    ("one", "other", "levels"),
    [
        (level(3), level(5), 2),
        (level(5), level(3), 2),
        (level(0), level(0), 0),
        (level(3), None, None),
        (None, None, None),
        (NA, level(3), None),
    ],
)
def test_apart(one, other, levels):
    assert apart(one, other) == levels


@given(st.lists(st.builds(One, st.one_of(st.none(), st.integers(0, 5)), st.booleans())))
def test_farthest_first_and_settled_last(found):
    ordered = farthest_first(found)
    assert sorted(map(id, ordered)) == sorted(map(id, found)), "none is lost or doubled"
    keys = [(one.is_settled, -(one.apart or 0)) for one in ordered]
    assert keys == sorted(keys)
