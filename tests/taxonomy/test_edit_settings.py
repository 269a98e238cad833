"""What holds for the whole taxonomy: general settings, kinds, rules of rating, translations."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.models import DraftChange, TaxonomyDraft
from skillmatrix.taxonomy.texts import originals
from skillmatrix.taxonomy.views.pieces import mark

URL = "/taxonomy/draft/settings/"
KINDS, RULES, GERMAN = f"{URL}?part=kinds", f"{URL}?part=rules", f"{URL}?part=translations&language=de"
Form = dict[str, Any]


@pytest.fixture
def client(signed_in: Any, dana: Person, taxonomy: Any) -> Client:
    """Dana's."""
    return signed_in(dana)


def seen(client: Client, url: str) -> str:
    return client.get(url).context["seen"]


def general(client: Client, **changes: str) -> Form:
    found = load().parts["document"]
    data = {name: found[name] for name in ("name", "language", "evidence_from", "coverage")}
    return {**data, "seen": seen(client, URL), **changes}


def test_general_settings(client: Client, dana: Person) -> None:
    assert (
        client.post(URL, general(client, name="Engineering", language="pt-BR", coverage="0")).status_code
        == 302
    )

    document = load().parts["document"]
    assert (document["name"], document["language"], document["coverage"]) == ("Engineering", "pt-BR", 0)
    assert load().examine().problems == ()
    assert DraftChange.objects.get().by == dana


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"language": "German"}, {"coverage": "6"}, {"evidence_from": ""}]
)
def test_general_errors_stand_at_their_fields(client: Client, wrong: Form) -> None:
    answer = client.post(URL, general(client, **wrong))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(wrong)
    assert not TaxonomyDraft.objects.exists()


def test_general_both_versions_are_shown(client: Client, erin: Person) -> None:
    data = general(client, name="Mine")
    theirs = {**load().parts["document"], "name": "Theirs"}
    actions.save_part(path="document", content=theirs, shown="b1", summary="x", by=erin)

    answer = client.post(URL, data)
    assert answer.status_code == 409
    assert [(d.label, d.theirs, d.mine) for d in answer.context["met"].differences] == [
        ("Name", "Theirs", "Mine")
    ]
    assert client.post(URL, data | {"seen": answer.context["seen"]}).status_code == 302
    assert load().parts["document"]["name"] == "Mine"


def kinds(client: Client, **changes: str) -> Form:
    data: Form = {"seen": seen(client, KINDS)}
    for kind, entry in load().parts["kinds"].items():
        data |= {f"{kind}-effort": entry["effort"], f"{kind}-review_months": entry["review_months"]}
        data |= {f"{kind}-descriptor_{rank}": text for rank, text in enumerate(entry["descriptors"])}
    return {**data, **changes}


def test_kinds(client: Client) -> None:
    assert client.post(KINDS, kinds(client)).status_code == 302
    assert not TaxonomyDraft.objects.exists(), "nothing was changed"

    assert (
        client.post(
            KINDS, kinds(client, **{"tool-effort": "0.5", "tool-descriptor_3": "I use it alone"})
        ).status_code
        == 302
    )
    tool = load().parts["kinds"]["tool"]
    assert (tool["effort"], tool["descriptors"][3]) == (0.5, "I use it alone")
    assert load().examine().problems == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tool-effort", "0"),
        ("tool-effort", "nan"),
        ("concept-review_months", "121"),
        ("practice-descriptor_0", ""),
    ],
)
def test_kinds_errors_stand_at_their_fields(client: Client, field: str, value: str) -> None:
    answer = client.post(KINDS, kinds(client, **{field: value}))

    assert answer.status_code == 422
    assert [
        f"{form.prefix}-{name}" for _label, _kind, form in answer.context["form"].rows for name in form.errors
    ] == [field]
    assert not TaxonomyDraft.objects.exists()


def rules(client: Client, do: str = "save", **changes: str) -> Form:
    data: Form = {"seen": seen(client, RULES), "do": do, "row": []}
    for n, found in enumerate(load().parts["rules"]):
        data["row"].append(str(n))
        data |= {f"rule-{n}-rule": found["rule"], f"rule-{n}-why": found["why"]}
    return {**data, **changes}


def test_rules_of_rating(client: Client, htmx: Any) -> None:
    before = load().parts["rules"]
    for button, expected in (
        ("add", [*before, {"rule": "", "why": ""}]),
        ("remove:0", before[1:]),
        ("down:0", [before[1], before[0], *before[2:]]),
        ("up:0", before),
        ("up:1", [before[1], before[0], *before[2:]]),
        ("up:99", before),
    ):
        answer = client.post(RULES, rules(client, button))
        assert [
            {name: row[name].value() for name in ("rule", "why")} for row in answer.context["form"].rows
        ] == expected
        assert answer.status_code == 200
    island = client.post(RULES, rules(client, "add"), headers=htmx("rules-form")).content.decode()
    assert island.lstrip().startswith('<form id="rules-form"')
    assert not TaxonomyDraft.objects.exists()

    data = rules(client) | {"row": ["1", "0"], "rule-0-why": "Because"}
    assert client.post(RULES, data).status_code == 302
    assert load().parts["rules"] == [before[1], {**before[0], "why": "Because"}]
    assert load().examine().problems == ()


def test_a_rule_needs_its_reason(client: Client) -> None:
    answer = client.post(RULES, rules(client, **{"rule-0-why": ""}))

    assert answer.status_code == 422
    assert not TaxonomyDraft.objects.exists()


def test_translations(client: Client) -> None:
    page = client.get(GERMAN)
    path, original, _text = page.context["rows"][1]
    data = {f"text:{path}": "" for path, _original, _text in page.context["rows"]}

    answer = client.post(GERMAN, data | {f"text:{path}": "Neu", "seen": page.context["seen"]})

    assert answer.status_code == 302
    assert load().parts["translations"] == {"de": {path: "Neu"}}
    assert load().examine().problems == ()
    assert path not in [row[0] for row in client.get(f"{GERMAN}&missing=1").context["rows"]]
    assert [row[0] for row in client.get(f"{GERMAN}&q=Neu").context["rows"]] == [path]
    page = client.get(GERMAN)
    client.post(GERMAN, data | {"seen": page.context["seen"]})
    assert load().parts["translations"] == {}


def test_two_translators_meet_only_at_the_same_texts(client: Client, erin: Person) -> None:
    first = client.get(GERMAN)
    data = {f"text:{path}": "Meins" for path, _original, _text in first.context["rows"][:1]}
    path = first.context["rows"][0][0]
    other = [found for found, _text in originals(load().content)][-1]
    actions.save_part(path="translations", content={"de": {other: "Ihres"}}, shown="b1", summary="x", by=erin)
    assert client.post(GERMAN, data | {"seen": mark({})}).status_code == 302
    assert load().parts["translations"]["de"] == {other: "Ihres", path: "Meins"}

    answer = client.post(GERMAN, {f"text:{path}": "Anders", "seen": mark({})})
    assert answer.status_code == 409
    assert [(d.label, d.theirs, d.mine) for d in answer.context["met"].differences] == [
        ("Name", "Meins", "Anders")
    ]
    assert client.post(GERMAN, {f"text:{path}": "Anders", "seen": answer.context["seen"]}).status_code == 302
    assert load().parts["translations"]["de"][path] == "Anders"


@pytest.mark.parametrize("language", ["en", "German!", "x" * 21])
def test_no_language_to_translate_to(client: Client, language: str) -> None:
    answer = client.get(URL, {"part": "translations", "language": language})

    assert answer.status_code == 422
    assert "Write a language tag" in answer.content.decode()


def test_outsider(signed_in: Any, alice: Person, taxonomy: Any) -> None:
    assert signed_in(alice).get(URL).status_code == 403
