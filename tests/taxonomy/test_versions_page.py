"""The list of versions."""

from __future__ import annotations

from typing import Any

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.actions import undo
from tests.taxonomy.publishing import publish_change, reword

URL = "/taxonomy/versions/"


def test_newest_first_with_what_became_of_each(
    taxonomy: Any, alice: Person, dana: Person, signed_in: Any
) -> None:
    publish_change(reword, note="Clearer <words>", by=dana)
    undo(number=2, note="Not so clear", by=dana)
    page = signed_in(alice).get(URL).content.decode()

    assert page.index("Version 3") < page.index("Version 2") < page.index("Version 1")
    for text in (
        "takes back version 2",
        "taken back by version 3",
        "Clearer &lt;words&gt;",
        "2 changes",
        "Dana Rossi",
    ):
        assert text in page
    assert page.count(">current<") == 1
    assert "the first version" in page


def test_pages(taxonomy: Any, alice: Person, signed_in: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("skillmatrix.taxonomy.views.versions.PAGE", 1)
    publish_change(reword)
    client = signed_in(alice)
    assert "Version 1" not in client.get(URL).content.decode()
    assert "Version 1" in client.get(f"{URL}?page=2").content.decode()
    assert "No version here" in client.get(f"{URL}?page=9").content.decode()


def test_queries_do_not_grow(
    taxonomy: Any, alice: Person, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(alice)
    for place in range(5):
        publish_change(lambda content, place=place: content.update(name=f"Name {place}"))
    with django_assert_max_num_queries(8):
        client.get(URL)


def test_one_version_has_nothing_to_compare_with(taxonomy: Any, alice: Person, signed_in: Any) -> None:
    assert "Compare version" not in signed_in(alice).get(URL).content.decode()


def test_ladder_leads_there_and_admins_to_the_draft(
    taxonomy: Any, alice: Person, dana: Person, signed_in: Any
) -> None:
    pages = [signed_in(who).get("/taxonomy/").content.decode() for who in (alice, dana)]
    assert all(f'href="{URL}"' in page for page in pages)
    assert ['href="/taxonomy/draft/"' in page for page in pages] == [False, True]
