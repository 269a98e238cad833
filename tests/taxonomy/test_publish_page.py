"""The page that publishes the draft."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.models import TaxonomyDraft, TaxonomyVersion
from tests.taxonomy.publishing import edit, publish_change, reword

URL = "/taxonomy/draft/publish/"


@pytest.fixture
def client(taxonomy: Any, dana: Person, signed_in: Any) -> Client:
    """Dana, with a renamed skill in the draft."""
    edit("ci-cd", dana, name="Delivery", meaning=2)
    return signed_in(dana)


def sent(note: str = "Clearer", **more: Any) -> dict[str, Any]:
    """The form as the page shows it now."""
    draft = load()
    return {"note": note, "revision": draft.revision, "base": draft.base, **more}


def test_summary_effects_impact_and_note(client: Client, dana: Person) -> None:
    actions.save_note(note="Half a sent", by=dana)
    page = client.get(URL).content.decode()
    assert "2 changes" in page
    assert "Ratings of <em>Delivery</em> count as out of date and ask to be confirmed." in page
    assert 'hx-post="/taxonomy/draft/impact/"' in page
    assert 'href="/taxonomy/draft/impact/"' in page
    assert "Half a sent</textarea>" in page
    assert "Publish version 2" in page


def test_publishing(client: Client, dana: Person) -> None:
    answer = client.post(URL, sent(), follow=True)
    assert answer.redirect_chain == [("/taxonomy/versions/2/", 302)]
    page = answer.content.decode()
    assert "Version 2 is published. If something is wrong, take it back on this page." in page
    assert 'hx-get="/taxonomy/versions/2/progress/"' in page
    version = TaxonomyVersion.objects.get(number=2)
    assert (version.note, version.published_by) == ("Clearer", dana)
    assert versions.current().skills["ci-cd"].name == "Delivery"
    assert not TaxonomyDraft.objects.exists()


def test_twice_is_once(client: Client) -> None:
    data = sent()
    answers = [client.post(URL, data) for _ in range(2)]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/taxonomy/versions/2/")] * 2
    assert versions.current_number() == 2


@pytest.mark.parametrize("note", ["", "  ", "x" * 501])
def test_a_note_is_due_and_what_was_typed_is_kept(note: str, client: Client) -> None:
    answer = client.post(URL, sent(note))
    assert answer.status_code == 422
    assert versions.current_number() == 1
    assert load().note == note[:500]


def test_the_note_is_kept_while_it_is_typed(client: Client) -> None:
    assert client.post(URL, {"keep": "1", "note": "So far"}).status_code == 204
    assert load().note == "So far"
    assert versions.current_number() == 1


def test_no_draft_is_begun_for_a_note(taxonomy: Any, dana: Person, signed_in: Any) -> None:
    assert signed_in(dana).post(URL, {"keep": "1", "note": "So far"}).status_code == 204
    assert not TaxonomyDraft.objects.exists()


def test_nothing_to_publish(taxonomy: Any, dana: Person, signed_in: Any) -> None:
    client = signed_in(dana)
    assert "Nothing to publish" in client.get(URL).content.decode()
    assert client.post(URL, sent()).status_code == 409
    assert versions.current_number() == 1


def test_the_draft_moved_on(client: Client, erin: Person) -> None:
    data = sent("My note")
    edit("kubernetes", erin, name="K8s")
    answer = client.post(URL, data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Erin Novak changed the draft while you were reading." in page
    assert "3 changes" in page
    assert "My note</textarea>" in page
    assert versions.current_number() == 1
    assert client.post(URL, sent()).status_code == 302


def test_open_questions_block(client: Client, dana: Person) -> None:
    edit("idempotency", dana, definition="Twice is once.")
    page = client.get(URL).content.decode()
    assert "1 skill reads differently: does it still mean the same?" in page
    assert 'href="/taxonomy/draft/changes/#questions"' in page
    assert "publish-form" not in page
    assert client.post(URL, sent()).status_code == 422
    assert versions.current_number() == 1


def test_problems_block(client: Client, dana: Person) -> None:
    edit("idempotency", dana, prerequisites=["idempotency"])
    assert "keeps this draft from being published" in client.get(URL).content.decode()
    assert client.post(URL, sent()).status_code == 422
    assert versions.current_number() == 1


def test_somebody_published_meanwhile(client: Client, erin: Person) -> None:
    publish_change(reword, by=erin)
    assert "Version 2 was published meanwhile." in client.get(URL).content.decode()
    answer = client.post(URL, sent("Mine"))
    assert (answer.status_code, answer.url) == (302, "/taxonomy/draft/rebase/")
    assert load().note == "Mine"
    assert versions.current_number() == 2
