"""What a draft changes, and what is asked about new words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.parts import KINDS
from tests.taxonomy.publishing import edit

URL, CONFIRM = "/taxonomy/draft/changes/", "/taxonomy/draft/changes/meaning/"


@pytest.fixture
def client(taxonomy: Any, dana: Person, signed_in: Any) -> Client:
    """Dana, with two skills reworded and one renamed."""
    edit("idempotency", dana, definition="Twice is <once>.")
    edit("kubernetes", dana, watch_out="A cluster is no goal.")
    edit("ci-cd", dana, name="Delivery")
    return signed_in(dana)


def mark(page: str, slug: str) -> str:
    """What the question about a skill sends back."""
    found = re.search(rf'name="skill" value="{slug}"><input type="hidden" name="mark" value="(\w+)"', page)
    assert found
    return found.group(1)


def page(client: Client) -> str:
    return client.get(URL).content.decode()


def test_everything_that_changes(client: Client) -> None:
    shown = page(client)
    assert "<em>CI/CD</em> renamed <em>Delivery</em>" in shown
    assert "<em>Idempotency</em>, definition reworded" in shown
    assert "Twice is &lt;once&gt;" in shown
    assert "<once>" not in shown
    assert shown.count('class="question open"') == 2
    assert "2 questions are open" in shown


def test_nothing_yet(taxonomy: Any, dana: Person, signed_in: Any) -> None:
    shown = page(signed_in(dana))
    assert "Nothing yet: the draft says what version 1 says." in shown
    assert "do they mean the same" not in shown


@pytest.mark.parametrize(("meaning", "again"), [("wording", False), ("meaning", True)])
def test_answering_one(meaning: str, again: bool, client: Client) -> None:
    answer = client.post(
        CONFIRM, {"skill": "idempotency", "meaning": meaning, "mark": mark(page(client), "idempotency")}
    )
    assert (answer.status_code, answer.url) == (302, f"{URL}#questions")
    draft = load()
    assert draft.unconfirmed == ("kubernetes",)
    assert draft.wording_only("skill:idempotency") is not again
    shown = page(client)
    assert ("means something else now" in shown) is again
    assert f'value="{meaning}" id="{meaning}-idempotency" checked' in shown


def test_htmx_gets_the_part_and_the_bar(client: Client, htmx: Any) -> None:
    data = {"skill": "idempotency", "meaning": "wording", "mark": mark(page(client), "idempotency")}
    shown = client.post(CONFIRM, data, headers=htmx("changes-body")).content.decode()
    assert shown.lstrip().startswith('<div id="changes-body"')
    assert 'id="draft-bar"' in shown
    assert 'hx-swap-oob="true"' in shown
    assert "1 question is open" in shown


def test_all_the_rest_with_one_click(client: Client) -> None:
    found = re.search(r'name="rest" value="1"><input type="hidden" name="mark" value="(\w+)"', page(client))
    assert found
    assert client.post(CONFIRM, {"rest": "1", "mark": found.group(1)}).status_code == 302
    assert load().unconfirmed == ()
    assert load().wording_only("skill:kubernetes")
    assert "all answered" in page(client)


def test_nobody_confirms_words_they_have_not_seen(client: Client, erin: Person) -> None:
    old = page(client)
    rest = re.search(r'name="rest" value="1"><input type="hidden" name="mark" value="(\w+)"', old)
    assert rest
    edit("idempotency", erin, definition="Something else altogether.")

    for data in (
        {"skill": "idempotency", "meaning": "wording", "mark": mark(old, "idempotency")},
        {"rest": "1", "mark": rest.group(1)},
    ):
        answer = client.post(CONFIRM, data)
        assert answer.status_code == 409
        assert "Something else altogether." in answer.content.decode()
    assert load().unconfirmed == ("idempotency", "kubernetes")


@pytest.mark.parametrize(
    "data",
    [{}, {"skill": "idempotency"}, {"skill": "gone", "meaning": "wording"}, {"skill": "\0", "meaning": "x"}],
)
def test_what_makes_no_sense(data: dict[str, str], client: Client) -> None:
    assert client.post(CONFIRM, data).status_code == 422
    assert load().unconfirmed == ("idempotency", "kubernetes")


def test_sentences_of_a_kind_are_asked_about_in_each_skill(client: Client, dana: Person) -> None:
    draft = load()
    kinds = draft.parts[KINDS]
    kinds["tool"]["descriptors"][1] = "I know its name."
    actions.save_part(path=KINDS, content=kinds, shown=draft.shown(KINDS), summary="Kinds", by=dana)
    slugs = set(load().unconfirmed) - {"idempotency", "kubernetes"}
    shown = page(client)
    if slugs:  # skills of the default ladder that have no sentences of their own
        assert "Its sentences are those of its kind" in shown
    assert "Sentences of every <em>tool</em>, level 1 reworded" in shown


def test_problems_come_first_with_the_way_to_mend_them(client: Client, dana: Person) -> None:
    edit("idempotency", dana, prerequisites=["kubernetes"])
    edit("kubernetes", dana, prerequisites=["idempotency"])
    shown = page(client)
    assert "1 problem keeps this draft from being published" in shown
    assert re.search(r'id="problems".*href="/taxonomy/draft/skills/idempotency/"', shown, re.DOTALL)
    assert "need each other in a circle" in shown
    assert "The changes can be told in words once the problems are mended." in shown
    assert '<a href="/taxonomy/draft/skills/ci-cd/">Delivery</a>' in shown


def test_only_admins(taxonomy: Any, alice: Person, signed_in: Any) -> None:
    client = signed_in(alice)
    assert client.get(URL).status_code == 403
    assert client.post(CONFIRM, {}).status_code == 403
