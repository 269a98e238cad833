"""The words of a role; its targets are somebody else's business meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.draft import actions, operations
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.models import DraftChange, TaxonomyDraft

URL = "/taxonomy/draft/roles/senior/"


@pytest.fixture
def client(signed_in: Any, dana: Person, taxonomy: Any) -> Client:
    """Dana's."""
    return signed_in(dana)


def form_of(client: Client, **changes: Any) -> dict[str, Any]:
    """What the form sends when only these fields are changed."""
    context = client.get(URL).context
    role = context["role"]
    data = {name: role.get(name, "") for name in ("name", "short", "track", "summary", "next_roles")}
    return {**data, "promotion": "on", "seen": context["seen"], **changes}


def role() -> dict[str, Any]:
    return load().parts["role:senior"]


def test_words_are_saved_and_targets_stay(client: Client, dana: Person) -> None:
    before = role()

    assert client.post(URL, form_of(client, name="Lead engineer", next_roles=[])).status_code == 302
    assert role()["name"] == "Lead engineer"
    assert "next_roles" not in role()
    assert role()["targets"] == before["targets"]
    assert DraftChange.objects.get().by == dana


def test_the_same_again_changes_nothing(client: Client) -> None:
    assert client.post(URL, form_of(client)).status_code == 302
    assert not TaxonomyDraft.objects.exists()


def test_targets_may_change_while_somebody_writes(client: Client, erin: Person) -> None:
    data = form_of(client, name="Lead engineer")
    skill, (level, weight) = next(iter(role()["targets"].items()))
    actions.set_target(role="senior", skill=skill, level=1, weight=9, shown=(level, weight), by=erin)

    assert client.post(URL, data).status_code == 302
    assert (role()["name"], role()["targets"][skill]) == ("Lead engineer", [1, 9])


def test_both_versions_are_shown_and_mine_is_saved_the_second_time(client: Client, erin: Person) -> None:
    data = form_of(client, name="Lead engineer")
    theirs = {**role(), "name": "Expert", "short": "X"}
    actions.save_part(path="role:senior", content=theirs, shown="b1", summary="x", by=erin)

    answer = client.post(URL, data)
    html = answer.content.decode()

    assert answer.status_code == 409
    assert role()["name"] == "Expert"
    assert "Erin Novak changed this while you were typing" in html
    assert [(d.label, d.theirs, d.mine) for d in answer.context["met"].differences] == [
        ("Name", "Expert", "Lead engineer"), ("Short name", "X", "Senior"),
    ]  # fmt: skip
    assert 'value="Lead engineer"' in html
    assert client.post(URL, data | {"seen": answer.context["seen"]}).status_code == 302
    assert (role()["name"], role()["short"]) == ("Lead engineer", "Senior")


def test_a_role_that_was_removed_meanwhile_keeps_what_was_typed(client: Client, erin: Person) -> None:
    data = form_of(client, name="Lead engineer")
    actions.perform(operation=lambda now: operations.remove_role(now, "senior"), by=erin)

    answer = client.post(URL, data)
    assert answer.status_code == 409
    assert "taken out of the draft meanwhile" in answer.content.decode()
    assert 'value="Lead engineer"' in answer.content.decode()
    assert client.get(URL).status_code == 404


def test_errors_stand_at_their_fields(client: Client) -> None:
    answer = client.post(URL, form_of(client, name="", short="x" * 21, next_roles=["senior"]))

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "short", "next_roles"}
    assert not TaxonomyDraft.objects.exists()


def test_outsider(signed_in: Any, alice: Person, taxonomy: Any) -> None:
    assert signed_in(alice).get(URL).status_code == 403
