"""A cycle from opening to snapshot with three people, in a real browser; once more without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from assessments.actions import assign_role
from assessments.models import Cycle, Snapshot, Submission
from skillmatrix.people.models import Person
from tests.browsers import listen
from tests.factories import LeadFactory, MembershipFactory, PersonFactory, TeamFactory
from tests.processes import Stack

pytestmark = pytest.mark.slow


@pytest.fixture
def site(stack: Stack) -> Iterator[str]:
    """A team of two with its lead; nobody refreshes anything."""
    team = TeamFactory(name="Payments", slug="payments")
    LeadFactory(person=PersonFactory(name="Bob Okafor", email="bob@example.com"), team=team)
    for name in ("Alice Lindqvist", "Cyrus Amin"):
        person = PersonFactory(name=name, email=f"{name.split()[0].lower()}@example.com")
        MembershipFactory(person=person, team=team)
        assign_role(person=person, role="mid", by=None, today=timezone.localdate())
    yield stack.web()
    connections.close_all()


def visitor(browser: Browser, site: str, name: str, **options: Any) -> Page:
    """A page in which somebody is signed in."""
    client = Client()
    client.force_login(Person.objects.get(email=f"{name}@example.com"))
    cookie = client.cookies["sid"].value
    connections.close_all()
    context = browser.new_context(base_url=site, **options)
    context.add_cookies([{"name": "sid", "value": cookie, "url": site}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


def rate_idempotency(page: Page, level: int, *, scripts: bool) -> None:
    page.goto("/assess/areas/scale/#skill-idempotency")
    card = page.locator("#skill-idempotency")
    if scripts:
        card.focus()
        page.keyboard.press(str(level))
        expect(page.locator("[data-save-state]")).to_have_text("All saved")
        return
    card.locator(f'input[name="value"][value="{level}"]').check(force=True)
    card.locator('form button[type="submit"]').first.click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without"])
def test_a_cycle_from_opening_to_snapshot(browser: Browser, site: str, scripts: bool) -> None:
    options = {"java_script_enabled": scripts}
    bob, alice, cyrus = (visitor(browser, site, name, **options) for name in ("bob", "alice", "cyrus"))
    heard = [listen(page) for page in (bob, alice, cyrus)]

    bob.goto("/cycles/")
    bob.get_by_role("link", name="Open a cycle").first.click()
    bob.get_by_label("Name").fill("Spring")
    bob.get_by_label("the quick set").check()
    expect(bob.get_by_label("Payments")).to_be_checked()
    bob.get_by_role("button", name="Open it").click()
    expect(bob.get_by_role("heading", level=1)).to_have_text("Spring")
    expect(bob.locator("main")).to_contain_text("Alice Lindqvist")
    there = bob.url

    alice.goto("/")
    expect(alice.locator(".cycle-panel")).to_contain_text("Your part is due on")
    rate_idempotency(alice, 3, scripts=scripts)
    alice.goto("/")
    alice.get_by_role("link", name="Look through and submit").click()
    expect(alice.locator(".share-rows")).to_contain_text("Idempoten")
    alice.get_by_role("button", name="Submit my part").click()
    expect(alice.locator("#messages")).to_contain_text("Your part of Spring is submitted.")

    bob.goto("/teams/payments/")
    asked = bob.locator('table.matrix a[href$="#idempotency"]').first
    expect(asked).to_contain_text("…")
    bob.goto(there)
    row = bob.locator("tr", has_text="Alice Lindqvist")
    expect(row).to_contain_text("submitted")
    row.get_by_role("button", name=re.compile("My view is complete")).click()
    bob.goto("/teams/payments/")
    expect(asked).to_contain_text("3")

    rate_idempotency(cyrus, 2, scripts=scripts)
    bob.goto(there)
    bob.get_by_role("link", name="Close", exact=True).click()
    bob.get_by_role("button", name="Close the cycle").click()
    expect(bob.locator("#messages")).to_contain_text("Spring is closed")
    expect(bob.locator("tr", has_text="Cyrus Amin")).to_contain_text("not submitted")
    bob.get_by_role("link", name="Alice Lindqvist").click()
    expect(bob.locator("tr", has_text="Idempoten")).to_contain_text("level 3")

    # Cyrus has the page open from before; what he says next is kept, and the page tells him.
    if scripts:
        cyrus.locator("#skill-idempotency").focus()
        cyrus.keyboard.press("4")
    else:
        cyrus.goto("/assess/")
    expect(cyrus.locator("#assess-cycles")).to_contain_text("This cycle was closed on")
    assert Cycle.objects.get().closed_at
    assert sorted(Snapshot.objects.values_list("state", flat=True)) == ["missing", "submitted"]
    assert Submission.objects.count() == 2
    assert heard == [[], [], []]
