"""The draft in a real browser: autosave, two admins, a lost connection, the order by keyboard and by drag, no JavaScript."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import expect

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.draft.placing import by_area
from skillmatrix.taxonomy.draft.state import load
from skillmatrix.taxonomy.models import DraftChange
from tests import factories
from tests.browsers import listen
from tests.taxonomy.editor.conftest import THREE

pytestmark = [pytest.mark.django_db(transaction=True)]
BROKERS = "/taxonomy/draft/skills/brokers/"


@pytest.fixture
def dana(db: None) -> Person:
    """Edits the small taxonomy."""
    publish(text=THREE, note="", by=None)
    return factories.PersonFactory(name="Dana Rossi", is_taxonomy_admin=True)


@pytest.fixture
def tab(browser: Any, live_server: Any, dana: Person) -> Any:
    """Opens a tab of somebody: `tab("/taxonomy/draft/")`, dana's unless told."""
    opened = []

    def open_tab(path: str, person: Person = dana, **options: Any) -> Any:
        client = Client()
        client.force_login(person)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = browser.new_context(**options)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        opened.append(context)
        page = context.new_page()
        page.complaints = listen(page)
        page.goto(f"{live_server.url}{path}")
        return page

    yield open_tab
    for context in opened:
        context.close()
    # Django keeps another connection for this thread while the browser's event loop runs.
    connections.close_all()


def state(page: Any, text: str = "Saved in the draft") -> None:
    expect(page.locator("[data-save-state]")).to_have_text(re.compile(f"^{re.escape(text)}"), timeout=8000)


def brokers() -> dict[str, Any]:
    part: dict[str, Any] = load().parts["skill:brokers"]
    return part


def order() -> dict[str, list[str]]:
    return by_area(load().parts)


def test_a_sentence_is_saved_as_it_is_typed(tab: Any) -> None:
    page = tab(BROKERS)
    sentence = page.get_by_label("Middle")
    sentence.click()
    page.keyboard.press("End")
    page.keyboard.type(" of them", delay=20)
    state(page)
    assert brokers()["descriptors"][1] == "I use one of them"
    expect(sentence).to_be_focused()
    expect(page.locator("#draft-bar")).to_contain_text("1 change")
    page.keyboard.type("!")
    page.keyboard.press("Tab")
    state(page)
    expect(page.locator("[data-save-state]")).to_be_visible()
    page.get_by_label("Optional: depends").check()
    expect(page.locator("#draft-bar")).to_contain_text("optional")
    assert brokers()["descriptors"][1] == "I use one of them!"
    assert page.complaints == []


def test_the_meaning_is_asked_and_answered_in_place(tab: Any) -> None:
    page = tab(BROKERS)
    page.get_by_label("Definition").fill("Otherwise")
    page.get_by_label("Only the wording changed").check()
    expect(page.locator("#draft-bar")).to_contain_text("Only the wording changed: Brokers")
    assert load().wording_only("skill:brokers")
    expect(page.get_by_label("Only the wording changed")).to_be_focused()


def test_what_is_wrong_is_said_at_the_field_and_mended(tab: Any) -> None:
    page = tab(BROKERS)
    page.get_by_label("Name").fill("")
    page.keyboard.press("Tab")
    state(page, "Not saved yet: something needs a look.")
    expect(page.locator("#id_name")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_name_error")).to_contain_text("required")
    assert load().id is None
    page.get_by_label("Name").fill("Brokering")
    state(page)
    expect(page.locator("#id_name")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#id_name_error")).to_be_empty()
    assert brokers()["name"] == "Brokering"


def test_two_admins_meet_and_neither_loses_a_word(tab: Any) -> None:
    ines = factories.PersonFactory(name="Ines", is_taxonomy_admin=True)
    mine, theirs = tab(BROKERS), tab(BROKERS, ines)
    theirs.get_by_label("Definition").fill("Their words")
    state(theirs)
    mine.get_by_label("Definition").fill("My words")
    mine.get_by_label("Evidence").fill("Mine alone")
    state(mine, "Not saved: somebody else changed this.")
    expect(mine.locator("#conflict")).to_contain_text("Ines changed this meanwhile")
    expect(mine.locator("#conflict")).to_contain_text("Their words")
    expect(mine.get_by_label("Definition")).to_have_value("My words")
    # What else is typed, Enter, and time alone decide nothing.
    mine.get_by_label("Name").press("Enter")
    mine.get_by_label("Watch out").fill("Typed after")
    mine.wait_for_timeout(1500)
    assert brokers()["definition"] == "Their words"
    mine.get_by_role("button", name="Save these choices").click()
    expect(mine.locator("#messages")).to_contain_text("Saved in the draft")
    assert [brokers()[name] for name in ("definition", "evidence", "watch_out")] == [
        "My words",
        "Mine alone",
        "Typed after",
    ]


def test_the_same_person_in_two_tabs_can_keep_the_other(tab: Any) -> None:
    one, two = tab(BROKERS), tab(BROKERS)
    one.get_by_label("Definition").fill("First tab")
    state(one)
    two.get_by_label("Definition").fill("Second tab")
    expect(two.locator("#conflict")).to_contain_text("You, in another tab, changed this")
    two.get_by_role("link", name="Keep all of theirs").click()
    expect(two.get_by_label("Definition")).to_have_value("First tab")
    assert DraftChange.objects.count() == 1


def test_a_lost_connection_loses_nothing(tab: Any) -> None:
    page = tab(BROKERS)
    page.context.set_offline(True)
    page.get_by_label("Definition").fill("Typed in a tunnel")
    state(page, "Not saved: no connection. What you typed stays here.")
    page.get_by_label("Definition").fill("Typed in a long tunnel")
    page.get_by_role("button", name="Retry").click()
    state(page, "Not saved: no connection. What you typed stays here.")
    page.context.set_offline(False)
    state(page)
    expect(page.locator("#conflict")).to_have_count(0)
    assert brokers()["definition"] == "Typed in a long tunnel"


def test_an_answer_that_never_came_is_no_conflict_with_oneself(tab: Any) -> None:
    page = tab(BROKERS)
    lost: list[int] = []

    def deliver_without_answer(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/skills/brokers/", deliver_without_answer)
    page.get_by_label("Definition").fill("Sent once")
    page.get_by_label("Evidence").fill("and more")
    state(page)
    page.unroute("**/skills/brokers/")
    assert lost == [200]
    expect(page.locator("#conflict")).to_have_count(0)
    assert (brokers()["definition"], brokers()["evidence"]) == ("Sent once", "and more")


def test_a_link_pressed_at_once_waits_for_what_was_typed(tab: Any) -> None:
    page = tab(BROKERS)
    page.get_by_label("Definition").fill("Quick")
    page.locator(".crumbs a").first.click()
    expect(page.locator("#draft-outline")).to_be_visible()
    assert brokers()["definition"] == "Quick"
    page.go_back()
    expect(page.get_by_label("Definition")).to_have_value("Quick")


def test_a_new_resource_row_by_keyboard(tab: Any) -> None:
    page = tab(BROKERS)
    page.get_by_role("button", name="Add a resource").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("A book")
    page.keyboard.press("Tab")
    state(page, "Not saved yet: something needs a look.")
    page.keyboard.type("Its author")
    page.keyboard.press("Tab")
    page.keyboard.type("book")
    page.keyboard.press("Tab")
    state(page)
    assert brokers()["resources"] == [{"title": "A book", "by": "Its author", "kind": "book", "level": 1}]
    page.get_by_role("button", name="Remove this resource").click()
    expect(page.get_by_role("button", name="Add a resource")).to_be_focused()
    state(page)
    assert "resources" not in brokers()


def test_prerequisites_are_found_by_typing(tab: Any) -> None:
    page = tab(BROKERS)
    page.get_by_text("Choose skills").click()
    page.get_by_label("Find a skill or area").fill("speak")
    expect(page.get_by_label("Speaking")).to_be_visible()
    page.get_by_label("Find a skill or area").press("Enter")
    page.get_by_label("Speaking").check()
    expect(page.locator("#chosen-prerequisites")).to_have_text("Queues, Speaking")
    assert brokers()["prerequisites"] == ["queues", "speaking"]


def test_the_order_by_keyboard(tab: Any) -> None:
    page = tab("/taxonomy/draft/")
    page.locator("#skill-speaking a").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#status")).to_have_text("Speaking moved to place 3 of 3 in One")
    expect(page.locator("#skill-speaking a")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#status")).to_have_text("Speaking moved to place 1 of 3 in One")
    assert order() == {"one": ["speaking", "queues", "brokers"], "two": [], "three": []}
    expect(page.locator("#area-one [data-count]")).to_have_text("3")
    page.locator("#skill-queues").get_by_role("button", name="Move Queues down").press("Enter")
    expect(page.locator("#status")).to_have_text("Queues moved to place 3 of 3 in One")
    expect(page.get_by_role("button", name="Move Queues down")).to_be_focused()
    page.locator("#area-two summary").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#status")).to_have_text("Two moved to place 1 of 3")
    assert list(order()) == ["two", "one", "three"]
    assert page.complaints == []


def test_the_order_by_dragging(tab: Any) -> None:
    page = tab("/taxonomy/draft/")

    def drag(what: str, to: str) -> None:
        here, there = (page.locator(place).bounding_box() for place in (what, to))
        page.mouse.move(here["x"] + 8, here["y"] + here["height"] / 2)
        page.mouse.down()
        page.mouse.move(there["x"] + 60, there["y"] + there["height"] / 2, steps=6)
        page.mouse.move(there["x"] + 60, there["y"] + 4, steps=3)

    drag("#skill-speaking [data-drag]", "#skill-brokers")
    page.mouse.up()
    expect(page.locator("#status")).to_have_text("Speaking moved to place 2 of 3 in One")
    assert order()["one"] == ["queues", "speaking", "brokers"]
    drag("#skill-brokers [data-drag]", "#skill-queues")
    page.keyboard.press("Escape")
    page.mouse.up()
    assert DraftChange.objects.count() == 1
    drag("#area-three [data-drag]", "#area-one")
    page.mouse.up()
    expect(page.locator("#status")).to_have_text("Three moved to place 1 of 3")
    assert list(order()) == ["three", "one", "two"]


def test_an_order_that_moved_on_comes_back_with_the_reason(tab: Any) -> None:
    one, two = tab("/taxonomy/draft/"), tab("/taxonomy/draft/")
    one.get_by_role("button", name="Move Two up").click()
    expect(one.locator("#status")).to_have_text("Two moved to place 1 of 3")
    two.locator("#skill-brokers a").focus()
    two.keyboard.press("Alt+ArrowUp")
    expect(two.locator("#order-state")).to_contain_text("changed the order meanwhile")
    assert order() == {"two": ["speaking"], "one": ["queues", "brokers"], "three": []}
    expect(two.locator("#skill-brokers a")).to_be_focused()
    two.keyboard.press("Alt+ArrowUp")
    expect(two.locator("#status")).to_have_text("Brokers moved to place 1 of 2 in One")


def test_effects_follow_the_choice(tab: Any) -> None:
    page = tab("/taxonomy/draft/skills/speaking/merge/")
    page.get_by_label("Merge into").select_option(label="Brokers")
    expect(page.locator("#operation-effects")).to_contain_text("Ratings of “Speaking” go to “Brokers”")
    page.get_by_role("button", name="Merge").dblclick()
    expect(page.locator("#messages")).to_contain_text("Undo takes it back")
    assert DraftChange.objects.count() == 1
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#messages")).to_contain_text("Undone")
    assert load().is_empty


def test_everything_without_javascript(tab: Any) -> None:
    page = tab(BROKERS, java_script_enabled=False)
    page.get_by_label("Definition").fill("By form alone")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("Saved in the draft")
    assert brokers()["definition"] == "By form alone"
    page.get_by_label("Name").fill("")
    page.get_by_label("Evidence").fill("Kept")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Evidence")).to_have_value("Kept")
    expect(page.locator("#id_name_error")).to_contain_text("required")
    page.locator(".crumbs a").first.click()
    page.get_by_role("button", name="Move Brokers up").click()
    assert order()["one"] == ["brokers", "queues"]
    page.get_by_role("button", name="Undo").click()
    assert order()["one"] == ["queues", "brokers"]
    page.get_by_label("Find a skill").fill("speak")
    page.get_by_role("button", name="Find").click()
    expect(page.locator(".skill-line")).to_have_count(1)
