"""/taxonomy/draft/preview/roles/<slug>/: a role of the draft, and how its skills would be asked."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.draft import actions as drafting
from skillmatrix.taxonomy.draft import state
from tests.taxonomy.test_preview import OUTSIDE, change, inside

URL = "/taxonomy/draft/preview/roles/mid/"


def test_what_the_role_would_ask(dana: Person, alice: Person, taxonomy: Taxonomy, signed_in: Any):
    target = taxonomy.roles["mid"].targets["idempotency"]
    drafting.set_target(
        role="mid", skill="idempotency", level=5, weight=3, shown=(target.level, target.weight), by=dana
    )

    page = inside(signed_in(dana).get(URL).content.decode())

    assert escape(taxonomy.skills["idempotency"].descriptors[5]) in page
    assert "Preview of the draft on version 1" in page
    assert OUTSIDE.findall(page) == []
    assert "/me/gaps/" not in page
    published = signed_in(alice).get("/roles/mid/").content.decode()
    assert escape(taxonomy.skills["idempotency"].descriptors[5]) not in published


def test_two_roles_of_the_draft_side_by_side(dana: Person, taxonomy: Taxonomy, signed_in: Any, htmx: Any):
    client = signed_in(dana)
    page = inside(client.get(f"{URL}?with=senior").content.decode())
    part = client.get(f"{URL}?with=senior", headers=htmx("role-expectations")).content.decode()

    assert "Mid and Senior differ in" in page
    assert f'action="{URL}"' in page
    assert part.lstrip().startswith('<div id="role-expectations"')
    assert OUTSIDE.findall(page + part) == []


def test_the_cards_of_one_area(dana: Person, taxonomy: Taxonomy, signed_in: Any):
    area = taxonomy.area_of["idempotency"]
    sentences = ["Nothing yet", *taxonomy.skills["idempotency"].descriptors[1:]]
    change("skill:idempotency", dana, descriptors=sentences)

    page = inside(signed_in(dana).get(f"{URL}?rate={area.slug}").content.decode())

    assert "Nothing yet" in page
    target = taxonomy.roles["mid"].targets["idempotency"]
    assert f"Mid asks for {target.level}, {taxonomy.scale[target.level].name}" in page
    assert page.count("asked by Mid") == page.count("<article") == page.count("<fieldset disabled")
    asked = taxonomy.roles["mid"].targets
    assert page.count("<article") == sum(1 for slug in area.skills if slug in asked and asked[slug].level)
    assert 'method="post"' not in page.split("preview-cards", 1)[1]
    assert OUTSIDE.findall(page) == []


def test_an_unknown_area_is_the_first(dana: Person, taxonomy: Taxonomy, signed_in: Any):
    client = signed_in(dana)
    pages = [inside(client.get(f"{URL}?rate={slug}").content.decode()) for slug in ("", "juggling", "%00")]

    assert all("<article" in page for page in pages)


def test_a_role_that_asks_for_nothing_has_no_cards(dana: Person, taxonomy: Taxonomy, signed_in: Any):
    change("role:mid", dana, targets={}, next_roles=[])

    page = inside(signed_in(dana).get(f"{URL}?rate=data").content.decode())

    assert "<article" not in page
    assert "0 skills are asked for" in page


def test_a_role_that_only_the_draft_has(dana: Person, taxonomy: Taxonomy, signed_in: Any):
    draft = state.load()
    roles = [*draft.order["roles"], "guru"]
    drafting.save_parts(
        parts={
            "role:guru": {"name": "Guru", "summary": "Knows", "targets": {}},
            "order": {**draft.order, "roles": roles},
        },
        shown={"role:guru": draft.shown("role:guru"), "order": draft.shown("order")},
        summary="added",
        by=dana,
    )

    client = signed_in(dana)
    assert client.get("/taxonomy/draft/preview/roles/guru/").status_code == 200
    assert client.get("/roles/guru/").status_code == 404


def test_an_unknown_role_is_not_found(dana: Person, taxonomy: Taxonomy, signed_in: Any):
    assert signed_in(dana).get("/taxonomy/draft/preview/roles/emperor/").status_code == 404
