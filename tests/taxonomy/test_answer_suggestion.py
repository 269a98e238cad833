"""/taxonomy/draft/suggestions/<id>/: accept or decline, with a word to the author."""

from __future__ import annotations

from typing import Any

import pytest

from skillmatrix.people.models import Message, Person
from skillmatrix.taxonomy import suggesting
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.models import Skill, Suggestion
from tests.factories import PersonFactory

PREFILLED = "Thank you for writing this down. We leave it as it is because"


@pytest.fixture
def row(alice: Person, dana: Person, taxonomy: Taxonomy) -> Suggestion:
    """What alice suggests."""
    skill = Skill.objects.get(slug="idempotency")
    return suggesting.suggest(skill=skill, name="", text="Level 3 <b>lies</b>", by=alice)[0]


@pytest.fixture
def url(row: Suggestion) -> str:
    return f"/taxonomy/draft/suggestions/{row.pk}/"


def test_both_answers_are_offered_with_friendly_words(
    dana: Person, row: Suggestion, url: str, signed_in: Any
):
    page = signed_in(dana).get(url).content.decode()

    assert "Level 3 &lt;b&gt;lies&lt;/b&gt;" in page
    assert "Suggested by Alice Lindqvist" in page
    assert "Thank you, that helps." in page
    assert PREFILLED in page
    assert 'href="/taxonomy/draft/skills/idempotency/"' in page


def test_accepting_tells_the_author(alice: Person, dana: Person, row: Suggestion, url: str, signed_in: Any):
    answer = signed_in(dana).post(url, {"state": "accepted", "answer": "Thank you,\r\ndone."})

    assert (answer.status_code, answer.url) == (302, "/taxonomy/draft/suggestions/")
    row.refresh_from_db()
    assert (row.state, row.answer, row.answered_by) == ("accepted", "Thank you,\ndone.", dana)
    line = Message.objects.get(recipient=alice)
    assert (line.subject, line.body) == (
        "Your suggestion about Idempotency was accepted",
        "Thank you,\ndone.",
    )
    opened = signed_in(alice).post(f"/inbox/{line.pk}/open/")
    assert opened.url == f"/taxonomy/suggestions/#suggestion-{row.pk}"


def test_declining_takes_a_reason(dana: Person, row: Suggestion, url: str, signed_in: Any):
    client = signed_in(dana)
    for nothing in (PREFILLED, f" {PREFILLED} … ", ""):
        answer = client.post(url, {"state": "declined", "answer": nothing})
        assert answer.status_code == 422
        row.refresh_from_db()
        assert row.is_open

    client.post(url, {"state": "declined", "answer": f"{PREFILLED} we use no queues."})

    row.refresh_from_db()
    assert row.state == "declined"


def test_what_was_typed_for_one_answer_does_not_turn_up_in_the_other(
    dana: Person, row: Suggestion, url: str, signed_in: Any
):
    page = signed_in(dana).post(url, {"state": "declined", "answer": "x" * 1001}).content.decode()

    assert page.count("x" * 1001) == 1
    assert "at most 1000 characters" in page
    assert "Thank you, that helps." in page


@pytest.mark.parametrize("state", ["open", "", "deleted"])
def test_there_is_no_third_answer(dana: Person, row: Suggestion, url: str, signed_in: Any, state: str):
    assert signed_in(dana).post(url, {"state": state, "answer": "Hm"}).status_code == 422
    row.refresh_from_db()
    assert row.is_open


def test_somebody_was_faster(alice: Person, dana: Person, row: Suggestion, url: str, signed_in: Any):
    other = PersonFactory(name="Dora", is_taxonomy_admin=True)
    suggesting.answer(suggestion=row, state="declined", text="Not now.", by=other)

    answer = signed_in(dana).post(url, {"state": "accepted", "answer": "With pleasure!"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Dora answered this meanwhile" in page
    assert "Not now." in page
    assert "With pleasure!" in page
    assert Message.objects.filter(recipient=alice, kind="suggestion").count() == 1


def test_two_clicks_are_one_answer(dana: Person, alice: Person, row: Suggestion, url: str, signed_in: Any):
    client = signed_in(dana)
    answers = [client.post(url, {"state": "accepted", "answer": "Thanks"}).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Message.objects.filter(recipient=alice).count() == 1


def test_an_answered_one_offers_nothing_more(dana: Person, row: Suggestion, url: str, signed_in: Any):
    suggesting.answer(suggestion=row, state="accepted", text="Gladly.", by=dana)

    page = signed_in(dana).get(url).content.decode()

    assert "Gladly." in page
    assert 'name="answer"' not in page


def test_one_of_ones_own(dana: Person, taxonomy: Taxonomy, signed_in: Any):
    mine = suggesting.suggest(skill=None, name="Juggling", text="Fun", by=dana)[0]

    signed_in(dana).post(f"/taxonomy/draft/suggestions/{mine.pk}/", {"state": "accepted", "answer": "Yes"})

    mine.refresh_from_db()
    assert mine.state == "accepted"
    assert not Message.objects.filter(recipient=dana).exists()


@pytest.mark.parametrize("number", ["999999", "9" * 30])
def test_there_is_no_such_suggestion(dana: Person, taxonomy: Taxonomy, signed_in: Any, number: str):
    assert signed_in(dana).get(f"/taxonomy/draft/suggestions/{number}/").status_code == 404


@pytest.mark.parametrize("who", ["alice", "bob", "erin"])
def test_for_those_who_edit_alone(
    request: pytest.FixtureRequest, row: Suggestion, url: str, signed_in: Any, who: str
):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(url).status_code == 403
    assert client.post(url, {"state": "accepted", "answer": "Yes"}).status_code == 403
    row.refresh_from_db()
    assert row.is_open
