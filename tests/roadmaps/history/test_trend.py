"""Targets met by area over time: what is counted, and where a line breaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assessments.inputs import Audience, Inputs, Said
from assessments.past import Past
from assessments.standing import Statement
from assessments.targets import Override
from roadmaps.history.trend import Count, Point, month_ends, segments, trend
from skillmatrix.taxonomy.document import Taxonomy
from tests.taxonomies import role, skill, taxonomy

MARCH, APRIL, MAY, JUNE = date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)
SKILLS = [skill("a"), skill("b"), skill("c", area="two")]
FIRST = replace(taxonomy(SKILLS, [role("mid", a=2, b=2, c=1)]), number=1)
SECOND = replace(taxonomy(SKILLS, [role("mid", a=2, b=2, c=3)]), number=2)
NOTHING = Said({}, {}, None, frozenset())


def past(
    day: date, document: Taxonomy = FIRST, *, role: str | None = "mid", asks: int = 0, **levels: int
) -> Past:
    statements = {
        slug: Statement(level, day) if level >= 0 else Statement(None, day, "not_applicable")
        for slug, level in levels.items()
    }
    said = replace(NOTHING, statements=statements)
    overrides = {"a": Override(asks, "why")} if asks else {}
    inputs = Inputs(1, 1, 1, 1, day, document, role, overrides, None, said, said)
    return Past(day, inputs, None, None, {})


def of(*pasts: Past):
    carried = [
        replace(one, inputs=replace(one.inputs, taxonomy=then.inputs.taxonomy))
        for one, then in zip(pasts, pasts[1:], strict=False)
    ]
    return trend(pasts, carried, Audience.OWN)


def test_counts_are_by_area_and_leave_out_what_does_not_apply() -> None:
    found = of(past(MARCH, a=2, c=0), past(APRIL, a=2, b=-1, c=1))

    assert {area: [point.count for point in points] for area, points in found.areas.items()} == {
        "one": [Count(1, 2), Count(1, 1)],
        "two": [Count(0, 1), Count(1, 1)],
    }
    assert found.steps[0].met == 1


def test_a_line_breaks_where_a_version_asks_for_something_else_and_only_there() -> None:
    found = of(past(MARCH, a=2, c=1), past(APRIL, SECOND, a=2, c=1), past(MAY, SECOND, a=2, c=3))

    assert [point.begins for point in found.areas["one"]] == [False, False, False]
    assert [point.begins for point in found.areas["two"]] == [False, True, False]
    assert [step.met for step in found.steps] == [0, 1], "a raised target is no loss"


def test_a_version_that_changes_nothing_one_sees_breaks_nothing() -> None:
    found = of(past(MARCH, a=2), past(APRIL, replace(FIRST, number=2), a=2))

    assert not any(point.begins for points in found.areas.values() for point in points)
    assert found.steps[0].changes == ()


def test_an_exception_and_a_role_begin_a_line_anew() -> None:
    found = of(past(MARCH, a=2), past(APRIL, asks=4, a=2), past(MAY, role=None, a=2))

    assert [point.begins for point in found.areas["one"]] == [False, True, True]
    assert [point.count.share for point in found.areas["one"]] == [0.5, 0, None]


def test_runs_are_joined_only_while_the_same_is_asked() -> None:
    points = [
        Point(MARCH, Count(1, 2)),
        Point(APRIL, Count(2, 2)),
        Point(MAY, Count(1, 2), begins=True),
        Point(JUNE, Count(0, 0)),
        Point(JUNE, Count(2, 2)),
    ]

    assert segments(points) == [points[:2], points[2:3], points[4:]]


@pytest.mark.parametrize(
    ("first", "today", "most", "days"),
    [
        (date(2026, 3, 3), date(2026, 6, 30), 9, [MARCH, APRIL, MAY, JUNE]),
        (date(2026, 3, 31), date(2026, 5, 1), 9, [MARCH, APRIL, date(2026, 5, 1)]),
        (date(2026, 6, 2), date(2026, 6, 30), 9, [JUNE]),
        (date(2020, 1, 1), date(2026, 6, 30), 2, [MAY, JUNE]),
    ],
)
def test_the_days_are_month_ends_and_today(first: date, today: date, most: int, days: list[date]) -> None:
    assert month_ends(first, today, most) == days
