"""/taxonomy/: the published ladder for everyone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.document import Taxonomy
from tests.taxonomy.documents import SMALL


def test_everyone_reads_it(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    page = signed_in(alice).get("/taxonomy/").content.decode()

    for area in taxonomy.areas:
        assert f'id="area-{area.slug}"' in page
    for skill in taxonomy.active:
        assert f'href="/taxonomy/skills/{skill.slug}/"' in page
    assert "Copes with hard cases" in page
    assert taxonomy.rating_rules[3][1].split(".")[0] in page


def test_anonymous_people_sign_in_first(taxonomy: Taxonomy, client: Any):
    answer = client.get("/taxonomy/")

    assert answer.status_code == 302
    assert "/accounts/login/" in answer.url


def test_before_anything_is_published(alice: Person, signed_in: Any):
    assert signed_in(alice).get("/taxonomy/").status_code == 404


def test_search_without_javascript(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    page = signed_in(alice).get("/taxonomy/?q=Dead+LETTERS").content.decode()

    assert "<html" in page
    assert 'href="/taxonomy/skills/retries-dead-letters/"' in page
    assert 'id="area-people"' not in page


def test_search_by_htmx_gets_only_the_list(alice: Person, taxonomy: Taxonomy, signed_in: Any, htmx: Any):
    page = signed_in(alice).get("/taxonomy/?q=idempotency", headers=htmx("ladder-skills")).content.decode()

    assert "<html" not in page
    assert page.lstrip().startswith('<div id="ladder-skills">')
    assert "idempotency-keys" in page


def test_a_hit_in_a_sentence_shows_and_links_the_sentence(alice: Person, signed_in: Any, db: None):
    publish(text=SMALL, note="", by=None)

    page = signed_in(alice).get("/taxonomy/?q=use+one").content.decode()

    assert 'href="/taxonomy/skills/brokers/#level-1"' in page


@pytest.mark.parametrize("query", ["zzzz", "%00", "<script>", "q" * 5000, "%", "\\"])
def test_odd_searches_are_answered(alice: Person, taxonomy: Taxonomy, signed_in: Any, query: str):
    answer = signed_in(alice).get("/taxonomy/", {"q": query})

    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().split("<main")[1]


def test_a_publish_shows_at_once(alice: Person, signed_in: Any, db: None):
    client = signed_in(alice)
    publish(text=SMALL, note="", by=None)
    assert "Queues" in client.get("/taxonomy/").content.decode()

    publish(text=SMALL.replace("name: Queues", "name: Waiting lines"), note="", by=None)

    assert "Waiting lines" in client.get("/taxonomy/").content.decode()


@pytest.mark.parametrize(
    "path",
    ["/taxonomy/", "/taxonomy/?q=cache", "/taxonomy/skills/ci-cd/", "/roles/", "/roles/mid/?with=senior"],
)
def test_a_page_asks_the_taxonomy_one_small_question(
    alice: Person, taxonomy: Taxonomy, signed_in: Any, path: str
):
    client = signed_in(alice)
    client.get(path)

    with CaptureQueriesContext(connection) as captured:
        client.get(path)

    (mine,) = [query["sql"] for query in captured if 'FROM "taxonomy_' in query["sql"]]
    assert '"content"' not in mine


def test_posting_is_not_allowed(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    assert signed_in(alice).post("/taxonomy/").status_code == 405
