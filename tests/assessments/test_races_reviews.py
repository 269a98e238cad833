"""Reviews on real connections: two people at once, and one person twice."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from assessments import actions
from assessments.models import Delegation, Profile, Rating, Review, Share
from assessments.reviews.agreement import Outcome
from assessments.reviews.desk import desk_of
from skillmatrix.taxonomy.actions import load_default
from tests import factories
from tests.assessments.reviewing import READING, judges, says, shares
from tests.assessments.test_races import assert_sound, at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 12


@pytest.fixture
def pair():
    """alice, and bob who leads her."""
    load_default()
    team = factories.TeamFactory()
    bob, alice = factories.PersonFactory(name="Bob"), factories.PersonFactory(name="Alice")
    factories.LeadFactory(person=bob, team=team)
    factories.MembershipFactory(person=alice, team=team)
    shares(alice, code_reading=2)
    return alice, bob


def test_of_two_tabs_of_a_rater_one_is_told(pair):
    alice, bob = pair
    follows = 0
    for step in range(ROUNDS):
        outcomes = at_once(
            *[lambda v=value, f=follows: judges(bob, alice, value=v, follows=f) for value in (1, 4)]
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Overtaken", "Saved"], step
        follows = Rating.objects.beside().order_by("-revision").first().revision
    assert Rating.objects.beside().count() == ROUNDS
    assert Review.objects.count() == 1
    assert_sound()


def test_the_same_key_twice_at_once_is_one_row(pair):
    alice, bob = pair
    key = uuid4()
    first, second = at_once(*[lambda: judges(bob, alice, key=key, follows=0)] * 2)
    assert first.revision == second.revision
    assert Rating.objects.beside().count() == 1


def test_several_raters_and_the_person_lose_nothing(pair):
    alice, bob = pair
    others = factories.PersonFactory.create_batch(3)
    for step in range(ROUNDS):
        at_once(
            *[lambda w=who, v=step: judges(w, alice, value=v % 6) for who in (bob, *others)],
            lambda v=step: shares(alice, code_reading=v % 6),
        )
    assert Rating.objects.beside().count() == 4 * ROUNDS
    assert_sound()


def test_both_confirming_at_once_agree_once(pair):
    alice, bob = pair
    judges(bob, alice, value=3)
    for step in range(ROUNDS):
        outcomes = at_once(*[lambda w=who, v=step: says(w, alice, value=v % 6) for who in (alice, bob)])
        assert sorted(outcomes) == sorted([Outcome.OPEN, Outcome.AGREED]), step
    agreed = Rating.objects.filter(source="agreed").order_by("revision")
    assert [row.value for row in agreed] == [step % 6 for step in range(ROUNDS)]
    assert_sound()


def test_double_clicks_on_both_sides_agree_once(pair):
    alice, bob = pair
    judges(bob, alice, value=3)
    about, keys = desk_of(alice, today=timezone.localdate()).about(READING), (uuid4(), uuid4())
    outcomes = at_once(
        *[
            lambda w=who, k=key: says(w, alice, value=3, key=k, about=about, shown=None)
            for who, key in zip((alice, bob), keys, strict=True)
            for _ in range(3)
        ]
    )
    assert Outcome.AGREED in outcomes
    assert all(isinstance(outcome, Outcome) for outcome in outcomes)
    assert Rating.objects.filter(source="agreed").count() == 1
    assert not Profile.objects.filter(person=bob).exists()
    assert_sound()


def test_a_confirmation_beside_a_new_rating_is_void_or_refused(pair):
    alice, bob = pair
    judges(bob, alice, value=3)
    for step in range(ROUNDS):
        says(bob, alice, value=3)
        about = desk_of(alice, today=timezone.localdate()).about(READING)
        at_once(
            lambda a=about: says(alice, alice, value=3, about=a),
            lambda v=step: shares(alice, code_reading=(v + 4) % 6),
        )
        agreed = Rating.objects.filter(source="agreed").order_by("-revision").first()
        if agreed is not None:
            assert agreed.revision < Share.objects.order_by("-revision").first().revision, (
                "before, or not at all"
            )
    assert_sound()


def test_asking_twice_at_once_asks_once(pair):
    alice, _bob = pair
    carol, today = factories.PersonFactory(name="Carol"), timezone.localdate()
    ask = lambda: actions.ask_reviewer(  # noqa: E731
        subject=alice, reviewer=carol, skills=[READING], kind="peer", last_day=today, by=alice, today=today
    )
    assert sorted(at_once(ask, ask)) == [0, 1]
    assert Delegation.objects.count() == 1
