"""Any two versions side by side, for people and for programs."""

from __future__ import annotations

from typing import Any

import pytest

from skillmatrix.people.models import Person
from tests.taxonomy.publishing import publish_change, reword, split

URL = "/taxonomy/versions/compare/"


@pytest.fixture
def three(taxonomy: Any) -> None:
    """Three versions."""
    publish_change(reword)
    publish_change(split)


def test_any_two(three: None, alice: Person, signed_in: Any) -> None:
    client = signed_in(alice)
    page = client.get(URL, {"from": "1", "to": "3"}).content.decode()
    assert "From version 1 to version 3" in page
    assert "<em>Idempotency</em>, definition reworded" in page
    assert "split off" in page
    # The last two, where nothing is said.
    page = client.get(URL).content.decode()
    assert "From version 2 to version 3" in page
    assert "definition reworded" not in page


def test_backwards(three: None, alice: Person, signed_in: Any) -> None:
    page = signed_in(alice).get(URL, {"from": "3", "to": "2"}).content.decode()
    assert "<em>Transactional &lt;outbox&gt;</em> removed" in page


def test_the_same(three: None, alice: Person, signed_in: Any) -> None:
    assert "They say the same." in signed_in(alice).get(URL, {"from": "2", "to": "2"}).content.decode()


def test_for_programs(three: None, alice: Person, signed_in: Any) -> None:
    answer = signed_in(alice).get(URL, {"from": "1", "to": "2", "format": "json"})
    told = answer.json()
    assert (told["from"], told["to"], told["counts"]) == (1, 2, {"changed": 2})
    assert {change["kind"] for section in told["sections"] for change in section["changes"]} == {
        "reworded",
        "target-raised",
    }


@pytest.mark.parametrize("number", ["", "x", "0", "9", "-1", "٣", str(10**20)])
def test_what_is_no_version(number: str, three: None, alice: Person, signed_in: Any) -> None:
    client = signed_in(alice)
    assert client.get(URL, {"from": number}).status_code == 422
    answer = client.get(URL, {"to": number, "format": "json"})
    assert answer.status_code == 422
    assert "version" in answer.json()["error"]
