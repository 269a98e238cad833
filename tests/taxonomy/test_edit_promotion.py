"""Promotion rules: rows that come and go, the rule in words, and what makes no sense."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.models import DraftChange, TaxonomyDraft

URL = "/taxonomy/draft/promotion/"
SENIOR = f"{URL}?role=senior"
Form = dict[str, Any]


@pytest.fixture
def client(signed_in: Any, dana: Person, taxonomy: Any) -> Client:
    """Dana's."""
    return signed_in(dana)


def rule(role: str = "senior") -> Any:
    return next((found for found in load().parts["promotion"] if found["role"] == role), None)


def form_of(client: Client, role: str = "senior", **changes: Any) -> Form:
    """What the form sends when only these fields are changed; underscores of names are hyphens there."""
    found = rule(role)
    data: Form = {
        "seen": client.get(f"{URL}?role={role}").context["seen"],
        "do": "save",
        "needed": found["needed"],
    }
    data |= {"base_role": found.get("base_role", ""), "base_slack": found.get("base_slack", 1)}
    data |= {"base-skills": found.get("base_skills", []), "base-more": ""}
    data["pillar"] = [str(n) for n in range(len(found["pillars"]))]
    for n, pillar in enumerate(found["pillars"]):
        data |= {f"pillar-{n}-{key}": pillar[key] for key in ("slug", "name", "summary")}
        data[f"pillar-{n}-condition"] = [str(m) for m in range(len(pillar["conditions"]))]
        for m, one in enumerate(pillar["conditions"]):
            at = f"pillar-{n}-condition-{m}"
            data |= {
                f"{at}-level": one["level"],
                f"{at}-at_least": one["at_least"],
                f"{at}-skills": one["skills"],
                f"{at}-more": "",
            }
    return {**data, **changes}


def test_every_rule_in_words(client: Client) -> None:
    html = client.get(URL).content.decode()

    assert "At least 2 of these 3 are met:" in html
    assert "Add a rule for" in html


def test_the_same_again_changes_nothing(client: Client) -> None:
    assert client.post(SENIOR, form_of(client)).status_code == 302
    assert not TaxonomyDraft.objects.exists()


def test_a_rule_is_saved_and_the_others_stay(client: Client, dana: Person) -> None:
    others = [found for found in load().parts["promotion"] if found["role"] != "senior"]
    before = rule()
    data = form_of(
        client, **{"needed": "3", "pillar-0-condition-0-more": "Idempotency", "pillar-0-name": "Building"}
    )

    assert client.post(SENIOR, data).status_code == 302

    after = rule()
    assert (after["needed"], after["pillars"][0]["name"]) == (3, "Building")
    assert after["pillars"][0]["slug"] == before["pillars"][0]["slug"]
    assert after["pillars"][0]["conditions"][0]["skills"] == [
        *before["pillars"][0]["conditions"][0]["skills"],
        "idempotency",
    ]
    assert after["pillars"][1:] == before["pillars"][1:]
    assert [found for found in load().parts["promotion"] if found["role"] != "senior"] == others
    assert load().examine().problems == ()
    assert DraftChange.objects.get().by == dana


@pytest.mark.parametrize(
    ("button", "pillars", "conditions"),
    [("add-pillar", 4, 3), ("remove-pillar:0", 2, 3), ("add-condition:0", 3, 4), ("remove-condition:0:1", 3, 2), ("remove-pillar:7", 3, 3), ("look", 3, 3), ("remove-condition:0", 3, 3), ("nonsense:٣", 3, 3)],
)  # fmt: skip
def test_rows_come_and_go_and_what_was_typed_stays(
    client: Client, htmx: Any, button: str, pillars: int, conditions: int
) -> None:
    data = form_of(client, **{"do": button, "pillar-1-name": "Typed and not saved", "pillar-2-summary": ""})

    page = client.post(SENIOR, data)
    island = client.post(SENIOR, data, headers=htmx("promotion-form")).content.decode()

    assert page.status_code == 200
    form = page.context["form"]
    assert (len(form.pillars), len(form.pillars[0].conditions)) == (pillars, conditions)
    assert "Typed and not saved" in page.content.decode()
    assert 'aria-invalid="true"' not in page.content.decode()
    assert island.lstrip().startswith('<form id="promotion-form"')
    assert not TaxonomyDraft.objects.exists()


def test_the_rule_in_words_follows(client: Client, htmx: Any) -> None:
    data = form_of(client, do="", needed="3")
    html = client.post(SENIOR, data, headers=htmx("rule-words")).content.decode()

    assert html.lstrip().startswith('<section id="rule-words"')
    assert "All of these are met:" in html
    bad = client.post(SENIOR, data | {"needed": ""}, headers=htmx("rule-words")).content.decode()
    assert "not complete yet" in bad


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"needed": "4"}, "only 3 stand here"),
        ({"needed": "many"}, "whole number"),
        ({"pillar-0-name": ""}, "required"),
        ({"pillar-0-condition-0-skills": []}, "Choose at least one skill."),
        ({"pillar-0-condition-0-at_least": "9"}, "can never be met"),
        ({"pillar-0-condition-0-level": "6"}, "not one of the available choices"),
        ({"pillar-0-condition-0-more": "Idempotenc"}, "Did you mean “Idempotency”?"),
        ({"pillar-0-condition": []}, "A pillar needs a condition"),
        ({"pillar": []}, "at least one pillar"),
        ({"base_role": ""}, "Say which role"),
        ({"base-skills": []}, "Choose the core skills"),
    ],
)
def test_what_makes_no_sense_is_named(client: Client, wrong: Form, says: str) -> None:
    answer = client.post(SENIOR, form_of(client, **wrong))

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not TaxonomyDraft.objects.exists()


def test_a_first_rule(client: Client) -> None:
    assert rule("mid") is None
    data = {
        "seen": client.get(f"{URL}?role=mid").context["seen"], "do": "save", "needed": "1", "pillar": ["0"],
        "pillar-0-name": "Çraft & more", "pillar-0-summary": "Works", "pillar-0-condition": ["0"],
        "pillar-0-condition-0-level": "2", "pillar-0-condition-0-at_least": "1", "pillar-0-condition-0-more": "idempotency",
    }  # fmt: skip

    assert client.post(f"{URL}?role=mid", data).status_code == 302
    assert rule("mid") == {
        "role": "mid", "needed": 1,
        "pillars": [{"slug": "craft-more", "name": "Çraft & more", "summary": "Works", "conditions": [{"skills": ["idempotency"], "level": 2, "at_least": 1}]}],
    }  # fmt: skip
    assert load().examine().problems == ()


def test_a_rule_is_removed(client: Client) -> None:
    data = form_of(client, do="remove")

    assert client.post(SENIOR, data).status_code == 302
    assert rule() is None
    assert client.post(SENIOR, data).status_code == 302, "sent twice"
    assert DraftChange.objects.count() == 1


def test_two_rules_of_two_admins_do_not_meet_and_one_rule_does(client: Client, erin: Person) -> None:
    data = form_of(client, needed="3")
    rules = load().parts["promotion"]
    staff = [{**found, "needed": 1} if found["role"] == "staff" else found for found in rules]
    actions.save_part(path="promotion", content=staff, shown="b1", summary="x", by=erin)
    assert client.post(SENIOR, data).status_code == 302
    assert (rule()["needed"], rule("staff")["needed"]) == (3, 1)

    data = form_of(client, needed="2")
    both = [{**found, "needed": 1} for found in load().parts["promotion"]]
    actions.save_part(path="promotion", content=both, shown=load().shown("promotion"), summary="x", by=erin)
    answer = client.post(SENIOR, data)
    assert answer.status_code == 409
    assert [(d.label, d.theirs, d.mine) for d in answer.context["met"].differences] == [
        ("Pillars needed", "1", "2")
    ]
    assert client.post(SENIOR, data | {"seen": answer.context["seen"]}).status_code == 302
    assert rule()["needed"] == 2


def test_no_such_role(client: Client) -> None:
    assert client.get(f"{URL}?role=nothing").status_code == 404


def test_outsider(signed_in: Any, alice: Person, taxonomy: Any) -> None:
    assert signed_in(alice).get(URL).status_code == 403
