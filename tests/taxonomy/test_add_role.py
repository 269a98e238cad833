"""Adding a role to the draft."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.models import TaxonomyDraft

URL = "/taxonomy/draft/roles/new/"
ROLE = {
    "name": "Principal engineer",
    "summary": "Changes a company",
    "short": "Principal",
    "track": "Engineering",
}


@pytest.fixture
def client(signed_in: Any, dana: Person, taxonomy: Any) -> Client:
    """Dana's."""
    return signed_in(dana)


def test_an_empty_role(client: Client) -> None:
    answer = client.post(URL, ROLE | {"next_roles": ["staff"], "promotion": "on"})

    assert (answer.status_code, answer["Location"]) == (
        302,
        "/taxonomy/draft/targets/#role-principal-engineer",
    )
    assert load().parts["role:principal-engineer"] == {
        **ROLE, "targets": {}, "next_roles": ["staff"], "promotion": True,
    }  # fmt: skip
    assert load().order["roles"][-1] == "principal-engineer"
    assert load().examine().problems == ()


def test_a_role_that_starts_from_another(client: Client) -> None:
    client.post(URL, ROLE | {"start": "staff"})

    parts = load().parts
    assert parts["role:principal-engineer"]["targets"] == parts["role:staff"]["targets"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"name": ""}, "name"), ({"summary": " "}, "summary"), ({"short": "x" * 21}, "short"), ({"start": "nothing"}, "start"), ({"next_roles": ["nothing"]}, "next_roles")],
)  # fmt: skip
def test_errors_stand_at_their_fields(client: Client, wrong: dict[str, Any], field: str) -> None:
    answer = client.post(URL, ROLE | wrong)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not TaxonomyDraft.objects.exists()


def test_typing_is_kept(client: Client) -> None:
    assert 'value="Principal"' in client.post(URL, ROLE | {"name": ""}).content.decode()


def test_outsider(signed_in: Any, alice: Person, taxonomy: Any) -> None:
    assert signed_in(alice).get(URL).status_code == 403
