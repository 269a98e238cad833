"""The grid of targets as a page, an area of it as a form, and filling a column from another role."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.models import DraftChange, TaxonomyDraft

URL = "/taxonomy/draft/targets/"
DATA = f"{URL}?area=data"


@pytest.fixture
def client(signed_in: Any, dana: Person, taxonomy: Any) -> Client:
    """Dana's."""
    return signed_in(dana)


def hidden(answer: Any, name: str = "shown") -> str:
    """A hidden field of the page."""
    return answer.context[name]


def targets(role: str) -> dict[str, list[int]]:
    return load().parts[f"role:{role}"]["targets"]


def test_the_page_shows_the_first_areas_and_heads_of_the_others(client: Client) -> None:
    answer = client.get(URL)
    html = answer.content.decode()

    assert answer.status_code == 200
    assert html.count("<tbody") == len(load().content["areas"])
    grid = answer.context["grid"]
    opened = grid.open_at_first(100)
    assert html.count("data-skill=") == sum(len(s.rows) for s in grid.sections if s.key in opened) <= 100
    assert 'role="grid"' in html
    assert not TaxonomyDraft.objects.exists()


def test_rows_take_no_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    client.get(URL)
    with django_assert_max_num_queries(8):
        client.get(URL)


def test_names_are_escaped(client: Client, dana: Person) -> None:
    skill = load().parts["skill:idempotency"]
    bad = {**skill, "name": '<b onload="x">&'}
    actions.save_part(path="skill:idempotency", content=bad, shown="b1", summary="x", by=dana)

    for url in (URL, f"{URL}?area={skill['area']}"):
        html = client.get(url).content.decode()
        assert "&lt;b onload=&quot;x&quot;&gt;&amp;" in html
        assert "<b onload" not in html


def test_htmx_gets_the_rows_of_one_area(client: Client, htmx: Any) -> None:
    html = client.get(DATA, headers=htmx("area-data")).content.decode()

    assert html.startswith('<tbody id="area-data"')
    assert "data-folded" not in html
    assert html.count("data-skill=") == len(
        [s for s in load().content["areas"] if s["slug"] == "data"][0]["skills"]
    )


def test_an_area_is_a_form(client: Client) -> None:
    html = client.get(DATA).content.decode()

    assert 'name="level:senior:' in html
    assert 'name="weight:senior:' in html
    assert 'method="post"' in html


def test_no_such_area(client: Client) -> None:
    assert client.get(f"{URL}?area=nothing").status_code == 404


def test_outsider(signed_in: Any, alice: Person, taxonomy: Any) -> None:
    assert signed_in(alice).get(URL).status_code == 403


def form_of(client: Client, **changes: str) -> tuple[dict[str, str], str]:
    """The form of the area as the page shows it, with changes, and a skill in it."""
    answer = client.get(DATA)
    grid, rows = answer.context["grid"], answer.context["page"].rows
    data = {"shown": answer.context["shown"]}
    for row in rows:
        for column in grid.columns:
            level, weight = column.asks(row.slug)
            data[f"level:{column.slug}:{row.slug}"] = str(level or "")
            data[f"weight:{column.slug}:{row.slug}"] = str(weight) if level else ""
    slug = rows[0].slug
    return data | {key.format(slug=slug): value for key, value in changes.items()}, slug


def test_a_form_saves_what_changed_as_one_change(client: Client, dana: Person) -> None:
    changes = {"level:junior:{slug}": "4", "weight:junior:{slug}": "7", "level:senior:{slug}": "0"}
    data, slug = form_of(client, **changes)

    answer = client.post(DATA, data)

    assert answer.status_code == 302
    assert targets("junior")[slug] == [4, 7]
    assert slug not in targets("senior")
    (change,) = DraftChange.objects.all()
    assert change.by == dana
    assert "2 targets" in change.summary
    assert client.post(DATA, data).status_code == 302, "sent twice"
    assert DraftChange.objects.count() == 1


def test_an_unchanged_form_saves_nothing(client: Client) -> None:
    data, _slug = form_of(client)

    assert client.post(DATA, data).status_code == 302
    assert not TaxonomyDraft.objects.exists()


def test_errors_name_row_and_column_and_typing_is_kept(client: Client) -> None:
    data, slug = form_of(client, **{"level:junior:{slug}": "12", "weight:senior:{slug}": "many"})

    answer = client.post(DATA, data)
    html = answer.content.decode()

    assert answer.status_code == 422
    assert not TaxonomyDraft.objects.exists()
    name = load().parts[f"skill:{slug}"]["name"]
    assert [cell.problem.split(":")[0] for cell in answer.context["problems"]] == [
        f"{name}, {c.name}" for c in answer.context["grid"].columns if c.slug in ("junior", "senior")
    ]
    assert 'value="12"' in html
    assert 'value="many"' in html
    assert html.count('aria-invalid="true"') == 4


def test_a_cell_that_moved_meanwhile_is_shown_with_both_and_saved_the_second_time(
    client: Client, dana: Person, erin: Person
) -> None:
    data, slug = form_of(client, **{"level:junior:{slug}": "4"})
    shown = tuple(targets("junior").get(slug, [0, 1]))
    actions.set_target(role="junior", skill=slug, level=5, weight=2, shown=shown, by=erin)

    answer = client.post(DATA, data)

    assert answer.status_code == 409
    assert targets("junior")[slug] == [5, 2]
    (text,) = answer.context["moved"]
    assert "now 5 Multiplying ×2, yours is 4 Enabling" in text
    assert client.post(DATA, data | {"shown": hidden(answer)}).status_code == 302
    assert targets("junior")[slug][0] == 4


def test_what_others_did_elsewhere_in_the_form_stays(client: Client, erin: Person) -> None:
    data, slug = form_of(client, **{"level:junior:{slug}": "4"})
    other = [s for s in data if s.startswith("level:senior:")][-1].split(":")[2]
    shown = tuple(targets("senior").get(other, [0, 1]))
    actions.set_target(role="senior", skill=other, level=1, weight=9, shown=shown, by=erin)

    assert client.post(DATA, data).status_code == 302
    assert targets("junior")[slug][0] == 4
    assert targets("senior")[other] == [1, 9]


def test_warnings_stand_beside_their_cells(client: Client) -> None:
    skill, needed = next(
        (slug, needed)
        for slug, (level, _weight) in targets("senior").items()
        for needed in load().parts[f"skill:{slug}"].get("prerequisites", ())
        if level >= 3
    )
    shown = tuple(targets("senior").get(needed, [0, 1]))
    actions.set_target(role="senior", skill=needed, level=1, weight=1, shown=shown, by=None)

    page = client.get(URL)
    needed = load().parts[f"skill:{needed}"]["name"]
    assert any(needed in text for _role, _skill, text in page.context["warnings"])
    cell = page.content.decode().split(f'id="target_senior_{skill}"')[1].split("</td>")[0]
    assert "data-warning" in cell
    assert escape(needed) in cell
    form = client.get(f"{URL}?area={load().parts[f'skill:{skill}']['area']}").content.decode()
    assert escape(needed) in form.split('<small class="warning">')[1].split("</small>")[0]


def test_the_list_of_warnings_follows(client: Client, htmx: Any) -> None:
    html = client.get(URL, headers=htmx("target-warnings")).content.decode()

    assert html.lstrip().startswith('<div id="target-warnings"')
    assert "<table" not in html


def test_a_column_is_filled_from_another_role(client: Client, dana: Person) -> None:
    page = client.get(URL)
    data = {"intent": "copy", "role": "junior", "from": "senior", "shown": page.context["copy_shown"]}

    assert client.post(URL, data).status_code == 302
    assert targets("junior") == targets("senior")
    assert DraftChange.objects.get().by == dana


def test_a_column_that_moved_is_not_overwritten(client: Client, erin: Person) -> None:
    data = {
        "intent": "copy",
        "role": "junior",
        "from": "senior",
        "shown": client.get(URL).context["copy_shown"],
    }
    before = targets("junior")
    skill, (level, weight) = next(iter(before.items()))
    actions.set_target(role="junior", skill=skill, level=5, weight=9, shown=(level, weight), by=erin)

    answer = client.post(URL, data)

    assert answer.status_code == 409
    assert targets("junior")[skill] == [5, 9]
    assert client.post(URL, data | {"shown": answer.context["copy_shown"]}).status_code == 302


@pytest.mark.parametrize("chosen", [("junior", "junior"), ("junior", ""), ("nothing", "senior")])
def test_two_roles_are_due(client: Client, chosen: tuple[str, str]) -> None:
    answer = client.post(URL, {"intent": "copy", "role": chosen[0], "from": chosen[1], "shown": ""})

    assert answer.status_code == 422
    assert "two different roles" in answer.content.decode()
