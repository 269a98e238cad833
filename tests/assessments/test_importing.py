"""Bulk loading keeps every promise of the one-by-one writers."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from assessments.actions import rate_skill
from assessments.inputs import Audience
from assessments.levels.folding import differs
from assessments.levels.history import Aimed, Assigned, Excepted, History, Listed, Released, Stated
from assessments.levels.importing import AlreadyHeard, load_histories
from assessments.levels.reading import load
from assessments.models import ExtraSkill, NextRole, Profile, Rating, RoleAssignment, Share, TargetOverride
from assessments.models.rating import NOT_APPLICABLE
from tests.factories import PersonFactory

MAY, JUNE, JULY = date(2026, 5, 4), date(2026, 6, 1), date(2026, 7, 1)
TODAY = date(2026, 8, 3)


@pytest.fixture
def heard(taxonomy, alice, bob):
    """alice's history with every kind of event."""
    events = [
        Assigned(MAY, "junior", JULY, bob.pk),
        Stated(MAY, "queue-fundamentals", 1),
        Stated(MAY, "js-language", 2),
        Aimed(MAY, "mid"),
        Released(MAY),
        Stated(JUNE, "js-language", 3, "manager", bob.pk),
        Stated(JUNE, "js-language", 3, "agreed", bob.pk),
        Excepted(JUNE, "scheduled-jobs", 2, "a tab\there, a \\ and a\nnew line", bob.pk),
        Stated(JULY, "js-language", 3),
        Stated(JULY, "oss-representation", NOT_APPLICABLE, reason="We publish nothing."),
        Assigned(JULY, "mid", None, bob.pk),
        Released(JULY),
        Stated(TODAY, "queue-fundamentals", 2),
        Listed(TODAY, "kubernetes"),
    ]
    load_histories([History(alice.pk, events)])
    return alice


def test_the_profile_is_what_the_rows_state(heard):
    profile = Profile.objects.get(person=heard)
    assert not differs(profile)
    assert (profile.revision, profile.own_revision, profile.shared_revision) == (14, 14, 10)
    assert profile.shared_on == JULY


def test_revisions_are_consecutive_over_all_kinds(heard):
    found = [
        *Rating.objects.values_list("revision", flat=True),
        *Share.objects.values_list("revision", flat=True),
        *NextRole.objects.values_list("revision", flat=True),
        *ExtraSkill.objects.values_list("revision", flat=True),
    ]
    unnumbered = RoleAssignment.objects.count() + TargetOverride.objects.count()
    assert sorted([*found, 1, 8, 11]) == list(range(1, 15))
    assert unnumbered == 3


def test_what_was_loaded_reads_as_it_happened(heard):
    (inputs,) = load([heard.pk], today=TODAY)
    assert inputs.role == "mid"
    assert inputs.overrides["scheduled-jobs"].reason == "a tab\there, a \\ and a\nnew line"
    own, shared = inputs.said(Audience.OWN), inputs.said(Audience.SHARED)
    assert (own.statements["queue-fundamentals"].level, shared.statements["queue-fundamentals"].level) == (
        2,
        1,
    )
    assert own.statements["oss-representation"].state == "not_applicable"
    assert own.agreed["js-language"].level == 3
    assert own.agreed["js-language"].day == JUNE
    assert (own.next_role, shared.next_role) == ("mid", "mid")
    assert (own.extra_skills, shared.extra_skills) == ({"kubernetes"}, frozenset())
    assert Rating.objects.get(revision=10).reason == "We publish nothing."
    assert Rating.objects.get(revision=6).by.name == "Bob Okafor"
    assert Rating.objects.get(revision=2).created_at.date() == MAY


def test_rating_goes_on_from_there(heard, taxonomy):
    from uuid import uuid4

    saved = rate_skill(
        person=heard, skill="queue-fundamentals", value=3, shown=2, version=taxonomy.number, key=uuid4(), by=heard,
        today=TODAY,
    )  # fmt: skip
    assert saved.revision == 15
    assert not differs(Profile.objects.get(person=heard))


def test_the_shared_vector_is_as_of_the_last_share_only(taxonomy, alice):
    events = [Stated(MAY, "js-language", 4), Released(MAY), Stated(JUNE, "js-language", 1), Released(JUNE)]
    load_histories([History(alice.pk, events)])
    (inputs,) = load([alice.pk], today=TODAY)
    assert inputs.shared.statements["js-language"].level == 1
    assert not inputs.has_unshared_changes


def test_somebody_who_has_inputs_is_refused_and_nothing_is_written(heard, bob):
    others = [
        History(bob.pk, [Stated(MAY, "js-language", 2)]),
        History(heard.pk, [Stated(MAY, "js-language", 2)]),
    ]
    with pytest.raises(AlreadyHeard):
        load_histories(others)
    assert not Profile.objects.filter(person=bob).exists()
    assert not Rating.objects.filter(person=bob).exists()


def test_an_unknown_skill_is_refused(taxonomy, alice):
    with pytest.raises(LookupError):
        load_histories([History(alice.pk, [Stated(MAY, "no-such-skill", 2)])])
    assert not Profile.objects.exists()


def test_progress_is_told_by_batch(taxonomy):
    people = [PersonFactory() for _ in range(5)]
    told = []
    loaded = load_histories(
        (History(person.pk, [Stated(MAY, "js-language", 2)]) for person in people),
        progress=told.append,
        batch=2,
    )
    assert [one.people for one in told] == [2, 4, 5]
    assert (loaded.people, loaded.ratings) == (5, 5)


def test_nobody_is_notified(taxonomy, alice, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as captured:
        load_histories([History(alice.pk, [Stated(MAY, "js-language", 2), Released(MAY)])])
    assert not any("notify" in query["sql"].lower() for query in captured.captured_queries)


def test_constraints_hold_for_bulk_rows_too(taxonomy, alice):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    overlapping = [Assigned(MAY, "junior"), Assigned(JUNE, "mid")]
    with pytest.raises(Exception, match="role_assignment_one_at_a_time"):
        load_histories([History(alice.pk, overlapping)])


@pytest.mark.parametrize(
    "event", [Aimed(JUNE, "mid"), Listed(JUNE, "kubernetes"), Stated(JUNE, "js-language", 2)]
)
def test_what_the_person_says_after_sharing_is_theirs_alone(taxonomy, alice, event):
    load_histories([History(alice.pk, [Stated(MAY, "ownership", 3), Released(MAY), event])])
    (inputs,) = load([alice.pk], today=TODAY)
    assert inputs.has_unshared_changes
    assert inputs.own != inputs.shared


def test_what_others_say_is_no_change_of_the_persons_own(taxonomy, alice, bob):
    theirs = [
        Stated(JUNE, "ownership", 2, "manager", bob.pk),
        Excepted(JUNE, "ownership", 2, "Because.", bob.pk),
    ]
    load_histories(
        [History(alice.pk, [Stated(MAY, "ownership", 3), Released(MAY), *theirs, Assigned(JUNE, "mid")])]
    )
    (inputs,) = load([alice.pk], today=TODAY)
    assert not inputs.has_unshared_changes
    assert inputs.own.statements["ownership"].level == 3
