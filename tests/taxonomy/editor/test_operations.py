"""Adding, moving, retiring, merging and splitting: the page says what happens, then exactly that happens."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.html import escape

from skillmatrix.taxonomy.draft import actions, operations
from skillmatrix.taxonomy.draft.placing import by_area
from skillmatrix.taxonomy.draft.state import load

from .forms import fields_of

SKILLS = "/taxonomy/draft/skills"
EFFECTS = {"HX-Request": "true", "HX-Target": "operation-effects"}


def effects(address: str, client: Any) -> list[str]:
    """What the page says would happen."""
    outcome = client.get(address).context["prospect"].outcome
    return list(outcome.effects) if outcome else []


def confirm(client: Any, address: str, **choice: Any) -> Any:
    """Choose, read what would happen, and press."""
    query = "&".join(f"{name}={value}" for name, value in choice.items())
    return client.post(address, fields_of(client.get(f"{address}?{query}"), "", **choice))


def skill(slug: str) -> dict[str, Any]:
    part: dict[str, Any] = load().parts[f"skill:{slug}"]
    return part


def test_retiring_with_a_successor(client: Any) -> None:
    address = f"{SKILLS}/queues/retire/"
    assert effects(address, client) == list(operations.retire(load(), "queues").effects)

    answer = confirm(client, address, other="speaking")

    assert answer.url == f"{SKILLS}/queues/"
    assert skill("queues")["retired"]
    assert skill("queues")["replaced_by"] == "speaking"
    assert skill("brokers")["prerequisites"] == ["speaking"]
    page = client.get(answer.url).content.decode()
    assert "“Queues” retired, replaced by “Speaking”. Undo takes it back." in page
    assert "This skill is retired." in page


def test_retiring_without_one_and_bringing_back(client: Any) -> None:
    confirm(client, f"{SKILLS}/speaking/retire/")
    assert skill("speaking")["retired"]

    confirm(client, f"{SKILLS}/speaking/bring-back/")
    assert "retired" not in skill("speaking")


def test_merging(client: Any) -> None:
    address = f"{SKILLS}/speaking/merge/"
    assert "Choose first" in client.get(address).content.decode()
    said = client.get(f"{address}?other=brokers", headers=EFFECTS).content.decode()
    assert escape("Ratings of “Speaking” go to “Brokers”") in said
    assert "<html" not in said

    confirm(client, address, other="brokers")

    assert skill("speaking")["merged"]


def test_splitting_leads_to_the_new_skill(client: Any) -> None:
    answer = confirm(client, f"{SKILLS}/queues/split/", name="Topics", area="two")

    assert answer.url == f"{SKILLS}/topics/"
    assert skill("topics")["split_from"] == "queues"
    assert by_area(load().parts)["two"] == ["speaking", "topics"]


@pytest.mark.parametrize(
    ("place", "after"),
    [
        ("skill:queues", {"one": ["speaking", "queues", "brokers"], "two": [], "three": []}),
        ("area:three", {"one": ["queues", "brokers"], "two": [], "three": ["speaking"]}),
        ("area:two", {"one": ["queues", "brokers"], "two": ["speaking"], "three": []}),
    ],
)
def test_moving(client: Any, place: str, after: dict[str, list[str]]) -> None:
    confirm(client, f"{SKILLS}/speaking/move/", place=place)

    assert by_area(load().parts) == after


def test_moving_to_another_area_says_what_it_means_for_ratings(client: Any) -> None:
    said = effects(f"{SKILLS}/speaking/move/?place=skill:queues", client)

    assert said == list(operations.move_skill(load(), "speaking", "one").effects)
    assert effects(f"{SKILLS}/queues/move/?place=area:one", client) == []


def test_nothing_is_done_that_was_not_read(client: Any) -> None:
    address = f"{SKILLS}/queues/retire/"
    read = fields_of(client.get(address), "")

    unread = client.post(address, {**read, "other": ["speaking"]})
    assert unread.status_code == 409
    assert "takes its place" in unread.content.decode()
    assert load().id is None

    assert client.post(address, fields_of(unread, "")).status_code == 302


def test_a_draft_that_moved_on_asks_again(client: Any) -> None:
    address = f"{SKILLS}/speaking/retire/"
    read = fields_of(client.get(address), "")
    draft = load()
    brokers = {**draft.parts["skill:brokers"], "prerequisites": ["speaking"]}
    actions.save_part(
        path="skill:brokers", content=brokers, shown=draft.shown("skill:brokers"), summary="", by=None
    )

    answer = client.post(address, read)

    assert answer.status_code == 409
    assert escape("These no longer need “Speaking”: Brokers.") in answer.content.decode()
    assert "retired" not in skill("speaking")


def test_what_cannot_be_done_says_why(client: Any) -> None:
    address = f"{SKILLS}/queues/bring-back/"
    page = client.get(address).content.decode()
    assert escape("“Queues” is in use.") in page

    assert client.post(address, {"mark": ""}).status_code == 422
    assert client.post(f"{SKILLS}/queues/merge/", {"other": "queues"}).status_code == 422
    assert client.post(f"{SKILLS}/queues/merge/", {"other": "juggling"}).status_code == 422
    assert client.post(f"{SKILLS}/queues/split/", {"name": "", "area": "one"}).status_code == 422
    assert client.get(f"{SKILLS}/juggling/retire/").status_code == 404


def test_a_skill_that_was_new_goes_altogether(client: Any) -> None:
    client.post(f"{SKILLS}/new/", {"name": "Brief", "area": "one", "kind": "tool", "definition": "D"})

    answer = confirm(client, f"{SKILLS}/brief/retire/")

    assert answer.url == "/taxonomy/draft/"
    assert "skill:brief" not in load().parts


def test_adding_a_skill_leads_to_its_page(client: Any) -> None:
    page = client.get(f"{SKILLS}/new/?area=two")
    assert fields_of(page, "")["area"] == ["two"]

    answer = client.post(
        f"{SKILLS}/new/", {"name": "Topics", "area": "two", "kind": "concept", "definition": "D"}
    )

    assert answer.url == f"{SKILLS}/topics/"
    assert by_area(load().parts)["two"] == ["speaking", "topics"]
    assert client.get(answer.url).status_code == 200


def test_a_name_without_latin_letters_has_a_page_too(client: Any) -> None:
    answer = client.post(
        f"{SKILLS}/new/", {"name": "幂等", "area": "two", "kind": "concept", "definition": "D"}
    )

    assert "幂等" in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"area": "none"}, {"kind": "magic"}, {"definition": ""}, {"name": "x" * 121}]
)
def test_a_skill_that_says_too_little_is_not_added(client: Any, wrong: dict[str, str]) -> None:
    said = {"name": "Topics", "area": "two", "kind": "concept", "definition": "D", **wrong}

    assert client.post(f"{SKILLS}/new/", said).status_code == 422
    assert load().id is None
