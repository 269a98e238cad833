"""Bringing a draft up to date: clean parts go together, conflicts are chosen by a person."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.parts import SCALE
from tests.taxonomy.diff.documents import area, skill
from tests.taxonomy.publishing import edit, fewer_levels, publish_change, reword

URL = "/taxonomy/draft/rebase/"
DEFINITION = "choice:skill:idempotency#definition"
THEIRS = "Doing it twice is doing it once."


@pytest.fixture
def client(taxonomy: Any, dana: Person, erin: Person, signed_in: Any) -> Client:
    """Dana, whose draft has another definition than the version that Erin published meanwhile, and a new name."""
    edit("idempotency", dana, definition="Mine.")
    edit("ci-cd", dana, name="Delivery")
    publish_change(reword, note="By file", by=erin)
    return signed_in(dana)


def sent(**more: str) -> dict[str, str]:
    """What the page sends besides the choices."""
    draft = load()
    return {"onto": str(draft.current), "revision": str(draft.revision), **more}


def test_who_what_and_both_texts(client: Client) -> None:
    page = client.get(URL).content.decode()
    assert re.search(r"Version 2</a> was published by Erin Novak.*: By file", page)
    assert "1 place that both sides changed" in page
    assert "<strong>Idempotency</strong> · Definition" in page
    for text in ("Recognises operations that may run twice", THEIRS, "Mine."):
        assert text in page
    # Nothing is chosen beforehand.
    assert page.count(f'name="{DEFINITION}"') == 2
    assert " checked" not in page[page.index("conflict-choice") :]


@pytest.mark.parametrize(("choice", "definition"), [("mine", "Mine."), ("theirs", THEIRS)])
def test_choosing(choice: str, definition: str, client: Client) -> None:
    answer = client.post(URL, sent(**{DEFINITION: choice}), follow=True)
    assert answer.redirect_chain == [("/taxonomy/draft/changes/", 302)]
    assert "The draft is up to date: it starts from version 2 now." in answer.content.decode()
    draft = load()
    assert (draft.base, draft.is_outdated) == (2, False)
    assert draft.parts["skill:idempotency"]["definition"] == definition
    assert draft.parts["skill:ci-cd"]["name"] == "Delivery"
    assert draft.parts["role:senior"]["targets"]["idempotency"] == [5, 2]


@pytest.mark.parametrize("choices", [{}, {DEFINITION: "neither"}])
def test_each_has_to_be_decided(choices: dict[str, str], client: Client) -> None:
    answer = client.post(URL, sent(**choices))
    assert answer.status_code == 422
    assert "Choose one of the two." in answer.content.decode()
    assert load().base == 1


def test_more_was_published_or_edited_while_choosing(client: Client, erin: Person) -> None:
    for change in (
        lambda: publish_change(lambda content: content.update(name="Other")),
        lambda: edit("kubernetes", erin, name="K8s"),
    ):
        data = sent(**{DEFINITION: "mine"})
        change()
        answer = client.post(URL, data)
        assert answer.status_code == 409
        assert "More was changed or published while you were reading." in answer.content.decode()
    assert load().base == 1


def test_without_conflicts(taxonomy: Any, dana: Person, signed_in: Any) -> None:
    edit("ci-cd", dana, name="Delivery")
    publish_change(reword)
    client = signed_in(dana)
    assert "Nothing is in conflict" in client.get(URL).content.decode()
    assert client.post(URL, sent()).url == "/taxonomy/draft/changes/"
    assert load().changed_paths == ("skill:ci-cd",)


def test_up_to_date(taxonomy: Any, dana: Person, signed_in: Any) -> None:
    client = signed_in(dana)
    assert "The draft is up to date" in client.get(URL).content.decode()
    assert client.post(URL, {}).status_code == 302


def change_scale(by: Person, change: Callable[[dict[str, Any]], Any]) -> None:
    """Save another scale into the draft."""
    draft = load()
    scale = draft.parts[SCALE]
    change(scale)
    actions.save_part(path=SCALE, content=scale, shown=draft.shown(SCALE), summary="Scale", by=by)


def test_two_scales_that_both_moved(taxonomy: Any, dana: Person, signed_in: Any) -> None:
    change_scale(dana, lambda scale: scale["levels"].pop())
    publish_change(fewer_levels)
    client = signed_in(dana)
    page = client.get(URL).content.decode()
    assert "Both sides moved the levels of the scale" in page
    assert "conflict-choice" not in page
    assert client.post(URL, sent(**{"choice:scale": "mine"})).status_code == 422


def test_a_scale_that_moved_meanwhile_is_kept(taxonomy: Any, dana: Person, signed_in: Any) -> None:
    change_scale(dana, lambda scale: scale["levels"][0].update(descriptor="Not yet."))
    publish_change(fewer_levels)
    client = signed_in(dana)
    page = client.get(URL).content.decode()
    assert 'name="choice:scale" value="theirs" required>' in page
    assert 'name="choice:scale" value="mine" required disabled>' in page
    answer = client.post(URL, sent(**{"choice:scale": "mine"}))
    assert answer.status_code == 422
    assert "Take its scale" in answer.content.decode()
    assert client.post(URL, sent(**{"choice:scale": "theirs"})).status_code == 302
    assert len(load().parts[SCALE]["levels"]) == 5


def test_every_kind_of_conflict_has_words(taxonomy: Any, dana: Person, signed_in: Any) -> None:
    ladder = list(load().parts["skill:idempotency"]["descriptors"])
    ladder[3] = "My sentence."
    edit("idempotency", dana, descriptors=ladder, prerequisites=["js-language"])
    edit("kubernetes", dana, optional=False, area="data")
    draft = load()
    target = tuple(draft.parts["role:senior"]["targets"]["ci-cd"])
    actions.set_target(role="senior", skill="ci-cd", level=1, weight=2, shown=target, by=dana)

    def change(content: dict[str, Any]) -> None:
        skill(content, "idempotency")["descriptors"][3] = "Their sentence."
        skill(content, "idempotency")["prerequisites"] = ["event-driven-thinking"]
        found = skill(content, "kubernetes")
        area(content, found_area(content, "kubernetes"))["skills"].remove(found)
        area(content, "caching")["skills"].append(found)
        next(r for r in content["roles"] if r["slug"] == "senior")["targets"]["ci-cd"] = [2, 1]

    publish_change(change)
    page = signed_in(dana).get(URL).content.decode()
    for text in (
        "· Sentence 3",
        "· Prerequisites",
        "· Area",
        "· Target · CI/CD",
        "level 1, weight 2",
        "My sentence.",
    ):
        assert text in page, text
    assert "event-driven-thinking" not in page.split("conflict-choice", 1)[1]


def found_area(content: dict[str, Any], slug: str) -> str:
    return next(a["slug"] for a in content["areas"] if any(s["slug"] == slug for s in a["skills"]))
