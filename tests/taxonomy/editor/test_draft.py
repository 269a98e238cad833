"""/taxonomy/draft/: every skill as a line, search, filters, order, undo and discard."""

from __future__ import annotations

import re
from typing import Any

import pytest

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.draft import actions, operations
from skillmatrix.taxonomy.draft.placing import by_area
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.models import DraftChange, TaxonomyDraft
from tests.taxonomy.documents import SMALL

from .forms import fields_of

DRAFT, ORDER = "/taxonomy/draft/", "/taxonomy/draft/order/"
LINES = {"HX-Request": "true", "HX-Target": "draft-outline"}
STATE = {"HX-Request": "true", "HX-Target": "order-state"}


def change(slug: str, **fields: Any) -> None:
    path = f"skill:{slug}"
    draft = load()
    content = {**draft.parts[path], **fields}
    actions.save_part(path=path, content=content, shown=draft.shown(path), summary=f"{slug} edited", by=None)


def lines(page: str) -> list[str]:
    return re.findall(r'data-skill="([^"]+)"', page)


def order() -> dict[str, list[str]]:
    return by_area(load().parts)


def test_every_skill_is_a_line_with_its_marks_and_targets(client: Any) -> None:
    change("brokers", optional=True, quick=True)

    page = client.get(DRAFT).content.decode()

    assert lines(page) == ["queues", "brokers", "speaking"]
    brokers = page[page.index('id="skill-brokers"') : page.index('id="skill-speaking"')]
    assert re.findall(r'class="chip mark-(\w+)"', brokers) == ["changed", "optional", "quick"]
    assert "needs 1" in brokers
    queues = page[page.index('id="skill-queues"') : page.index('id="skill-brokers"')]
    assert re.findall(r'class="level l(\d)', queues) == ["1", "2"]
    assert "not asked" in page[page.index('id="skill-speaking"') :]
    assert "No skills in this area yet." in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=queue", ["queues"]),
        ("?q=BROKER+running", ["brokers"]),
        ("?q=two", ["speaking"]),
        ("?q=nothing", []),
        ("?show=changed", ["brokers"]),
        ("?show=off", ["speaking"]),
        ("?show=retired", []),
        ("?show=nonsense", ["queues", "brokers", "speaking"]),
        ("?q=%00", ["queues", "brokers", "speaking"]),
    ],
)
def test_lines_are_searched_and_filtered(client: Any, query: str, found: list[str]) -> None:
    change("speaking", off=True)
    publish_draft = load()
    actions.publish_draft(note="", by=None, shown_revision=publish_draft.revision)
    change("brokers", definition="Running a broker well")

    assert lines(client.get(DRAFT + query).content.decode()) == found
    part = client.get(DRAFT + query, headers=LINES).content.decode()
    assert lines(part) == found
    assert "<html" not in part


def test_a_narrowed_list_has_no_order_to_change(client: Any) -> None:
    page = client.get(f"{DRAFT}?q=queue").content.decode()

    assert 'name="up"' not in page
    assert "data-reorder" not in page


def test_a_taxonomy_without_areas_says_how_to_begin(dana: Person, signed_in: Any, db: None) -> None:
    blank = re.sub(r"areas:.*", "areas: []\nroles: []\n", SMALL, flags=re.DOTALL)
    publish(text=blank, note="", by=None)
    client = signed_in(dana)

    assert "No areas yet" in client.get(DRAFT).content.decode()
    assert client.get("/taxonomy/draft/skills/new/").url == "/taxonomy/draft/areas/new/"


def test_without_any_version_there_is_no_draft(dana: Person, signed_in: Any, db: None) -> None:
    assert signed_in(dana).get(DRAFT).status_code == 404


def test_problems_are_listed_with_the_page_that_mends_them(client: Any) -> None:
    change("queues", prerequisites=["brokers"])

    page = client.get(DRAFT).content.decode()

    assert "1 problem before publishing" in page
    assert 'href="/taxonomy/draft/skills/brokers/"' in page[page.index('id="problems"') :]


def test_many_skills_take_no_more_queries_than_few(
    editor: Any, taxonomy: Taxonomy, django_assert_max_num_queries: Any
) -> None:
    editor.get(DRAFT)
    with django_assert_max_num_queries(8):
        page = editor.get(DRAFT).content.decode()
    assert len(lines(page)) == len(taxonomy.skills)


@pytest.mark.parametrize(
    ("way", "value", "after"),
    [
        ("up", "skill:brokers", {"one": ["brokers", "queues"], "two": ["speaking"], "three": []}),
        ("down", "skill:brokers", {"one": ["queues"], "two": ["brokers", "speaking"], "three": []}),
        ("up", "skill:speaking", {"one": ["queues", "brokers", "speaking"], "two": [], "three": []}),
        ("down", "skill:speaking", {"one": ["queues", "brokers"], "two": [], "three": ["speaking"]}),
        ("down", "area:one", {"two": ["speaking"], "one": ["queues", "brokers"], "three": []}),
        ("up", "area:three", {"one": ["queues", "brokers"], "three": [], "two": ["speaking"]}),
    ],
)
def test_one_step_up_or_down(client: Any, way: str, value: str, after: dict[str, list[str]]) -> None:
    answer = client.post(ORDER, {way: value, "shown": load().shown("order")})

    assert answer.status_code == 302
    assert answer.url == f"{DRAFT}#{value.replace(':', '-')}"
    assert list(order().items()) == list(after.items())


def test_a_drag_names_its_place_and_says_where_it_went(client: Any) -> None:
    said = {"move": "skill:speaking", "before": "brokers", "area": "one", "shown": load().shown("order")}

    page = client.post(ORDER, said, headers=STATE).content.decode()

    assert order()["one"] == ["queues", "speaking", "brokers"]
    assert "Speaking moved to place 2 of 3 in One" in page
    assert f'value="{load().shown("order")}"' in page
    assert 'id="draft-bar"' in page
    assert "data-skill" not in page


def test_a_step_beyond_the_end_is_refused(client: Any) -> None:
    answer = client.post(ORDER, {"up": "skill:queues", "shown": load().shown("order")})

    assert answer.status_code == 422
    assert "It stands at the end of the list already." in answer.content.decode()
    assert load().id is None


def test_an_order_that_somebody_changed_meanwhile_is_shown_anew(client: Any) -> None:
    shown = load().shown("order")
    actions.move_in_order(kind="areas", slug="two", before="one", by=None)

    answer = client.post(ORDER, {"up": "skill:brokers", "shown": shown}, headers=STATE)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "changed the order meanwhile" in page
    assert lines(page) == ["speaking", "queues", "brokers"]


@pytest.mark.parametrize(
    "said", [{}, {"up": "role:mid"}, {"up": "skill:juggling"}, {"move": "skill:queues", "area": "x"}]
)
def test_a_move_that_makes_no_sense_is_refused(client: Any, said: dict[str, str]) -> None:
    assert client.post(ORDER, {**said, "shown": load().shown("order")}).status_code == 422


def test_undo_takes_the_newest_change_back_and_leads_back(client: Any) -> None:
    change("queues", definition="Changed")
    said = fields_of(client.get("/taxonomy/draft/skills/queues/"), "", definition=None)
    undo = {"revision": said["revision"], "next": said["next"]}

    answer = client.post("/taxonomy/draft/undo/", undo)

    assert answer.url == "/taxonomy/draft/skills/queues/"
    assert load().is_empty
    assert "Undone: queues edited" in client.get(answer.url).content.decode()


def test_undo_of_another_change_than_the_page_named_does_nothing(client: Any) -> None:
    change("queues", definition="Changed")
    change("queues", definition="Changed again")

    answer = client.post("/taxonomy/draft/undo/", {"revision": "1"})

    assert "Nothing was undone" in client.get(answer.url).content.decode()
    assert load().parts["skill:queues"]["definition"] == "Changed again"


@pytest.mark.parametrize("to", ["/inbox/", "https://example.com/", "//example.com", "/taxonomy/draft/../../x", "", "/taxonomy/draft/no/",
                                "/taxonomy/draft/skills/brief/", "/taxonomy/draft/\\example.com", "/taxonomy/draft/\nx"])  # fmt: skip
def test_undo_leads_nowhere_else(client: Any, to: str) -> None:
    actions.perform(operation=lambda now: operations.add_skill(now, "one", "Brief", "tool", "D"), by=None)

    assert client.post("/taxonomy/draft/undo/", {"revision": "1", "next": to}).url == DRAFT


def test_discarding_lists_what_is_lost_and_then_loses_it(client: Any) -> None:
    change("queues", definition="Changed")
    page = client.get("/taxonomy/draft/discard/")
    assert "queues edited" in page.content.decode()
    assert TaxonomyDraft.objects.exists()

    answer = client.post("/taxonomy/draft/discard/", {"revision": load().revision})

    assert answer.url == DRAFT
    assert not TaxonomyDraft.objects.exists()
    assert client.get("/taxonomy/draft/discard/").url == DRAFT


def test_a_draft_that_moved_on_is_not_discarded_unseen(client: Any) -> None:
    change("queues", definition="Changed")
    shown = load().revision
    change("brokers", definition="By another")

    answer = client.post("/taxonomy/draft/discard/", {"revision": shown})

    assert answer.status_code == 409
    assert "brokers edited" in answer.content.decode()
    assert DraftChange.objects.count() == 2


def test_a_base_that_is_no_longer_current_is_said(client: Any) -> None:
    change("queues", definition="Changed")
    publish(text=SMALL, note="", by=None)

    page = client.get(DRAFT).content.decode()

    assert "Version 2 was published after this draft began on version 1." in page


@pytest.mark.parametrize("address", [DRAFT, "/taxonomy/draft/discard/", "/taxonomy/draft/skills/new/"])
def test_others_may_not(client: Any, alice: Person, signed_in: Any, address: str) -> None:
    assert signed_in(alice).get(address).status_code == 403
