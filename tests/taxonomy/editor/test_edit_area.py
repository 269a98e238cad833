"""/taxonomy/draft/areas/<slug>/: an area of the draft."""

from __future__ import annotations

from typing import Any

from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import load

from .forms import choice_of, fields_of

ONE, THREE = "/taxonomy/draft/areas/one/", "/taxonomy/draft/areas/three/"
STATE = {"HX-Request": "true", "HX-Target": "part-state"}


def test_an_area_is_added_and_asks_for_its_skills(client: Any) -> None:
    answer = client.post("/taxonomy/draft/areas/new/", {"name": "Four", "summary": "The fourth"})

    assert answer.url == "/taxonomy/draft/skills/new/?area=four"
    assert load().parts["area:four"] == {"name": "Four", "summary": "The fourth"}


def test_an_area_without_a_name_is_not_added(client: Any) -> None:
    assert client.post("/taxonomy/draft/areas/new/", {"name": "", "summary": "S"}).status_code == 422


def test_name_and_summary_are_saved(client: Any) -> None:
    said = fields_of(client.get(ONE), name="Uno")

    assert client.post(ONE, said).url == ONE
    assert load().parts["area:one"] == {"name": "Uno", "summary": "The first"}
    again = client.post(ONE, fields_of(client.get(ONE), summary="Other"), headers=STATE).content.decode()
    assert "<html" not in again
    assert 'id="draft-bar"' in again


def test_an_error_keeps_what_was_typed(client: Any) -> None:
    answer = client.post(ONE, fields_of(client.get(ONE), name="", summary="Kept"))

    assert answer.status_code == 422
    assert "Kept" in answer.content.decode()
    assert load().id is None


def test_two_admins_see_both_versions(client: Any) -> None:
    mine = fields_of(client.get(ONE), name="Mine")
    theirs = {"name": "Theirs", "summary": "Also theirs"}
    actions.save_part(path="area:one", content=theirs, shown=load().shown("area:one"), summary="", by=None)

    answer = client.post(ONE, mine)

    assert answer.status_code == 409
    offered = choice_of(answer)
    assert (offered["choice-name"], offered["choice-summary"]) == (["mine"], ["theirs"])
    client.post(ONE, offered)
    assert load().parts["area:one"] == {"name": "Mine", "summary": "Also theirs"}


def test_only_an_empty_area_goes(client: Any) -> None:
    refused = client.get(f"{ONE}remove/").content.decode()
    assert "Move them to another area first." in refused
    assert client.post(f"{ONE}remove/", {"mark": ""}).status_code == 422

    answer = client.post(f"{THREE}remove/", fields_of(client.get(f"{THREE}remove/"), ""))

    assert answer.url == "/taxonomy/draft/"
    assert "area:three" not in load().parts


def test_an_unknown_area_is_not_found(client: Any) -> None:
    assert client.get("/taxonomy/draft/areas/nowhere/").status_code == 404
