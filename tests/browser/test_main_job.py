"""The main job from end to end, in a real browser, against the real processes and the demo organisation.

Alice rates by keyboard, her gap report and roadmap follow without a reload; Bob's pages show it after she
has shared and not before; for Carol there is no Alice. Then the same without JavaScript.
"""

from __future__ import annotations

import pytest
from django.db import connections
from playwright.sync_api import Browser, Locator, Page, expect

from assessments.models import Profile
from roadmaps.models import Report
from roadmaps.verifying import verify
from skillmatrix.people.models import Person
from tests.browser.demo import Visitor
from tests.processes import wait_until

pytestmark = pytest.mark.slow
SKILL, AREA = "query-optimization", "data"
# The demo has her at 1, with a target of 2.
BEFORE, AFTER = "1", "2"


def cell_of(page: Page, person: Person) -> str:
    """What the team's matrix shows of this person in the skill."""
    page.goto("/teams/payments/")
    cell = page.locator(f'table.matrix a[href="/people/{person.public_id}/#{SKILL}"]')
    return cell.inner_text().strip()[:1]


def steps_of(page: Page) -> Locator:
    """The parts of a roadmap that have a step in the skill."""
    return page.locator("main section.horizon").filter(has_text="Query performance")


def stored_by_worker(person: Person) -> bool:
    """A worker has stored what follows from everything she has said."""
    revision = Profile.objects.get(person=person).revision
    made = Report.objects.filter(person=person, revision=revision, computed_by="worker")
    return set(made.values_list("audience", flat=True)) == {"own", "shared"}


def test_main_job_by_keyboard(browser: Browser, site: str) -> None:
    alice = Person.objects.get(email="alice@demo.test")
    hers, his = Visitor(browser, site, "Alice Lindqvist"), Visitor(browser, site, "Bob Okafor")
    gaps, roadmap = hers.open("/me/gaps/"), hers.open("/me/roadmap/?role=current")
    for page in (gaps, roadmap):
        page.evaluate("window.sameVisit = true")
    expect(steps_of(roadmap)).not_to_have_count(0)
    gap_list = gaps.locator("section", has=gaps.locator("#gaps-heading"))
    expect(gap_list).to_contain_text("Query performance")

    assess = hers.page
    assess.goto(f"/assess/areas/{AREA}/#skill-{SKILL}")
    assess.locator(f"#skill-{SKILL}").focus()
    assess.keyboard.press(AFTER)
    expect(assess.locator("#consequences")).to_contain_text("Query performance")
    expect(assess.locator("[data-save-state]")).to_have_text("All saved")

    gaps.bring_to_front()
    expect(gap_list).not_to_contain_text("Query performance")
    roadmap.bring_to_front()
    expect(steps_of(roadmap)).to_have_count(0)
    assert gaps.evaluate("window.sameVisit") is True
    assert roadmap.evaluate("window.sameVisit") is True
    wait_until(lambda: stored_by_worker(alice), what="the worker's report")

    assert cell_of(his.page, alice) == BEFORE
    assess.goto("/assess/share/")
    expect(assess.locator("main")).to_contain_text("Query performance")
    assess.get_by_role("button", name="with Bob").click()
    expect(assess.locator("main")).to_contain_text("Bob sees this as of")
    assert cell_of(his.page, alice) == AFTER
    his.page.goto("/inbox/")
    expect(his.page.locator("main")).to_contain_text("Alice Lindqvist shared")

    carol = Visitor(browser, site, "Carol Mbeki")
    assert carol.page.goto(f"/people/{alice.public_id}/").status == 404
    assert hers.complaints == his.complaints == []
    wait_until(lambda: stored_by_worker(alice), what="the worker's report")
    connections.close_all()
    assert verify().is_fine


def test_main_job_without_javascript(browser: Browser, site: str) -> None:
    alice = Person.objects.get(email="alice@demo.test")
    hers = Visitor(browser, site, "Alice Lindqvist", java_script_enabled=False)
    his = Visitor(browser, site, "Bob Okafor", java_script_enabled=False)
    page = hers.page
    page.goto("/me/gaps/?role=current")
    gap_list = page.locator("section", has=page.locator("#gaps-heading"))
    expect(gap_list).to_contain_text("Query performance")

    page.goto(f"/assess/areas/{AREA}/#skill-{SKILL}")
    card = page.locator(f"#skill-{SKILL}")
    card.locator(f'input[name="value"][value="{AFTER}"]').check()
    card.get_by_role("button", name="Save").click()
    expect(card.locator(".previous-rating")).to_contain_text("Guided")

    page.goto("/me/gaps/?role=current")
    expect(gap_list).not_to_contain_text("Query performance")
    page.goto("/me/roadmap/?role=current")
    expect(steps_of(page)).to_have_count(0)

    assert cell_of(his.page, alice) == BEFORE
    page.goto("/assess/share/")
    page.get_by_role("button", name="with Bob").click()
    expect(page.locator("main")).to_contain_text("Bob sees this as of")
    assert cell_of(his.page, alice) == AFTER

    carol = Visitor(browser, site, "Carol Mbeki", java_script_enabled=False)
    assert carol.page.goto(f"/people/{alice.public_id}/").status == 404
    wait_until(lambda: stored_by_worker(alice), what="the worker's report")
