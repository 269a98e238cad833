"""/taxonomy/draft/suggestions/: what readers suggest, for those who edit."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from skillmatrix.people.models import Person
from skillmatrix.taxonomy import suggesting
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.draft import actions as drafting
from skillmatrix.taxonomy.draft import state
from skillmatrix.taxonomy.models import Skill, Suggestion

URL = "/taxonomy/draft/suggestions/"


def say(by: Person, text: str, slug: str = "idempotency") -> Suggestion:
    return suggesting.suggest(skill=Skill.objects.get(slug=slug), name="", text=text, by=by)[0]


def new(by: Person, name: str) -> Suggestion:
    return suggesting.suggest(skill=None, name=name, text=f"We need {name}", by=by)[0]


def test_open_ones_by_skill_newest_first(
    alice: Person, bob: Person, dana: Person, taxonomy: Taxonomy, signed_in: Any
):
    say(alice, "Oldest")
    say(bob, "Between", "kubernetes")
    say(bob, "Newest")

    page = signed_in(dana).get(URL).content.decode()

    assert page.index("Newest") < page.index("Oldest") < page.index("Between")
    assert page.count("Open the skill in the draft") == 2
    assert 'href="/taxonomy/draft/skills/idempotency/"' in page
    assert "Alice Lindqvist" in page
    assert "Bob Okafor" in page


def test_a_new_skill_can_be_added_at_once(alice: Person, dana: Person, taxonomy: Taxonomy, signed_in: Any):
    row = new(alice, "C++ & friends")

    client = signed_in(dana)
    page = client.get(URL).content.decode()

    assert "New skill: C++ &amp; friends" in page
    add = "/taxonomy/draft/skills/new/?name=C%2B%2B%20%26%20friends"
    assert f"{add}&amp;suggestion={row.pk}" in page
    assert 'value="C++ &amp; friends"' in client.get(add).content.decode()


def test_a_skill_that_the_draft_no_longer_has(
    alice: Person, dana: Person, taxonomy: Taxonomy, signed_in: Any
):
    say(alice, "Reword it")
    draft = state.load()
    drafting.save_parts(
        parts={"skill:idempotency": None},
        shown={"skill:idempotency": draft.shown("skill:idempotency")},
        summary="gone",
        by=dana,
    )

    page = signed_in(dana).get(URL).content.decode()

    assert "The draft no longer has this skill." in page
    assert 'href="/taxonomy/draft/skills/idempotency/"' not in page


def test_answered_ones_stand_apart(alice: Person, dana: Person, taxonomy: Taxonomy, signed_in: Any):
    row = say(alice, "Reword it")
    client = signed_in(dana)
    assert "Reword it" not in client.get(f"{URL}?show=answered").content.decode()

    suggesting.answer(suggestion=row, state=Suggestion.State.ACCEPTED, text="Gladly.", by=dana)

    assert "Nothing waits for an answer" in client.get(URL).content.decode()
    answered = client.get(f"{URL}?show=answered").content.decode()
    assert "Reword it" in answered
    assert "Gladly." in answered
    assert "Dana Rossi answered" in answered


def test_an_author_who_left_is_still_named(alice: Person, dana: Person, taxonomy: Taxonomy, signed_in: Any):
    say(alice, "Reword it")
    Person.objects.filter(pk=alice.pk).update(is_active=False)

    assert "Alice Lindqvist" in signed_in(dana).get(URL).content.decode()


def test_the_frame_counts_what_waits(alice: Person, dana: Person, taxonomy: Taxonomy, signed_in: Any):
    client = signed_in(dana)
    button = 'href="/taxonomy/draft/suggestions/">Suggestions <span class="count plain">3</span>'
    assert "Suggestions <span" not in client.get(URL).content.decode()
    for number in range(3):
        say(alice, f"Number {number}")

    assert button in client.get(URL).content.decode()


def test_many_have_pages(alice: Person, dana: Person, taxonomy: Taxonomy, signed_in: Any):
    skill = Skill.objects.get(slug="idempotency")
    Suggestion.objects.bulk_create(Suggestion(skill=skill, text=f"Number {n}", by=alice) for n in range(51))
    client = signed_in(dana)

    assert "page=2" in client.get(URL).content.decode()
    assert "Number 0<" in client.get(f"{URL}?page=2").content.decode()


def test_queries_do_not_grow_with_the_rows(
    alice: Person, bob: Person, dana: Person, taxonomy: Taxonomy, signed_in: Any
):
    client = signed_in(dana)
    say(alice, "One")
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for number in range(10):
        say(alice, f"More {number}", "kubernetes" if number % 2 else "idempotency")
        say(bob, f"Others {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(URL)

    assert len(few) == len(many)


@pytest.mark.parametrize("who", ["alice", "bob", "erin"])
def test_for_those_who_edit_alone(
    request: pytest.FixtureRequest, alice: Person, taxonomy: Taxonomy, signed_in: Any, who: str
):
    assert signed_in(request.getfixturevalue(who)).get(URL).status_code == 403
