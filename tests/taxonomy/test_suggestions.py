"""/taxonomy/suggestions/: what I suggested and what came of it."""

from __future__ import annotations

from typing import Any

from skillmatrix.people.models import Person
from skillmatrix.taxonomy import suggesting
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.models import Skill, Suggestion


def say(by: Person, text: str, slug: str = "idempotency") -> Suggestion:
    return suggesting.suggest(skill=Skill.objects.get(slug=slug), name="", text=text, by=by)[0]


def test_only_mine_with_state_and_answer(
    alice: Person, bob: Person, dana: Person, taxonomy: Taxonomy, signed_in: Any
):
    mine = say(alice, "Mine & <b>bold</b>")
    declined = suggesting.suggest(skill=None, name="Juggling", text="Fun", by=alice)[0]
    say(bob, "Not mine")
    suggesting.answer(suggestion=declined, state=Suggestion.State.DECLINED, text="Not here, sorry.", by=dana)

    page = signed_in(alice).get("/taxonomy/suggestions/").content.decode()

    assert "Mine &amp; &lt;b&gt;bold&lt;/b&gt;" in page
    assert "Not mine" not in page
    assert "waits for an answer" in page
    assert "New skill: Juggling" in page
    assert "declined" in page
    assert "Dana Rossi answered" in page
    assert "Not here, sorry." in page
    assert f'id="suggestion-{mine.pk}"' in page


def test_what_was_answered_last_comes_first(alice: Person, dana: Person, taxonomy: Taxonomy, signed_in: Any):
    first = say(alice, "Earlier")
    Suggestion.objects.filter(pk=first.pk).update(created_at="2026-01-01T00:00Z")
    second = say(alice, "Later")
    Suggestion.objects.filter(pk=second.pk).update(created_at="2026-01-02T00:00Z")
    client = signed_in(alice)
    page = client.get("/taxonomy/suggestions/").content.decode()
    assert page.index("Later") < page.index("Earlier")

    suggesting.answer(suggestion=first, state=Suggestion.State.ACCEPTED, text="Thanks", by=dana)

    page = client.get("/taxonomy/suggestions/").content.decode()
    assert page.index("Earlier") < page.index("Later")


def test_an_answer_by_somebody_who_is_gone(alice: Person, dana: Person, taxonomy: Taxonomy, signed_in: Any):
    suggesting.answer(suggestion=say(alice, "Mine"), state=Suggestion.State.ACCEPTED, text="Thanks", by=dana)
    Suggestion.objects.update(answered_by=None)

    assert "Answered" in signed_in(alice).get("/taxonomy/suggestions/").content.decode()


def test_none_yet(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    assert "Nothing suggested yet" in signed_in(alice).get("/taxonomy/suggestions/").content.decode()


def test_many_have_pages(alice: Person, dana: Person, taxonomy: Taxonomy, signed_in: Any):
    skill = Skill.objects.get(slug="idempotency")
    Suggestion.objects.bulk_create(Suggestion(skill=skill, text=f"Number {n}", by=alice) for n in range(51))

    assert "page=2" in signed_in(alice).get("/taxonomy/suggestions/").content.decode()
    assert "Number 0<" in signed_in(alice).get("/taxonomy/suggestions/?page=2").content.decode()


def test_queries_do_not_grow_with_the_rows(
    alice: Person, taxonomy: Taxonomy, signed_in: Any, django_assert_num_queries: Any
):
    client = signed_in(alice)
    say(alice, "One")
    client.get("/taxonomy/suggestions/")
    with django_assert_num_queries(4) as captured:
        client.get("/taxonomy/suggestions/")
    for number in range(10):
        say(alice, f"More {number}")
    with django_assert_num_queries(len(captured)):
        client.get("/taxonomy/suggestions/")


def test_anonymous_people_sign_in_first(taxonomy: Taxonomy, client: Any):
    assert client.get("/taxonomy/suggestions/").status_code == 302
