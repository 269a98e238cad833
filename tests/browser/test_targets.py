"""The grid of targets in a real browser: keys alone, a pointer, two admins, no connection, no JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Page, expect

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.actions import load_default
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import load
from tests import factories
from tests.browsers import listen

pytestmark = [pytest.mark.django_db(transaction=True)]
URL = "/taxonomy/draft/targets/"
# Colours change by a transition, however short.
STILL = "Promise.allSettled(document.getAnimations().filter((one) => one.transitionProperty).map((one) => one.finished))"


@pytest.fixture
def dana(transactional_db: None) -> Person:
    load_default()
    return factories.PersonFactory(name="Dana Rossi", email="dana@example.com", is_taxonomy_admin=True)


@pytest.fixture
def context(browser: Any, live_server: Any, dana: Person) -> Any:
    """Dana's browser."""
    context = browser.new_context(base_url=live_server.url)
    client = Client()
    client.force_login(dana)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    yield context
    context.close()
    connections.close_all()


@pytest.fixture
def grid(context: Any) -> Any:
    """A tab at the grid, in which no script may complain."""
    page = context.new_page()
    complaints = listen(page)
    page.goto(URL)
    yield page
    assert complaints == []


def asked(role: str, skill: str) -> list[int] | None:
    return load().parts[f"role:{role}"]["targets"].get(skill)


def cell(page: Page, role: str, skill: str) -> Any:
    return page.locator(f"#target_{role}_{skill}")


def saved(page: Page) -> None:
    expect(page.locator("[data-bar-state]")).to_have_text("all saved", timeout=8000)


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def skills_of(place: int) -> list[str]:
    return [skill["slug"] for skill in load().content["areas"][place]["skills"]]


def test_a_column_by_keyboard_alone(grid: Page) -> None:
    first, second, third, *_more, last = skills_of(0)
    for _tab in range(60):
        if grid.evaluate("document.activeElement.matches('[data-targets] td')"):
            break
        grid.keyboard.press("Tab")
    expect(cell(grid, "junior", first)).to_be_focused()

    press(grid, "4 Enter 5 + + Enter Delete")
    saved(grid)
    assert [asked("junior", slug) for slug in (first, second, third)] == [
        [4, asked_weight(first)],
        [5, asked_weight(second) + 2],
        None,
    ]

    press(grid, "ArrowUp Tab 1 w Tab 3 Enter")
    saved(grid)
    expect(cell(grid, "junior", third)).to_be_focused()
    assert asked("mid", second)[0] == 1
    assert asked("senior", second)[0] == 3

    press(grid, "End")
    expect(cell(grid, "platform", third)).to_be_focused()
    press(grid, "Home PageDown")
    expect(cell(grid, "junior", skills_of(1)[0])).to_be_focused()
    press(grid, "ArrowUp")
    expect(cell(grid, "junior", last)).to_be_focused()
    press(grid, "Control+End")
    expect(grid.locator("[data-targets] tbody:last-child tr:last-child td").last).to_be_focused()
    assert grid.locator("[data-targets] [tabindex='0']").count() == 1


def asked_weight(skill: str) -> int:
    """What the published role junior has."""
    return load().base_parts["role:junior"]["targets"][skill][1]


def test_undo_help_and_what_is_refused(grid: Page) -> None:
    first = skills_of(0)[0]
    before = asked("junior", first)
    cell(grid, "junior", first).click()
    press(grid, "9")
    expect(grid.locator("#status")).to_contain_text("The scale ends at 5")
    press(grid, "5")
    expect(grid.locator("#status")).to_contain_text("5 Multiplying")
    saved(grid)
    assert asked("junior", first)[0] == 5
    press(grid, "u")
    expect(cell(grid, "junior", first)).to_have_attribute("data-level", str(before[0]))
    saved(grid)
    assert asked("junior", first) == before
    press(grid, "u")
    expect(grid.locator("#status")).to_contain_text("nothing of yours to undo")
    press(grid, "0 +")
    expect(grid.locator("#status")).to_contain_text("Set a level first")
    press(grid, "?")
    expect(grid.locator("#targets-help")).to_be_visible()
    press(grid, "Escape")
    expect(grid.locator("#targets-help")).to_be_hidden()


def test_the_bar_does_what_the_keys_do(grid: Page) -> None:
    first = skills_of(0)[0]
    cell(grid, "senior", first).click()
    bar = grid.locator("[data-cell-bar]")
    bar.get_by_role("button", name="2 Guided").click()
    bar.get_by_role("button", name="counts more").click()
    expect(bar.get_by_role("button", name="2 Guided")).to_have_attribute("aria-pressed", "true")
    saved(grid)
    assert asked("senior", first) == [2, load().base_parts["role:senior"]["targets"][first][1] + 1]
    expect(grid.locator("#draft-bar")).to_contain_text("1 change")
    bar.get_by_role("button", name="not asked").click()
    saved(grid)
    assert asked("senior", first) is None


def test_areas_fold_and_open_where_one_goes(grid: Page) -> None:
    body = grid.locator("[data-targets] tbody").first
    opener = body.locator("[data-fold]")
    opener.click()
    expect(opener).to_have_attribute("aria-expanded", "false")
    expect(body.locator("tr[data-skill]").first).to_be_hidden()
    press(grid, "Enter")
    expect(cell(grid, "junior", skills_of(0)[0])).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "true")


def test_an_area_comes_when_it_is_opened(context: Any, dana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillmatrix.taxonomy.views.targets.LONGEST", 6)
    page = context.new_page()
    complaints = listen(page)
    page.goto(URL)
    first, second = skills_of(0), skills_of(1)
    expect(page.locator("[data-targets] tr[data-skill]")).to_have_count(len(first))

    cell(page, "mid", first[-1]).click()
    press(page, "ArrowDown Enter")
    expect(cell(page, "mid", second[0])).to_be_focused()
    press(page, "1")
    saved(page)
    assert asked("mid", second[0])[0] == 1
    press(page, "PageDown")
    expect(
        page.locator("[data-targets] tbody").nth(2).locator("tr[data-skill]").first.locator("td").nth(1)
    ).to_be_focused()
    assert complaints == []


def test_somebody_else_was_faster_and_both_are_shown(grid: Page, dana: Person) -> None:
    first, second = skills_of(0)[:2]
    erin = factories.PersonFactory(name="Erin Novak", is_taxonomy_admin=True)
    for skill in (first, second):
        actions.set_target(
            role="mid", skill=skill, level=1, weight=9, shown=tuple(asked("mid", skill)), by=erin
        )

    cell(grid, "mid", first).click()
    press(grid, "5 Enter 4 ArrowUp")
    bar = grid.locator("[data-cell-bar]")
    expect(bar.locator("[data-bar-both]")).to_contain_text(
        "Erin Novak made it 1 Aware, ×9. You typed 5 Multiplying"
    )
    expect(cell(grid, "mid", first)).to_have_attribute("data-state", "conflict")
    assert asked("mid", first) == [1, 9]
    bar.get_by_role("button", name="Keep theirs").click()
    expect(cell(grid, "mid", first)).to_be_focused()
    expect(cell(grid, "mid", first)).to_have_attribute("data-weight", "9")

    expect(bar.locator("[data-bar-state]")).to_have_text("1 to decide")
    bar.get_by_role("button", name="Show").click()
    expect(cell(grid, "mid", second)).to_be_focused()
    bar.get_by_role("button", name="Save mine").click()
    saved(grid)
    assert (asked("mid", first), asked("mid", second)[0]) == ([1, 9], 4)


def test_what_is_typed_without_a_connection_is_saved_later(context: Any, grid: Page) -> None:
    first, second = skills_of(0)[:2]
    cell(grid, "mid", first).click()
    context.set_offline(True)
    press(grid, "5 Enter 4")
    expect(grid.locator("[data-bar-state]")).to_have_text("no connection: 2 not saved yet")
    expect(cell(grid, "mid", first)).to_have_attribute("data-state", "unsaved")
    press(grid, "2")
    context.set_offline(False)
    saved(grid)
    assert [asked("mid", slug)[0] for slug in (first, second)] == [5, 2]


def test_an_answer_that_is_lost_is_no_conflict(grid: Page) -> None:
    first = skills_of(0)[0]
    lost = []

    def lose(route: Any) -> None:
        if not lost:
            lost.append(route.fetch())
            return route.abort()
        return route.continue_()

    grid.route("**/targets/set/", lose)
    cell(grid, "mid", first).click()
    press(grid, "5")
    expect(grid.locator("[data-bar-retry]")).to_be_visible()
    press(grid, "4")
    saved(grid)
    assert lost
    assert asked("mid", first)[0] == 4


def test_without_javascript_an_area_is_a_form(browser: Any, context: Any, live_server: Any) -> None:
    plain = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(URL)
    expect(page.locator("[data-cell-bar]")).to_be_hidden()
    page.get_by_role("link", name="Edit as a form").first.click()
    first = skills_of(0)[0]
    page.locator(f"[name='level:junior:{first}']").fill("5")
    page.locator(f"[name='level:mid:{first}']").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#messages")).to_contain_text("2 targets saved.")
    assert (asked("junior", first)[0], asked("mid", first)) == (5, None)
    plain.close()


def test_axe_finds_nothing_in_any_state(grid: Page, dana: Person) -> None:
    first = skills_of(0)[0]
    actions.set_target(role="mid", skill=first, level=1, weight=9, shown=tuple(asked("mid", first)), by=None)
    cell(grid, "mid", first).click()
    press(grid, "5")
    expect(grid.locator("[data-bar-conflict]")).to_be_visible()
    for scheme in ("light", "dark"):
        grid.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        grid.evaluate(STILL)
        found = Axe().run(grid, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


def test_a_promotion_rule_row_by_row_with_the_rule_in_words(context: Any) -> None:
    page = context.new_page()
    complaints = listen(page)
    page.goto("/taxonomy/draft/promotion/?role=senior")
    before = len(page.locator("[name='pillar-0-condition']").all())
    page.get_by_role("button", name="Add a condition").first.click()
    expect(page.locator("[name='pillar-0-condition']")).to_have_count(before + 1)
    expect(page.locator("#add-condition-0")).to_be_focused()
    expect(page.locator("#rule-words")).to_contain_text("not complete yet")

    more = page.locator(f"#pillar-0-condition-{before}-more")
    more.fill("Idempotency")
    more.press("Enter")
    expect(page.locator(f"[name='pillar-0-condition-{before}-skills']")).to_have_value("idempotency")
    expect(more).to_be_focused()
    page.locator(f"[name='pillar-0-condition-{before}-level']").select_option("2")
    expect(page.locator("#rule-words")).to_contain_text("Idempotency at level 2 Guided or above")

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#messages")).to_contain_text("changed. Undo takes it back.")
    rule = next(one for one in load().parts["promotion"] if one["role"] == "senior")
    assert rule["pillars"][0]["conditions"][-1] == {"skills": ["idempotency"], "level": 2, "at_least": 1}
    assert complaints == []


def test_other_levels_say_what_is_lost_while_one_chooses(context: Any) -> None:
    page = context.new_page()
    complaints = listen(page)
    page.goto("/taxonomy/draft/scale/rescale/")
    page.locator("#count").select_option("4")
    expect(page.locator("[name^='level-'][name$='-name']")).to_have_count(4)
    page.locator("[name='to-4']").select_option("3")
    expect(page.locator("#rescale-loss")).to_contain_text("fall together")
    page.locator("[name='to-4']").select_option("0")
    expect(page.locator("#rescale-loss")).to_contain_text("Keep the levels in their order")
    expect(page.get_by_role("button", name="Change the levels")).to_have_count(0)
    page.locator("[name='to-4']").select_option("2")
    page.get_by_role("button", name="Change the levels").click()
    expect(page.locator("#messages")).to_contain_text("Levels changed")
    assert len(load().content["scale"]) == 4
    assert complaints == []
