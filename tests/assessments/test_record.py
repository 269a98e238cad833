"""Who may know which rows, and what held before each."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments import actions
from assessments.inputs import Audience
from assessments.levels import reading
from assessments.levels.marking import marking
from assessments.levels.record import Entry, Record, record_of
from assessments.models import Rating
from assessments.models.rating import NOT_APPLICABLE, UNRATED
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.models import Skill
from tests.assessments import ladders

TODAY = timezone.localdate()


@pytest.fixture
def ladder(db: None) -> dict[str, Any]:
    content = ladders.ladder("a", "b", "c")
    ladders.publish(content)
    return content


def says(person: Person, source: str = "self", **levels: int) -> None:
    for slug, value in levels.items():
        (inputs,) = reading.load([person.pk], today=TODAY)
        held = (inputs.own.statements if source == "self" else inputs.own.agreed).get(slug)
        shown = UNRATED if held is None else NOT_APPLICABLE if held.level is None else held.level
        actions.rate_skill(
            person=person, skill=slug, value=value, shown=shown, source=source, version=inputs.version, key=uuid4(),
            by=person, today=TODAY, reason="We have none" if value == NOT_APPLICABLE else "",
        )  # fmt: skip


def undoes(person: Person, slug: str) -> None:
    (inputs,) = reading.load([person.pk], today=TODAY)
    actions.withdraw_rating(
        person=person,
        skill=slug,
        shown=inputs.own.statements[slug].level,
        key=uuid4(),
        by=person,
        today=TODAY,
    )


def shares(person: Person) -> None:
    (inputs,) = reading.load([person.pk], today=TODAY)
    actions.share(person=person, shown=inputs.own_revision, changes=1, key=uuid4(), today=TODAY)


def leads_say(subject: Person, by: Person, skill: str, value: int, source: str = "manager") -> None:
    with marking(subject.pk, own=False) as revision:
        Rating.objects.create(
            person=subject, skill=Skill.objects.get(slug=skill), revision=revision, key=uuid4(), source=source,
            state="level", value=value, day=TODAY, version=versions.current_number(), by=by,
        )  # fmt: skip


def own(person: Person) -> Record:
    return record_of(person.pk, Audience.OWN, viewer_id=person.pk)


def theirs(person: Person, viewer: Person) -> Record:
    return record_of(person.pk, Audience.SHARED, viewer_id=viewer.pk)


def told(record: Record) -> list[tuple[str, str, int, int]]:
    entries: list[Entry] = [record.read(one) for one in record.shown]
    return [(one.told.row.source, one.told.row.skill, one.before, one.after) for one in entries]


def test_newest_first_with_what_held_before(alice: Person, ladder: Any) -> None:
    says(alice, a=2, b=1)
    says(alice, a=3)
    says(alice, a=NOT_APPLICABLE)

    assert told(own(alice)) == [
        ("self", "a", 3, NOT_APPLICABLE),
        ("self", "a", 2, 3),
        ("self", "b", UNRATED, 1),
        ("self", "a", UNRATED, 2),
    ]


def test_an_undo_stands_there_as_one_and_what_was_taken_back_does_not_come_before_anything(
    alice: Person, ladder: Any
) -> None:
    says(alice, a=2)
    says(alice, a=4)
    undoes(alice, "a")
    says(alice, a=3)

    found = own(alice)

    assert told(found) == [
        ("self", "a", 2, 3),
        ("self", "a", 4, 2),
        ("self", "a", 2, 4),
        ("self", "a", UNRATED, 2),
    ]
    assert [found.read(one).is_undo for one in found.shown] == [False, True, False, False]


def test_agreed_levels_follow_each_other(alice: Person, ladder: Any) -> None:
    says(alice, a=2)
    says(alice, "agreed", a=1)
    says(alice, "agreed", a=3)

    assert told(own(alice)) == [
        ("agreed", "a", 1, 3),
        ("agreed", "a", UNRATED, 1),
        ("self", "a", UNRATED, 2),
    ]


def test_before_is_told_in_the_words_of_the_version_it_was_said_under(alice: Person, ladder: Any) -> None:
    says(alice, a=2, b=4)
    merged = ladders.merge(ladder, "b", "a")
    ladders.publish(merged)
    says(alice, a=1)
    ladders.publish(
        ladders.rescale(merged, ["No", "Yes", "Very"], [0, 1, 1, 2, 2, 2])
        | {"coverage": 2, "evidence_from": 2}
    )
    says(alice, a=2)

    found = own(alice)

    assert told(found)[:2] == [("self", "a", 1, 2), ("self", "a", 4, 1)]
    assert [found.read(one).taxonomy.number for one in found.shown] == [3, 2, 1, 1]


def test_what_a_lead_rated_is_open_once_a_level_was_agreed_after_it(
    alice: Person, bob: Person, carol: Person, ladder: Any
) -> None:
    leads_say(alice, bob, "a", 1)
    leads_say(alice, bob, "a", 3)
    leads_say(alice, bob, "b", 2)
    leads_say(alice, carol, "a", 5, "peer")
    says(alice, "agreed", a=2)
    leads_say(alice, bob, "a", 4)

    assert told(own(alice)) == [("agreed", "a", UNRATED, 2), ("manager", "a", 1, 3)]


def test_others_read_the_last_word_at_each_share(alice: Person, bob: Person, ladder: Any) -> None:
    says(alice, a=1)
    says(alice, a=2)
    says(alice, b=4)
    undoes(alice, "b")
    shares(alice)
    says(alice, a=5)
    undoes(alice, "a")
    says(alice, c=1)
    shares(alice)
    says(alice, b=3)

    assert told(theirs(alice, bob)) == [("self", "c", UNRATED, 1), ("self", "a", UNRATED, 2)]


def test_what_was_shared_and_taken_back_later_is_an_undo_for_others_too(
    alice: Person, bob: Person, ladder: Any
) -> None:
    says(alice, a=1)
    says(alice, a=3)
    shares(alice)
    undoes(alice, "a")
    shares(alice)

    found = theirs(alice, bob)

    assert told(found) == [("self", "a", 3, 1), ("self", "a", UNRATED, 3)]
    assert found.read(found.shown[0]).is_undo


def test_others_read_of_other_raters_only_themselves(
    alice: Person, bob: Person, carol: Person, ladder: Any
) -> None:
    leads_say(alice, bob, "a", 1)
    leads_say(alice, carol, "a", 5)
    assert told(theirs(alice, bob)) == [], "nothing was shared"
    says(alice, b=1)
    shares(alice)

    assert told(theirs(alice, bob)) == [("self", "b", UNRATED, 1), ("manager", "a", UNRATED, 1)]


def test_filters(alice: Person, ladder: Any) -> None:
    says(alice, a=1, b=2)
    says(alice, "agreed", a=1)
    found = own(alice)

    assert [one.row.skill for one in found.matching(skills={"b"})] == ["b"]
    assert [one.row.source for one in found.matching(sources={"agreed"})] == ["agreed"]
    assert found.matching(skills=set()) == []


def test_the_number_of_queries_does_not_grow(alice: Person, bob: Person, ladder: Any) -> None:
    counts = []
    for _ in range(2):
        says(alice, a=1, b=2)
        says(alice, a=2, b=3)
        undoes(alice, "a")
        shares(alice)
        theirs(alice, bob)
        with CaptureQueriesContext(connection) as asked:
            assert told(theirs(alice, bob))
            assert told(own(alice))
        counts.append(len(asked))

    assert counts[0] == counts[1]
