"""Moving everything to another scale: what that loses is said first."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.forms.scale import proposed
from skillmatrix.taxonomy.models import DraftChange, TaxonomyDraft

URL = "/taxonomy/draft/scale/rescale/"
NEW = ["None", "Some", "Good", "Great"]
TO = [0, 1, 1, 2, 3, 3]


@pytest.fixture
def client(signed_in: Any, dana: Person, taxonomy: Any) -> Client:
    """Dana's."""
    return signed_in(dana)


def form_of(client: Client, do: str = "apply", **changes: str) -> dict[str, str]:
    """Six levels become four."""
    data = {"seen": client.get(URL).context["seen"], "count": str(len(NEW)), "do": do}
    for rank, name in enumerate(NEW):
        data |= {f"level-{rank}-name": name, f"level-{rank}-descriptor": f"What {name} means"}
    data |= {f"to-{rank}": str(to) for rank, to in enumerate(TO)}
    return data | {key.replace("_", "-"): value for key, value in changes.items()}


@pytest.mark.parametrize(("old", "new"), [(6, 4), (6, 10), (3, 10), (10, 3), (6, 6)])
def test_a_proposal_keeps_order_and_ends(old: int, new: int) -> None:
    ranks = proposed(old, new)

    assert (ranks[0], ranks[-1]) == (0, new - 1)
    assert ranks == sorted(ranks)
    assert old != new or ranks == list(range(old))


def test_a_page_for_each_number_of_levels(client: Client, htmx: Any) -> None:
    for count in (3, 6, 10):
        page = client.get(URL, {"count": count})
        assert len(page.context["form"].rows) == count
        assert len(page.context["mapping_rows"]) == 6
    assert len(client.get(URL, {"count": "11"}).context["form"].rows) == 6
    html = client.get(URL, {"count": 3}, headers=htmx("rescale-form")).content.decode()
    assert html.lstrip().startswith('<form id="rescale-form"')


def test_the_loss_is_shown_and_nothing_is_written(client: Client, htmx: Any) -> None:
    answer = client.post(URL, form_of(client, "preview"))
    html = answer.content.decode()

    assert answer.status_code == 200
    assert "“Aware”, “Guided” fall together as “Some”" in html
    assert 'value="apply"' in html
    assert not TaxonomyDraft.objects.exists()
    partial = client.post(URL, form_of(client, ""), headers=htmx("rescale-loss")).content.decode()
    assert partial.lstrip().startswith('<section id="rescale-loss"')
    assert "fall together" in partial


def test_it_is_applied(client: Client, dana: Person) -> None:
    before = load().parts["role:senior"]["targets"]
    assert client.post(URL, form_of(client)).status_code == 302

    draft = load()
    assert [level["name"] for level in draft.content["scale"]] == NEW
    assert draft.parts["scale"]["rescale"] == {
        "New": 0,
        "Aware": 1,
        "Guided": 1,
        "Independent": 2,
        "Enabling": 3,
        "Multiplying": 3,
    }
    skill, (level, weight) = next(iter(before.items()))
    assert draft.parts["role:senior"]["targets"][skill] == [TO[level], weight]
    assert draft.examine().problems == ()
    assert DraftChange.objects.get().by == dana


@pytest.mark.parametrize(
    "wrong", [{"to_3": "0"}, {"to_5": "4"}, {"to_0": ""}, {"level_1_name": ""}, {"level_1_name": "None"}]
)
def test_what_makes_no_sense_is_named(client: Client, wrong: dict[str, str]) -> None:
    answer = client.post(URL, form_of(client, **wrong))

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not TaxonomyDraft.objects.exists()


def test_published_names_cannot_mean_other_levels(client: Client) -> None:
    data = form_of(client) | {"count": "6"}
    for rank, level in enumerate(load().content["scale"]):
        data |= {f"level-{rank}-name": level["name"], f"level-{rank}-descriptor": level["descriptor"]}

    answer = client.post(URL, data)
    assert answer.status_code == 422
    assert "Rename one" in answer.content.decode()


def test_the_scale_moved_meanwhile(client: Client, erin: Person) -> None:
    data = form_of(client)
    levels = load().content["scale"]
    theirs = {"levels": [*levels[:-1], {**levels[-1], "name": "Hero"}], "rescale": {}}
    actions.save_part(path="scale", content=theirs, shown="b1", summary="x", by=erin)

    answer = client.post(URL, data)

    assert answer.status_code == 409
    assert 'value="Great"' in answer.content.decode()
    assert "5 Hero" in answer.content.decode()


def test_outsider(signed_in: Any, alice: Person, taxonomy: Any) -> None:
    assert signed_in(alice).get(URL).status_code == 403
