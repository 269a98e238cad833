"""The roles of the draft in their order."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.models import DraftChange

URL = "/taxonomy/draft/roles/"


@pytest.fixture
def client(signed_in: Any, dana: Person, taxonomy: Any) -> Client:
    """Dana's."""
    return signed_in(dana)


def order() -> list[str]:
    return load().order["roles"]


def test_every_role_with_what_it_asks(client: Client) -> None:
    html = client.get(URL).content.decode()

    assert "Senior backend engineer" in html
    assert "asks for 80 skills" in html
    assert "promotion rule" in html


def test_a_role_moves_up_and_down(client: Client, dana: Person) -> None:
    first, second, third, *_rest, last = order()

    assert client.post(URL, {"down": first}).status_code == 302
    assert order()[:3] == [second, first, third]
    assert client.post(URL, {"up": third}).status_code == 302
    assert order()[:3] == [second, third, first]
    assert DraftChange.objects.first().by == dana
    client.post(URL, {"down": order()[-2]})
    assert order()[-2] == last


def test_the_ends_stay_where_they_are(client: Client) -> None:
    before = order()

    assert client.post(URL, {"up": before[0]}).status_code == 302
    assert client.post(URL, {"down": before[-1]}).status_code == 302
    assert order() == before
    assert not DraftChange.objects.exists()


def test_htmx_gets_the_list_and_the_state_of_the_draft(client: Client, htmx: Any) -> None:
    html = client.post(URL, {"down": "mid"}, headers=htmx("role-list")).content.decode()

    assert html.lstrip().startswith('<form id="role-list"')
    assert "1 change" in html
    assert "Mid-level backend engineer moved." in html


def test_a_role_that_is_gone(client: Client) -> None:
    assert client.post(URL, {"up": "nothing"}).status_code == 422


def test_outsider(signed_in: Any, alice: Person, taxonomy: Any) -> None:
    assert signed_in(alice).get(URL).status_code == 403
