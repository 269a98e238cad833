"""Bytes and statements, and the vectors that rows define."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import actions
from assessments.levels import folding, reading, vectors
from assessments.levels.encoding import to_published
from assessments.levels.translation import fold
from assessments.levels.vectors import Held
from assessments.models import Profile
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from assessments.standing import Statement

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2089, 9, 17))
VALUES = st.one_of(st.integers(0, 9), st.just(NOT_APPLICABLE))


@given(st.dictionaries(st.integers(0, 300), st.builds(Held, VALUES, DAYS, st.booleans()), max_size=20))
def test_packing_and_unpacking_is_the_identity(holding):
    packed = vectors.pack(holding)
    slots = {f"s{slot}": slot for slot in range(301)}
    expected = {
        f"s{slot}": Statement(None, day, "not_applicable", asks_again=again)
        if value == NOT_APPLICABLE
        else Statement(value, day, asks_again=again)
        for slot, (value, day, again) in holding.items()
    }
    assert vectors.unpack(*packed, slots) == expected
    assert len(packed[1]) == 2 * len(packed[0])
    assert {slots[slug]: vectors.held(said) for slug, said in expected.items()} == holding


def test_a_short_vector_says_unrated_beyond_its_end():
    assert vectors.value_at(b"\x03", 0) == 3
    assert vectors.value_at(b"\x03", 1) == UNRATED
    assert vectors.unpack(b"\x03", b"\x00\x01", {"far": 7}) == {}


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2089, 9, 18)])
def test_days_outside_the_range_are_refused(day):
    with pytest.raises(ValueError, match="outside the range"):
        vectors.day_number(day)


def test_the_stored_vector_is_the_fold_of_the_rows(alice, taxonomy, rate, today):
    rate(alice, "code-reading", 2)
    rate(alice, "code-reading", 4, shown=2)
    rate(alice, "test-design", NOT_APPLICABLE, reason="no")
    actions.share(person=alice, shown=own_revision(alice), changes=2, key=uuid4(), today=today)
    rate(alice, "code-reading", 3, shown=4)
    actions.withdraw_rating(person=alice, skill="test-design", shown=254, key=uuid4(), by=alice, today=today)
    assert not folding.differs(Profile.objects.get(person=alice))
    (inputs,) = reading.load([alice.pk], today=today)
    assert {slug: said.level for slug, said in inputs.own.statements.items()} == {"code-reading": 3}
    assert {slug: said.level for slug, said in inputs.shared.statements.items()} == {
        "code-reading": 4,
        "test-design": None,
    }


def test_a_fold_ignores_the_order_of_rows_and_other_sources(alice, bob, taxonomy, rate):
    rate(alice, "code-reading", 2)
    rate(alice, "code-reading", 4, shown=2)
    rate(alice, "code-reading", 5, source="agreed")
    rows = folding.rows_of([alice.pk])[alice.pk]
    translation = to_published(taxonomy)
    forwards, backwards = (fold(r, translation, sources=("self",)) for r in (rows, rows[::-1]))
    assert forwards == backwards
    assert forwards[taxonomy.slots["code-reading"]].value == 4


def test_a_tampered_profile_differs_and_is_repaired(alice, taxonomy, rate):
    from assessments.guard import writing

    rate(alice, "code-reading", 2)
    with writing():
        Profile.objects.filter(person=alice).update(own_values=b"\x05")
    assert folding.differs(Profile.objects.get(person=alice))
    folding.refold(alice.pk)
    assert not folding.differs(Profile.objects.get(person=alice))


def test_loading_many_people_costs_as_many_queries_as_one(
    alice, carol, taxonomy, rate, today, django_assert_num_queries
):
    rate(alice, "code-reading", 2)
    rate(carol, "code-reading", 3)
    for people in ([alice.pk], [carol.pk, alice.pk]):
        with django_assert_num_queries(1):
            found = reading.load(people, today=today)
        assert [inputs.person_id for inputs in found] == people


def own_revision(person):
    return Profile.objects.get(person=person).own_revision
