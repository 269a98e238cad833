"""A step of the roadmap from the card to done: by keyboard, and once without JavaScript."""

from __future__ import annotations

import pytest
from django.db import connections
from playwright.sync_api import Browser, Locator, Page, expect

from roadmaps.models import PlanItem
from skillmatrix.people.models import Person
from tests.browser.demo import Visitor

pytestmark = pytest.mark.slow


def press(page: Page, name: str, *, at: Locator | None = None) -> None:
    """Reach a button by its name and press it from the keyboard; `at` is where it stands."""
    # A page that goes to a part of itself moves the focus once it is there.
    page.wait_for_load_state()
    button = (at or page.locator("main")).get_by_role("button", name=name).first
    button.focus()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")


def newest() -> PlanItem:
    found = PlanItem.objects.filter(person__email="alice@demo.test").latest("id")
    connections.close_all()
    return found


def test_from_the_roadmap_to_done_by_keyboard(browser: Browser, site: str) -> None:
    alice = Person.objects.get(email="alice@demo.test")
    hers = Visitor(browser, site, "Alice Lindqvist")
    page = hers.page
    page.goto("/me/roadmap/?role=current")
    press(page, "Take into my plan")
    expect(page.locator("#messages")).to_contain_text("In your plan")
    item = newest()
    goal = page.locator(f"#goal-{item.pk}")
    card = page.get_by_role("listitem").filter(has=goal)
    expect(goal).to_contain_text("planned")
    title = goal.get_by_role("heading").inner_text()

    press(page, "Start", at=card)
    expect(goal).to_contain_text("doing")
    press(page, "Undo: back to planned", at=card)
    expect(goal).to_contain_text("planned")
    press(page, "Start", at=card)
    expect(goal).to_contain_text("doing")

    link = card.get_by_role("link", name="Change")
    link.focus()
    page.keyboard.press("Enter")
    page.get_by_label("What will prove it").focus()
    page.keyboard.type("It runs for a week.")
    page.get_by_label("What you are after").select_option("variety")
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("It runs for a week.")
    expect(page.locator("main")).to_contain_text("something different")

    page.get_by_role("textbox", name="Comment").focus()
    page.keyboard.type("Shall we look at it on Thursday?")
    press(page, "Say it")
    expect(page.locator("#comments")).to_contain_text("Thursday")

    if not newest().shared:
        page.goto(f"/me/plan/{item.pk}/change/")
        page.get_by_label("Shared with your lead").check()
        press(page, "Save")
    his = Visitor(browser, site, "Bob Okafor").page
    his.goto(f"/people/{alice.public_id}/plan/{item.pk}/")
    expect(his.locator("main")).to_contain_text("Thursday")
    expect(his.locator("main")).not_to_contain_text("something different")
    press(his, "Agree to it")
    expect(his.locator(f"#goal-{item.pk}")).to_contain_text("agreed with Bob")

    page.goto("/me/plan/")
    press(page, "Done", at=card)
    expect(page.locator("section", has=page.locator("#closed-heading"))).to_contain_text(title)
    assert newest().state == "done"
    card.get_by_role("link", name="Rate yourself again").click()
    expect(page.get_by_role("link", name="Rate yourself again")).to_be_visible()
    assert hers.complaints == []


def test_from_the_roadmap_to_done_without_javascript(browser: Browser, site: str) -> None:
    page = Visitor(browser, site, "Alice Lindqvist", java_script_enabled=False).page
    page.goto("/me/roadmap/?role=current")
    page.get_by_role("button", name="Take into my plan").first.click()
    item = newest()
    card = page.locator("li", has=page.locator(f"#goal-{item.pk}"))
    card.get_by_role("button", name="Start").click()
    expect(card).to_contain_text("doing")
    page.goto(f"/me/plan/{item.pk}/change/")
    page.get_by_label("What will prove it").fill("It runs.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("It runs.")
    page.goto("/me/plan/")
    card.get_by_role("button", name="Done").click()
    expect(page.locator("section", has=page.locator("#closed-heading"))).to_contain_text("It runs.")
    assert newest().state == "done"
