"""Taking a role out of the draft."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.models import DraftChange, TaxonomyDraft

URL = "/taxonomy/draft/roles/senior/remove/"


@pytest.fixture
def client(signed_in: Any, dana: Person, taxonomy: Any) -> Client:
    """Dana's."""
    return signed_in(dana)


def test_what_happens_is_said_first(client: Client) -> None:
    html = client.get(URL).content.decode()

    assert "keeps it in their history" in html
    assert "The promotion rule to “Senior backend engineer” goes with it." in html
    assert "no longer leads to “Senior backend engineer”" in html
    assert not TaxonomyDraft.objects.exists()


def test_it_goes_with_all_that_names_it(client: Client, dana: Person) -> None:
    assert client.post(URL).status_code == 302
    assert "role:senior" not in load().parts
    assert "senior" not in [rule["role"] for rule in load().parts["promotion"]]
    assert load().examine().problems == ()
    assert DraftChange.objects.get().by == dana
    assert client.post(URL).status_code == 302, "sent twice"
    assert DraftChange.objects.count() == 1
    assert client.get(URL).status_code == 404


def test_outsider(signed_in: Any, alice: Person, taxonomy: Any) -> None:
    assert signed_in(alice).post(URL).status_code == 403
