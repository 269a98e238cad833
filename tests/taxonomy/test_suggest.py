"""/taxonomy/suggest/: a change to a skill, or a new one, from where somebody meets it."""

from __future__ import annotations

from typing import Any

import pytest

from skillmatrix.people.models import Message, Person
from skillmatrix.taxonomy import suggesting
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.models import Skill, Suggestion
from tests.taxonomy.documents import SMALL

TEXT = "Level 3 names a tool that we do not use."


def test_from_the_page_of_a_skill(alice: Person, dana: Person, taxonomy: Taxonomy, signed_in: Any):
    client = signed_in(alice)
    link = 'href="/taxonomy/suggest/?skill=idempotency"'
    assert link in client.get("/taxonomy/skills/idempotency/").content.decode()

    form = client.get("/taxonomy/suggest/?skill=idempotency").content.decode()
    assert "Suggest a change to Idempotency" in form
    answer = client.post("/taxonomy/suggest/", {"skill": "idempotency", "text": f"  {TEXT}\r\nAnd so on. "})

    assert (answer.status_code, answer.url) == (302, "/taxonomy/suggestions/")
    row = Suggestion.objects.get()
    assert (row.skill.slug, row.name, row.text, row.by) == ("idempotency", "", f"{TEXT}\nAnd so on.", alice)
    assert row.is_open
    page = client.get(answer.url).content.decode()
    assert "Thank you" in page
    assert "waits for an answer" in page
    assert Message.objects.filter(recipient=dana, kind="suggestion").count() == 1


def test_from_the_self_assessment(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    page = signed_in(alice).get("/assess/").content.decode()

    assert 'href="/taxonomy/suggest/?skill=' in page


def test_from_the_ladder_and_from_a_search_without_a_hit(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    client = signed_in(alice)
    assert 'href="/taxonomy/suggest/"' in client.get("/taxonomy/").content.decode()

    nothing = client.get("/taxonomy/?q=jug+%26+ling").content.decode()
    assert 'href="/taxonomy/suggest/?name=jug%20%26%20ling"' in nothing

    form = client.get("/taxonomy/suggest/?name=jug%20%26%20ling").content.decode()
    assert 'value="jug &amp; ling"' in form


def test_a_new_skill(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    signed_in(alice).post("/taxonomy/suggest/", {"name": "  Jug\u200bgling ", "text": TEXT})

    row = Suggestion.objects.get()
    assert (row.skill, row.name, row.text) == (None, "Juggling", TEXT)


def test_by_htmx_the_browser_is_sent_on(alice: Person, taxonomy: Taxonomy, signed_in: Any, htmx: Any):
    answer = signed_in(alice).post(
        "/taxonomy/suggest/", {"skill": "idempotency", "text": TEXT}, headers=htmx()
    )

    assert answer.headers["HX-Redirect"] == "/taxonomy/suggestions/"


def test_sent_twice_is_one_row_and_says_so(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    client = signed_in(alice)
    for _click in range(2):
        client.post("/taxonomy/suggest/", {"skill": "idempotency", "text": TEXT})

    assert Suggestion.objects.count() == 1
    assert "You said so already" in client.get("/taxonomy/suggestions/").content.decode()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"skill": "idempotency", "text": "   "}, "This field is required"),
        ({"skill": "idempotency", "text": "x" * 2001}, "at most 2000 characters"),
        ({"text": TEXT}, "This field is required"),
        ({"name": "x" * 121, "text": TEXT}, "at most 120 characters"),
        ({"name": "idempotency", "text": TEXT}, "There is a skill of this name"),
        ({"skill": "idempotency", "text": "a\0b"}, "Null characters are not allowed"),
    ],
)
def test_what_is_missing_or_too_long(
    alice: Person, taxonomy: Taxonomy, signed_in: Any, sent: dict[str, str], says: str
):
    answer = signed_in(alice).post("/taxonomy/suggest/", sent)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Suggestion.objects.exists()


def test_line_breaks_count_once_as_the_browser_counts_them(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    text = "x\r\n" * 999 + "yz"

    assert (
        signed_in(alice).post("/taxonomy/suggest/", {"skill": "idempotency", "text": text}).status_code == 302
    )


def test_too_many_wait_and_the_text_is_kept(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    skill = Skill.objects.get(slug="kubernetes")
    for number in range(suggesting.MOST_OPEN):
        suggesting.suggest(skill=skill, name="", text=f"{number}", by=alice)

    answer = signed_in(alice).post("/taxonomy/suggest/", {"skill": "idempotency", "text": TEXT})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "20 of your suggestions wait for an answer" in page
    assert TEXT in page


@pytest.mark.parametrize("skill", ["juggling", "idempotency\0", "x" * 5000])
def test_an_unknown_skill_is_not_found(alice: Person, taxonomy: Taxonomy, signed_in: Any, skill: str):
    client = signed_in(alice)

    assert client.get("/taxonomy/suggest/", {"skill": skill}).status_code == 404
    assert client.post("/taxonomy/suggest/", {"skill": skill, "text": TEXT}).status_code == 404


def test_a_skill_that_left_while_the_form_was_open(alice: Person, signed_in: Any, db: None):
    publish(text=SMALL, note="", by=None)
    publish(
        text=SMALL.replace("slug: brokers", "slug: dealers").replace("brokers", "dealers"), note="", by=None
    )

    client = signed_in(alice)
    assert client.post("/taxonomy/suggest/", {"skill": "brokers", "text": TEXT}).status_code == 302
    assert "/taxonomy/suggest/?skill" not in client.get("/taxonomy/skills/brokers/").content.decode()


def test_before_anything_is_published(alice: Person, signed_in: Any):
    assert signed_in(alice).get("/taxonomy/suggest/").status_code == 404


def test_anonymous_people_sign_in_first(taxonomy: Taxonomy, client: Any):
    assert client.get("/taxonomy/suggest/").status_code == 302
    assert client.post("/taxonomy/suggest/", {"text": TEXT}).status_code == 302
    assert not Suggestion.objects.exists()
