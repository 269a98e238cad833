"""The words of the scale."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.models import DraftChange, TaxonomyDraft

URL = "/taxonomy/draft/scale/"


@pytest.fixture
def client(signed_in: Any, dana: Person, taxonomy: Any) -> Client:
    """Dana's."""
    return signed_in(dana)


def form_of(client: Client, **changes: str) -> dict[str, str]:
    """What the form sends when only these fields are changed."""
    data = {"seen": client.get(URL).context["seen"], "count": str(len(names()))}
    for rank, level in enumerate(load().content["scale"]):
        data |= {f"level-{rank}-name": level["name"], f"level-{rank}-descriptor": level["descriptor"]}
    return data | {key.replace("_", "-"): value for key, value in changes.items()}


def names() -> list[str]:
    return [level["name"] for level in load().content["scale"]]


def test_levels_are_renamed_freely(client: Client, dana: Person) -> None:
    assert client.post(URL, form_of(client, level_5_name="Multiplier")).status_code == 302

    assert names()[-1] == "Multiplier"
    assert load().parts["scale"]["rescale"] == {}
    assert load().examine().problems == ()
    assert DraftChange.objects.get().by == dana


def test_two_levels_of_one_name(client: Client) -> None:
    answer = client.post(URL, form_of(client, level_5_name="New", level_2_descriptor=""))

    assert answer.status_code == 422
    rows = answer.context["form"].rows
    assert [rank for rank, row in enumerate(rows) if row.errors] == [2, 5]
    assert "Level 0 has this name already" in answer.content.decode()
    assert not TaxonomyDraft.objects.exists()


def test_both_versions_are_shown(client: Client, erin: Person) -> None:
    data = form_of(client, level_5_name="Multiplier")
    levels = load().content["scale"]
    theirs = {"levels": [*levels[:-1], {**levels[-1], "name": "Hero"}], "rescale": {}}
    actions.save_part(path="scale", content=theirs, shown="b1", summary="x", by=erin)

    answer = client.post(URL, data)

    assert answer.status_code == 409
    assert [(d.label, d.theirs, d.mine) for d in answer.context["met"].differences] == [
        ("Level 5 · Name", "Hero", "Multiplier")
    ]
    assert client.post(URL, data | {"seen": answer.context["seen"]}).status_code == 302
    assert names()[-1] == "Multiplier"


def test_another_number_of_levels_meanwhile(client: Client) -> None:
    answer = client.post(URL, form_of(client) | {"count": "4"})

    assert answer.status_code == 409
    assert "another number of levels" in answer.content.decode()


def test_outsider(signed_in: Any, alice: Person, taxonomy: Any) -> None:
    assert signed_in(alice).get(URL).status_code == 403
