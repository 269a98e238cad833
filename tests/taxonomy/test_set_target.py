"""One cell of the grid of targets, saved by itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.models import DraftChange, TaxonomyDraft

URL = "/taxonomy/draft/targets/set/"
OTHER = "caching-fundamentals"


@pytest.fixture
def client(signed_in: Any, dana: Person, taxonomy: Any) -> Client:
    """Dana's."""
    return signed_in(dana)


@pytest.fixture
def send(client: Client, htmx: Any) -> Any:
    """Sends a cell of senior, idempotency: what is asked now, and what was shown."""

    def post(asked: str, shown: str, **more: str) -> Any:
        level, weight = asked.split("x")
        shown_level, shown_weight = shown.split("x")
        data = {"role": "senior", "skill": "idempotency", "level": level, "weight": weight}
        data |= {"shown_level": shown_level, "shown_weight": shown_weight, **more}
        return client.post(URL, data, headers=htmx("draft-bar"))

    return post


def asked() -> list[int] | None:
    return load().parts["role:senior"]["targets"].get("idempotency")


def before() -> str:
    return "{}x{}".format(*(asked() or [0, 1]))


def test_a_target_is_set(send: Any, dana: Person) -> None:
    answer = send("5x3", before())
    html = answer.content.decode()

    assert answer.status_code == 200
    assert asked() == [5, 3]
    assert DraftChange.objects.get().by == dana
    assert '<td id="target_senior_idempotency" class="l5" data-level="5" data-weight="3">5' in html
    assert 'id="draft-bar"' in html
    assert "1 change" in html


def test_a_target_is_cleared(send: Any) -> None:
    assert send("0x1", before()).status_code == 200
    assert asked() is None
    assert send("2x1", "0x1").status_code == 200
    assert asked() == [2, 1]


def test_somebody_else_was_faster(send: Any, erin: Person) -> None:
    shown = before()
    actions.set_target(
        role="senior",
        skill="idempotency",
        level=1,
        weight=9,
        shown=tuple(map(int, shown.split("x"))),
        by=erin,
    )

    answer = send("5x3", shown)
    html = answer.content.decode()

    assert answer.status_code == 409
    assert asked() == [1, 9]
    assert 'data-level="1" data-weight="9"' in html
    assert 'data-by="Erin Novak"' in html


def test_the_same_again_is_no_conflict_and_no_change(send: Any) -> None:
    shown = before()

    assert send("5x3", shown).status_code == 200
    assert send("5x3", shown).status_code == 200, "the first answer was lost"
    assert DraftChange.objects.count() == 1


def test_other_cells_may_change_meanwhile(send: Any, erin: Person) -> None:
    shown = before()
    actions.set_target(role="senior", skill=OTHER, level=1, weight=9, shown=_shown(OTHER), by=erin)

    assert send("5x3", shown).status_code == 200
    assert load().parts["role:senior"]["targets"][OTHER] == [1, 9]


def _shown(skill: str) -> tuple[int, int]:
    return tuple(load().parts["role:senior"]["targets"].get(skill, [0, 1]))


@pytest.mark.parametrize(
    "bad",
    [
        {"role": "nothing"}, {"skill": "nothing"}, {"level": "6"}, {"level": "-1"}, {"level": "²"}, {"weight": "0"},
        {"weight": "10"}, {"shown_level": ""}, {"level": "1e0"}, {"role": "senior\0"},
    ],
)  # fmt: skip
def test_what_is_no_target_is_refused(send: Any, bad: dict[str, str]) -> None:
    answer = send("3x1", before(), **bad)

    assert answer.status_code == 422
    assert "data-refused" in answer.content.decode()
    assert not TaxonomyDraft.objects.exists()


def test_neighbours_whose_warnings_change_come_along(send: Any) -> None:
    parts = load().parts
    senior = parts["role:senior"]["targets"]
    skill = next(
        slug
        for slug, (level, _weight) in senior.items()
        if level >= 3 and "idempotency" in parts[f"skill:{slug}"].get("prerequisites", ())
    )

    html = send("1x1", before()).content.decode()

    assert f'id="target_senior_{skill}"' in html
    assert "data-warning" in html.split(f'id="target_senior_{skill}"')[1].split("</td>")[0]


def test_without_htmx_it_leads_back_to_the_grid(client: Client) -> None:
    data = {"role": "senior", "skill": "idempotency", "level": "5", "weight": "1"}
    level, weight = before().split("x")

    answer = client.post(URL, data | {"shown_level": level, "shown_weight": weight})
    assert (answer.status_code, answer["Location"]) == (302, "/taxonomy/draft/targets/")


def test_outsider(signed_in: Any, alice: Person, taxonomy: Any) -> None:
    assert signed_in(alice).post(URL, {}).status_code == 403
