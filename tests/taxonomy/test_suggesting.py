"""Actions of suggestions: what is stored, who is told, and what happens when two are at it at once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from skillmatrix.people.models import Message, Person
from skillmatrix.taxonomy import suggesting
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.models import Skill, Suggestion
from tests.factories import PersonFactory

ACCEPTED, DECLINED = Suggestion.State.ACCEPTED, Suggestion.State.DECLINED


def about(slug: str, by: Person, text: str = "Level 3 says nothing") -> Suggestion:
    """A suggestion about a skill."""
    found, _is_new = suggesting.suggest(skill=Skill.objects.get(slug=slug), name="", text=text, by=by)
    return found


def told(person: Person) -> list[tuple[str, str]]:
    """Subject and link of what somebody was told about suggestions."""
    return list(
        Message.objects.of(person)
        .filter(kind=Message.Kind.SUGGESTION)
        .order_by("id")
        .values_list("subject", "link")
    )


def test_each_admin_is_told_once(alice: Person, dana: Person, bob: Person, taxonomy: Taxonomy):
    other = PersonFactory(name="Dora", is_taxonomy_admin=True)
    gone = PersonFactory(name="Don", is_taxonomy_admin=True, is_active=False)

    row = about("idempotency", alice)

    line = ("Alice Lindqvist suggests a change to Idempotency", f"/taxonomy/draft/suggestions/{row.pk}/")
    assert told(dana) == told(other) == [line]
    assert told(gone) == told(bob) == told(alice) == []


def test_a_new_skill_is_named(alice: Person, dana: Person, taxonomy: Taxonomy):
    suggesting.suggest(skill=None, name="Juggling", text="We need it", by=alice)

    assert told(dana)[0][0] == "Alice Lindqvist suggests a new skill: Juggling"


def test_an_admin_may_suggest_and_is_not_told_of_it(dana: Person, taxonomy: Taxonomy):
    about("idempotency", dana)

    assert told(dana) == []


def test_said_twice_is_said_once_while_it_is_open(alice: Person, dana: Person, taxonomy: Taxonomy):
    first = about("idempotency", alice)

    assert about("idempotency", alice) == first
    assert len(told(dana)) == 1
    assert about("kubernetes", alice) != first
    assert about("idempotency", alice, "Something else") != first
    assert about("idempotency", dana) != first

    suggesting.answer(suggestion=first, state=DECLINED, text="No", by=dana)
    assert about("idempotency", alice) != first


def test_the_same_words_for_two_new_skills_are_two(alice: Person, taxonomy: Taxonomy):
    names = ("Juggling", "Knitting", "Juggling")
    new = [suggesting.suggest(skill=None, name=name, text="We need it", by=alice)[1] for name in names]

    assert new == [True, True, False]


def test_twenty_may_wait(alice: Person, bob: Person, dana: Person, taxonomy: Taxonomy):
    rows = [about("idempotency", alice, f"Number {number}") for number in range(suggesting.MOST_OPEN)]

    with pytest.raises(suggesting.TooMany):
        about("idempotency", alice, "One more")

    assert about("idempotency", alice, "Number 3") == rows[3]
    assert about("idempotency", bob, "One more").by == bob
    suggesting.answer(suggestion=rows[0], state=ACCEPTED, text="Thanks", by=dana)
    assert about("idempotency", alice, "One more").by == alice


def test_the_answer_reaches_the_author(alice: Person, dana: Person, taxonomy: Taxonomy):
    row = about("idempotency", alice)

    held = suggesting.answer(suggestion=row, state=ACCEPTED, text="Thank you, done.", by=dana)

    assert (held.state, held.answered_by, held.answer) == (ACCEPTED, dana, "Thank you, done.")
    assert held.answered_at is not None
    link = f"/taxonomy/suggestions/#suggestion-{row.pk}"
    assert told(alice) == [("Your suggestion about Idempotency was accepted", link)]
    assert Message.objects.get(recipient=alice).body == "Thank you, done."


def test_the_same_answer_again_is_one_answer(alice: Person, dana: Person, taxonomy: Taxonomy):
    row = about("idempotency", alice)
    for _click in range(2):
        suggesting.answer(suggestion=row, state=DECLINED, text="Because", by=dana)

    assert len(told(alice)) == 1


@pytest.mark.parametrize(("state", "text"), [(ACCEPTED, "Because"), (DECLINED, "Otherwise")])
def test_another_answer_is_too_late(alice: Person, dana: Person, taxonomy: Taxonomy, state: str, text: str):
    row = about("idempotency", alice)
    suggesting.answer(suggestion=row, state=DECLINED, text="Because", by=dana)

    with pytest.raises(suggesting.Answered) as late:
        suggesting.answer(suggestion=row, state=state, text=text, by=dana)

    assert late.value.suggestion.answer == "Because"
    row.refresh_from_db()
    assert (row.state, row.answer) == (DECLINED, "Because")
    assert len(told(alice)) == 1


def test_the_same_words_of_another_admin_are_too_late(alice: Person, dana: Person, taxonomy: Taxonomy):
    row = about("idempotency", alice)
    suggesting.answer(suggestion=row, state=ACCEPTED, text="Thanks", by=dana)

    with pytest.raises(suggesting.Answered) as late:
        suggesting.answer(suggestion=row, state=ACCEPTED, text="Thanks", by=PersonFactory())

    assert late.value.suggestion.answered_by == dana


def test_an_author_who_left_is_answered_all_the_same(alice: Person, dana: Person, taxonomy: Taxonomy):
    row = about("idempotency", alice)
    Person.objects.filter(pk=alice.pk).update(is_active=False)

    suggesting.answer(suggestion=row, state=ACCEPTED, text="Thanks", by=dana)

    assert told(alice) == []


def test_nothing_is_stored_when_the_author_cannot_be_told(alice: Person, dana: Person, taxonomy: Taxonomy):
    row = about("idempotency", alice)
    with connection.cursor() as cursor:
        refuse = "ALTER TABLE people_message ADD CONSTRAINT refuse CHECK (body <> 'Thanks') NOT VALID"
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(refuse)

    with pytest.raises(IntegrityError), transaction.atomic():
        suggesting.answer(suggestion=row, state=ACCEPTED, text="Thanks", by=dana)

    row.refresh_from_db()
    assert row.is_open


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_suggestion(alice: Person, dana: Person, taxonomy: Taxonomy):
    skill = Skill.objects.get(slug="idempotency")
    both = threading.Barrier(2)
    found: list[Any] = []

    def click() -> None:
        try:
            both.wait()
            found.append(suggesting.suggest(skill=skill, name="", text="Twice", by=alice))
        finally:
            connections.close_all()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()

    assert Suggestion.objects.count() == 1
    assert sorted(is_new for _row, is_new in found) == [False, True]


def test_suggestions_by_subject_stand_together(alice: Person, bob: Person, taxonomy: Taxonomy):
    about("idempotency", alice, "a")
    about("kubernetes", alice, "b")
    suggesting.suggest(skill=None, name="Juggling", text="c", by=alice)
    about("idempotency", bob, "d")
    suggesting.suggest(skill=None, name="juggling", text="e", by=bob)

    found = [row.text for row in Suggestion.objects.open().by_subject()]

    assert found == ["e", "c", "d", "a", "b"]
