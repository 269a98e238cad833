"""A review in two browsers, each signed in as one of the two: by keyboard, and once without scripts."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from assessments import actions
from assessments.levels import folding
from assessments.models import Profile, Rating
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.actions import load_default
from tests import factories
from tests.assessments.reviewing import shares

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pair() -> tuple[Person, Person]:
    """alice, who has shared three levels, and bob, who leads her."""
    load_default()
    team = factories.TeamFactory(name="Payments", slug="payments")
    bob = factories.PersonFactory(name="Bob Okafor", email="bob@example.com")
    alice = factories.PersonFactory(name="Alice Lindqvist", email="alice@example.com")
    factories.MembershipFactory(person=alice, team=team)
    factories.LeadFactory(person=bob, team=team)
    actions.assign_role(person=alice, role="mid", by=None, today=timezone.localdate())
    shares(alice, code_reading=2, test_design=4, code_quality=3)
    return alice, bob


@pytest.fixture
def opened(browser, live_server):
    """Opens a page for somebody in a browser profile of their own: `opened(bob, "/me/review/")`."""
    contexts = []

    def make(person, path, **options):
        client = Client()
        client.force_login(person)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = browser.new_context(base_url=live_server.url, **options)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield make
    for context in contexts:
        context.close()
    connections.close_all()


def card(page, skill):
    return page.locator(f"article[id^=review-{skill}-]")


def test_a_review_with_agreement_by_keyboard(pair, opened):
    alice, bob = pair
    lead = opened(bob, f"/people/{alice.public_id}/review/areas/craft/")
    shown = card(lead, "code-reading")
    expect(shown).to_contain_text("not rated by you yet")
    expect(shown.locator(".two-views")).to_have_count(0)
    shown.focus()
    lead.keyboard.press("4")
    lead.keyboard.press("j")
    lead.keyboard.press("k")
    expect(shown).to_contain_text("2 levels apart")
    expect(shown.locator(".two-views .level")).to_have_text([re.compile("2"), re.compile("4")])

    lead.goto(f"/people/{alice.public_id}/review/compare/")
    lead.keyboard.press("3")
    expect(card(lead, "code-reading")).to_contain_text("You have confirmed 3")
    assert not Rating.objects.filter(source="agreed").exists()

    mine = opened(alice, "/me/review/")
    expect(card(mine, "code-reading")).to_contain_text("Bob has confirmed 3")
    mine.keyboard.press("=")
    expect(card(mine, "code-reading")).to_contain_text("Agreed: 3")
    row = Rating.objects.get(source="agreed")
    assert (row.value, row.by) == (3, alice)

    lead.reload()
    expect(card(lead, "code-reading")).to_contain_text("Agreed: 3")
    lead.goto(f"/people/{alice.public_id}/")
    expect(lead.locator("#code-reading")).to_contain_text("agreed")
    assert not folding.differs(Profile.objects.get(person=alice))


def test_one_skill_after_another_without_touching_the_mouse(pair, opened):
    alice, bob = pair
    lead = opened(bob, f"/people/{alice.public_id}/review/areas/craft/")
    count = lead.locator("[data-review-card]").count()
    for _ in range(count):
        lead.keyboard.press("3")
    expect(lead.locator("[data-onward]")).to_be_focused()
    expect(lead.locator(".two-views")).to_have_count(count)
    expect(lead.locator("#review-progress output")).to_have_text(re.compile(f"^{count} of"))
    assert Rating.objects.beside().count() == count


def test_a_double_click_is_one_rating(pair, opened):
    alice, bob = pair
    lead = opened(bob, f"/people/{alice.public_id}/review/areas/craft/")
    card(lead, "code-reading").locator("[data-level='3']").dblclick(delay=20)
    expect(card(lead, "code-reading").locator(".two-views")).to_be_visible()
    assert Rating.objects.beside().count() == 1


def test_two_tabs_the_second_sees_both(pair, opened):
    alice, bob = pair
    path = f"/people/{alice.public_id}/review/areas/craft/"
    first, second = opened(bob, path), opened(bob, path)
    for tab in (first, second):
        card(tab, "code-reading").focus()
    first.keyboard.press("2")
    expect(card(first, "code-reading").locator(".two-views")).to_be_visible()
    second.keyboard.press("5")
    notice = card(second, "code-reading").get_by_role("alert")
    expect(notice).to_contain_text("Saved there as your rating: Guided")
    expect(notice).to_contain_text("Chosen here: 5")
    assert Rating.objects.beside().get().value == 2


def test_without_javascript(pair, opened):
    alice, bob = pair
    lead = opened(bob, f"/people/{alice.public_id}/review/areas/craft/", java_script_enabled=False)
    card(lead, "code-reading").locator("button[value='4']").click()
    expect(lead).to_have_url(re.compile("/review/areas/craft/#review-code-reading-"))
    expect(card(lead, "code-reading")).to_contain_text("2 levels apart")
    card(lead, "code-reading").get_by_role("button", name="Confirm 3").click()
    expect(card(lead, "code-reading")).to_contain_text("You have confirmed 3")
    card(lead, "test-design").get_by_role("button", name="Show without rating").click()
    expect(card(lead, "test-design").locator(".two-views")).to_be_visible()

    mine = opened(alice, "/me/review/", java_script_enabled=False)
    card(mine, "code-reading").locator("summary", has_text="We see it differently").click()
    card(mine, "code-reading").get_by_role("textbox").fill("I read code every day.")
    card(mine, "code-reading").get_by_role("button", name="Keep both").click()
    expect(card(mine, "code-reading")).to_contain_text("we see it differently")
    assert not Rating.objects.filter(source="agreed").exists()
    card(mine, "code-reading").get_by_role("button", name="Confirm 3").click()
    expect(mine).to_have_url(re.compile("/me/review/#review-code-reading-"))
    expect(card(mine, "code-reading")).to_contain_text("Agreed: 3")
    assert Rating.objects.get(source="agreed").value == 3
