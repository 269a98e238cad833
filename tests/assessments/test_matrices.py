"""Matrices of many people say exactly what is said of one person and one skill."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from assessments import actions
from assessments.inputs import Audience
from assessments.levels import matrices, reading
from assessments.levels.matrices import stacked
from assessments.levels.standings import Vectors, cutoffs, effective_own, effective_shared
from assessments.levels.vectors import ASKS_AGAIN, Held, day_number, pack, statement
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from assessments.standing import effective_own as one_own
from assessments.standing import effective_shared as one_shared
from assessments.standing import stale_on
from assessments.targets import Override
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy
from tests import factories

TODAY = date(2026, 3, 31)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
VALUES = st.sampled_from([0, 1, 2, 3, 4, 5, NOT_APPLICABLE, UNRATED])
# Days near each other meet on one day now and then, which is where the two could differ.
NEAR = st.sampled_from([date(2026, 3, 1), date(2026, 3, 2)])
HELD = st.builds(Held, VALUES, DAYS | NEAR, st.booleans())
CELLS = st.lists(st.tuples(HELD, HELD, st.sampled_from([1, 3, 6, 12, 18])), min_size=1, max_size=40)


def vector(cells: list[Held]) -> Vectors:
    """Through the bytes, as they are stored."""
    return stacked([pack(dict(enumerate(cells)))], list(range(len(cells))), len(cells))


def said(held: Held) -> Any:
    return statement(held.value, day_number(held.day) | (ASKS_AGAIN if held.asks_again else 0))


@pytest.mark.parametrize(("many", "one"), [(effective_shared, one_shared), (effective_own, one_own)])
@given(cells=CELLS, today=DAYS)
def test_every_cell_equals_the_rule_for_one(many: Any, one: Any, cells: list[Any], today: date) -> None:
    found = many(
        vector([own for own, *_ in cells]),
        vector([agreed for _, agreed, _ in cells]),
        cutoffs([months for *_, months in cells], today=today),
    )
    for column, (own, agreed, months) in enumerate(cells):
        expected = one(said(own), said(agreed), months=months, today=today)
        cell = found.at(0, column)
        assert (cell.state, cell.level, cell.stale, cell.basis, cell.day) == (
            expected.state, expected.level, expected.stale, expected.basis, expected.day,
        )  # fmt: skip


@given(today=st.dates(date(2004, 1, 1), date(2040, 1, 1)), months=st.integers(1, 36))
def test_the_cutoff_is_the_last_stale_day(today: date, months: int) -> None:
    cutoff = date(2000, 1, 1) + timedelta(days=int(cutoffs([months], today=today)[0]))
    assert stale_on(cutoff, months) <= today < stale_on(cutoff + timedelta(days=1), months)


def test_a_short_vector_is_unrated_beyond_its_end() -> None:
    packed = [pack({0: Held(3, TODAY)}), (None, None), pack({2: Held(NOT_APPLICABLE, TODAY)})]
    found = stacked(packed, [2, 0], 3)
    assert found.values.tolist() == [[UNRATED, 3], [UNRATED, UNRATED], [NOT_APPLICABLE, UNRATED]]
    assert found.days.tolist() == [[0, day_number(TODAY)], [0, 0], [day_number(TODAY), 0]]


def test_bytes_without_a_meaning_state_nothing() -> None:
    assert stacked([(bytes([77]), b"\0\1")], [0], 1).values.tolist() == [[UNRATED]]


def rate(person: Person, skill: str, value: int, shown: int = UNRATED) -> int:
    return actions.rate_skill(
        person=person, skill=skill, value=value, shown=shown, version=1, key=uuid4(), by=person, today=TODAY
    ).revision


@pytest.fixture
def rated(alice: Person, bob: Person, taxonomy: Taxonomy) -> Person:
    actions.assign_role(person=alice, role="mid", by=None, today=TODAY)
    actions.override_target(
        person=alice, skill="caching-fundamentals", level=4, reason="You run it", by=bob, today=TODAY
    )
    revision = rate(alice, "idempotency", 3)
    actions.share(person=alice, shown=revision, changes=1, key=uuid4(), today=TODAY)
    rate(alice, "idempotency", 1, shown=3)
    rate(alice, "caching-fundamentals", 2)
    return alice


def test_load_reads_what_the_audience_may_know(rated: Person, bob: Person, taxonomy: Taxonomy) -> None:
    shared = matrices.load([bob.pk, rated.pk], Audience.SHARED, today=TODAY)
    own = matrices.load([bob.pk, rated.pk], Audience.OWN, today=TODAY)
    assert shared
    assert own
    idempotency = shared.skills.index("idempotency")
    caching = shared.skills.index("caching-fundamentals")
    assert shared.said.values[1, [idempotency, caching]].tolist() == [3, UNRATED]
    assert own.said.values[1, [idempotency, caching]].tolist() == [1, 2]
    assert shared.said.values[0].tolist() == [UNRATED] * len(taxonomy.active)
    row = shared.rows[1]
    assert (row.role, row.shared_on, row.overrides) == (
        "mid", TODAY, {"caching-fundamentals": Override(4, "You run it")},
    )  # fmt: skip


def test_people_come_as_asked_for_whether_they_have_said_anything_or_not(rated: Person, bob: Person) -> None:
    crowd = matrices.load([rated.pk, bob.pk, rated.pk], Audience.SHARED, today=TODAY)
    assert crowd
    assert [row.person_id for row in crowd.rows] == [rated.pk, bob.pk, rated.pk]
    assert [row.role for row in crowd.rows] == ["mid", None, "mid"]
    column = crowd.skills.index("idempotency")
    assert crowd.said.values[:, column].tolist() == [3, UNRATED, 3]


def test_a_role_counts_before_anything_is_said(alice: Person, bob: Person, taxonomy: Taxonomy) -> None:
    actions.assign_role(person=bob, role="mid", by=None, today=TODAY)
    crowd = matrices.load([alice.pk, bob.pk], Audience.SHARED, today=TODAY)
    assert crowd
    assert [(row.role, row.shared_on) for row in crowd.rows] == [(None, None), ("mid", None)]


def test_load_agrees_with_reading_one_by_one(rated: Person, bob: Person) -> None:
    people = [bob.pk, rated.pk]
    crowd = matrices.load(people, Audience.SHARED, today=TODAY)
    assert crowd
    found = matrices.standings(crowd, today=TODAY)
    for row, inputs in enumerate(reading.load(people, today=TODAY)):
        for column, skill in enumerate(crowd.skills):
            expected = one_shared(
                inputs.shared.statements.get(skill), inputs.shared.agreed.get(skill),
                months=inputs.taxonomy.review_months(skill), today=TODAY,
            )  # fmt: skip
            assert found.at(row, column).level == expected.level
        assert (crowd.rows[row].revision, crowd.rows[row].role) == (inputs.revision, inputs.role)


def test_load_asks_once_however_many(taxonomy: Taxonomy) -> None:
    for count in (1, 20):
        people = [person.pk for person in factories.PersonFactory.create_batch(count)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert matrices.load(people, Audience.SHARED, today=TODAY)
        assert len(queries) == 1


def test_nobody_and_no_taxonomy(db: None) -> None:
    assert matrices.load([1], Audience.SHARED, today=TODAY) is None
    assert matrices.load([], Audience.SHARED, today=TODAY) is None
