"""Rating somebody else: beside the vectors, in one statement, and never over anybody's word."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessments import actions
from assessments.levels import folding, reading
from assessments.levels.judgements import heard
from assessments.levels.saving import KeyReused, Overtaken
from assessments.models import Profile, Rating, Review
from skillmatrix.people.models import Message
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import load_default
from tests import factories
from tests.assessments.reviewing import READING, judges, says, shares


def vectors(person):
    profile = Profile.objects.get(person=person)
    return [
        bytes(getattr(profile, f"{v}_{part}"))
        for v in ("own", "shared", "agreed")
        for part in ("values", "days")
    ]


def test_it_raises_the_revision_and_changes_no_vector(mid, bob):
    shares(mid, code_reading=2)
    before, held = Profile.objects.get(person=mid), vectors(mid)
    saved = judges(bob, mid, value=4)
    after = Profile.objects.get(person=mid)
    assert (saved.revision, after.revision) == (before.revision + 1, before.revision + 1)
    assert (after.own_revision, after.shared_revision) == (before.own_revision, before.shared_revision)
    assert vectors(mid) == held
    assert not folding.differs(after)
    row = Rating.objects.get(source="manager")
    assert (row.by, row.value, row.follows, row.self_seen, row.version) == (bob, 4, 0, False, 1)


def test_of_somebody_who_has_said_nothing(mid, bob):
    judges(bob, mid, value=4, seen=True)
    assert Rating.objects.get().self_seen is True
    assert not folding.differs(Profile.objects.get(person=mid))


def test_it_costs_one_statement(mid, bob):
    judges(bob, mid, value=2)
    first = Rating.objects.get().revision
    with CaptureQueriesContext(
        connection,
    ) as queries:
        judges(bob, mid, value=3, follows=first)
    writing = [q["sql"] for q in queries if "INSERT INTO assessments_rating" in q["sql"]]
    assert len(writing) == 1
    assert "UPDATE SET revision = p.revision + 1" in writing[0]


def test_the_newest_of_a_rater_counts(mid, bob, today):
    first = judges(bob, mid, value=2)
    judges(bob, mid, value=5)
    assert [row.follows for row in Rating.objects.order_by("revision")] == [0, first.revision]
    found = reading.manager_ratings(mid.pk, bob.pk, versions.current())
    assert found[READING].level == 5
    said = heard([mid.pk], versions.current())[mid.pk]
    assert said.by(bob.pk, READING).said.level == 5
    assert said.by(None, READING) is None


def test_the_same_key_is_the_first_answer(mid, bob):
    key = uuid4()
    first = judges(bob, mid, value=2, key=key)
    again = judges(bob, mid, value=2, key=key, follows=0)
    assert (again.revision, again.replayed) == (first.revision, True)
    with pytest.raises(KeyReused):
        judges(bob, mid, value=3, key=key, follows=0)
    assert Rating.objects.count() == 1


def test_whoever_shows_an_older_rating_is_overtaken(mid, bob):
    judges(bob, mid, value=2)
    with pytest.raises(Overtaken):
        judges(bob, mid, value=5, follows=0)
    assert Rating.objects.get().value == 2


def test_two_raters_do_not_overtake_each_other(mid, bob, carol):
    judges(bob, mid, value=2)
    judges(carol, mid, value=4, follows=0, source="reviewer")
    assert sorted(Rating.objects.values_list("by__name", "value")) == [("Bob Okafor", 2), ("Carol Mbeki", 4)]


@pytest.mark.parametrize(("skill", "value"), [("cobol", 3), (READING, 6), (READING, 255)])
def test_what_cannot_be_rated_is_refused(mid, bob, skill, value):
    with pytest.raises(actions.Unacceptable):
        judges(bob, mid, skill, value, follows=0)
    assert not Rating.objects.exists()
    assert not Review.objects.exists(), "nothing is opened by what was not saved"


def test_an_overtaken_first_rating_opens_nothing(mid, bob):
    judges(bob, mid, value=2)
    actions.close_review(subject=mid, review_id=Review.objects.get().pk, by=bob)
    with pytest.raises(Overtaken):
        judges(bob, mid, value=3, follows=0)
    assert Review.objects.open().count() == 0


def test_the_first_rating_opens_the_review_and_tells_once(mid, bob):
    judges(bob, mid, value=2)
    judges(bob, mid, "test-design", 2)
    review = Review.objects.get()
    assert (review.subject, review.opened_by, review.closed_at) == (mid, bob, None)
    told = Message.objects.of(mid).filter(kind="review").get()
    assert told.link == "/me/review/"
    assert "Independent" not in told.body + told.subject


def test_sent_again_after_the_end_opens_no_other_review(mid, bob):
    key = uuid4()
    judges(bob, mid, value=2, key=key)
    actions.close_review(subject=mid, review_id=Review.objects.get().pk, by=bob)
    assert judges(bob, mid, value=2, key=key, follows=0).replayed
    assert Review.objects.count() == 1


def test_closing_twice_is_closing_once(mid, bob):
    judges(bob, mid, value=2)
    review = Review.objects.get()
    assert actions.close_review(subject=mid, review_id=review.pk, by=bob)
    assert not actions.close_review(subject=mid, review_id=review.pk, by=bob)
    judges(bob, mid, value=3)
    assert not actions.close_review(subject=mid, review_id=review.pk, by=bob), "the next one stays open"
    assert Review.objects.open().count() == 1


STATEMENTS = st.lists(
    st.tuples(st.sampled_from(["manager", "reviewer", "peer"]), st.sampled_from([READING, "test-design"]), st.integers(0, 5)),
    max_size=6,
)  # fmt: skip


class EffectiveLevels(TestCase):
    """Whatever others say, what holds of the person is what it was."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STATEMENTS)
    def test_never_change_by_what_stands_beside(self, said):
        load_default()
        alice, bob = factories.PersonFactory.create_batch(2)
        shares(alice, code_reading=2, test_design=4)
        today = Rating.objects.first().day
        before = reading.load([alice.pk], today=today)[0]
        for source, skill, value in said:
            judges(bob, alice, skill, value, source=source)
        after = reading.load([alice.pk], today=today)[0]
        assert (after.own, after.shared) == (before.own, before.shared)
        assert after.revision == before.revision + len(said)
        assert not folding.differs(Profile.objects.get(person=alice))


def test_agreeing_changes_the_agreed_vector_alone(mid, bob):
    shares(mid, code_reading=2)
    judges(bob, mid, value=3)
    says(bob, mid, value=3)
    held = vectors(mid)
    says(mid, mid, value=3)
    assert vectors(mid)[:4] == held[:4]
    assert vectors(mid)[4:] != held[4:]
    assert not folding.differs(Profile.objects.get(person=mid))
