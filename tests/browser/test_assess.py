"""The assessment in a real browser: keys alone, no connection, two tabs, no JavaScript."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from assessments import actions
from assessments.levels import folding
from assessments.models import Profile, Rating
from assessments.models.rating import UNRATED
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import load_default
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _strip(settings):
    settings.AFTER_RATING = "tests.assessments.strip.strip"


@pytest.fixture
def alice(_strip) -> Person:
    """An engineer with the role mid, whose team bob leads."""
    load_default()
    bob = factories.PersonFactory(name="Bob Okafor", email="bob@example.com")
    alice = factories.PersonFactory(name="Alice Lindqvist", email="alice@example.com")
    team = factories.TeamFactory()
    factories.MembershipFactory(person=alice, team=team)
    factories.LeadFactory(person=bob, team=team)
    actions.assign_role(person=alice, role="mid", by=None, today=timezone.localdate())
    return alice


def sign_in(context, live_server, person: Person) -> None:
    client = Client()
    client.force_login(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])


@pytest.fixture
def context(browser):
    """One browser profile; its tabs share the sign-in."""
    context = browser.new_context()
    yield context
    context.close()
    # Django keeps another connection for this thread while the browser's event loop runs.
    connections.close_all()


@pytest.fixture
def craft(context, live_server, alice):
    """A tab of alice's at the area Code craft & testing."""
    sign_in(context, live_server, alice)
    page = context.new_page()
    page.goto(f"{live_server.url}/assess/areas/craft/")
    return page


def values(person: Person) -> dict[str, int]:
    rows = Rating.objects.filter(person=person).order_by("revision").values_list("skill__slug", "value")
    return dict(rows)


def saved(page, text="All saved") -> None:
    expect(page.locator("[data-save-state]")).to_have_text(text, timeout=8000)


def test_ten_skills_by_keyboard_alone(craft, alice):
    for key in "3210345":
        craft.keyboard.press(key)
    expect(craft.locator("[data-onward]")).to_be_focused()
    saved(craft)
    craft.keyboard.press("Enter")
    expect(craft.locator("#area-heading")).to_have_text("Caching & performance")
    for key in "123":
        craft.keyboard.press(key)
    saved(craft)
    assert list(values(alice).values()) == [3, 2, 1, 0, 3, 4, 5, 1, 2, 3]
    expect(craft.locator("#assess-progress output")).to_have_text(re.compile("^10 of"))
    expect(craft.locator("#consequences")).to_contain_text("from 10 to 11")
    assert not folding.differs(Profile.objects.get(person=alice))


def test_confirming_undoing_and_dismissing_by_key(craft, alice):
    craft.keyboard.press("3")
    saved(craft)
    craft.keyboard.press("k")
    craft.keyboard.press("=")
    saved(craft)
    craft.keyboard.press("u")
    saved(craft)
    assert [row.state for row in Rating.objects.order_by("revision")] == ["level", "level", "withdrawn"]
    expect(craft.locator("#skill-code-reading")).to_be_focused()
    craft.keyboard.press("ArrowDown")
    craft.keyboard.press("n")
    craft.keyboard.type("We = buy it 3")
    craft.keyboard.press("Enter")
    saved(craft)
    assert Rating.objects.order_by("revision").last().reason == "We = buy it 3"
    craft.keyboard.press("?")
    expect(craft.locator("#rating-help")).to_be_visible()
    craft.keyboard.press("4")
    craft.keyboard.press("Escape")
    assert Rating.objects.count() == 4


def test_the_target_appears_with_the_rating(craft):
    card = craft.locator("#skill-code-reading")
    expect(card.locator(".target")).to_contain_text("once you have answered")
    card.locator("input[name=value][value='2']").click()
    expect(card.locator(".target")).to_contain_text("Mid asks for")
    expect(card.locator("[data-card-state]")).to_have_text("Saved")


def test_offline_ratings_wait_in_memory_and_are_sent_later(craft, alice):
    craft.context.set_offline(True)
    for key in "432":
        craft.keyboard.press(key)
    expect(craft.locator("[data-save-state]")).to_have_text("You are offline: 3 waiting to be sent")
    expect(craft.locator("#skill-code-reading [data-card-state]")).to_have_text("Not saved")
    assert not Rating.objects.exists()
    kept = craft.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "code-reading" not in kept, "nothing personal in browser storage"
    craft.context.set_offline(False)
    saved(craft)
    assert list(values(alice).values()) == [4, 3, 2]


def test_an_answer_that_got_lost_on_its_way_back_is_not_doubled(craft, alice):
    """The server saved it, the browser never heard: it asks again with the same key."""
    lost = []

    def lose_first(route):
        response = route.fetch()
        if lost:
            route.fulfill(response=response)
        else:
            lost.append(response.status)
            route.abort()

    craft.route("**/assess/rate/", lose_first)
    craft.keyboard.press("4")
    saved(craft)
    assert lost == [200]
    assert Rating.objects.count() == 1


def test_two_tabs_never_overwrite_silently(craft, context, live_server, alice):
    other = context.new_page()
    other.goto(f"{live_server.url}/assess/areas/craft/")
    other.keyboard.press("5")
    saved(other)
    craft.bring_to_front()
    craft.keyboard.press("1")
    card = craft.locator("#skill-code-reading")
    expect(card).to_contain_text("Saved there: 5.")
    expect(card).to_contain_text("Chosen here and not saved: 1.")
    saved(craft, "1 to look at")
    assert values(alice) == {"code-reading": 5}
    card.get_by_role("button", name="Save again").click()
    saved(craft)
    assert values(alice) == {"code-reading": 1}


def test_signed_out_in_the_middle_nothing_is_lost(craft, context, live_server, alice):
    context.clear_cookies()
    craft.keyboard.press("3")
    craft.keyboard.press("4")
    dialog = craft.locator("#session-dialog")
    expect(dialog).to_be_visible()
    sign_in(context, live_server, alice)
    dialog.get_by_role("button", name="carry on").click()
    saved(craft)
    assert list(values(alice).values()) == [3, 4]


def test_a_double_click_is_one_rating(craft, alice):
    craft.locator("#skill-code-reading input[name=value][value='3']").dblclick(delay=30)
    saved(craft)
    assert set(values(alice).values()) == {3}
    assert set(values(alice)) == {"code-reading"}


def test_confirming_takes_one_key_a_skill(context, live_server, alice):
    for skill in versions.current().active:
        actions.rate_skill(
            person=alice, skill=skill.slug, value=2, shown=UNRATED, version=1, key=uuid4(), by=alice,
            today=timezone.localdate(),
        )  # fmt: skip
    before = Rating.objects.count()
    sign_in(context, live_server, alice)
    page = context.new_page()
    page.goto(f"{live_server.url}/assess/areas/craft/")
    cards = page.locator(".skill-card").count()
    for _ in range(cards):
        page.keyboard.press("=")
    saved(page)
    assert Rating.objects.count() == before + cards


def test_try_shows_what_would_follow_and_saves_nothing(craft, alice):
    craft.get_by_role("button", name="Try without saving").click()
    craft.locator("#skill-code-reading").focus()
    craft.keyboard.press("5")
    card = craft.locator("#skill-code-reading")
    expect(card.locator("[data-card-state]")).to_have_text("Tried, not saved")
    expect(craft.locator("#consequences")).not_to_be_empty()
    craft.get_by_role("button", name="Try without saving").click()
    expect(card.locator("input[name=value]:checked")).to_have_count(0)
    expect(craft.locator("#consequences")).to_be_empty()
    craft.keyboard.press("2")
    saved(craft)
    assert list(values(alice).values()) == [2]


@pytest.mark.parametrize("path", ["/assess/areas/craft/", "/assess/share/", "/assess/skills/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, context, live_server, alice, path, scheme):
    rate_one(alice)
    dark = browser.new_context(color_scheme=scheme, bypass_csp=True)
    sign_in(dark, live_server, alice)
    page = dark.new_page()
    page.goto(f"{live_server.url}{path}")
    found = Axe().run(page)
    dark.close()
    assert found.violations_count == 0, found.generate_report()


def rate_one(person: Person) -> None:
    actions.rate_skill(
        person=person, skill="code-reading", value=2, shown=UNRATED, version=1, key=uuid4(), by=person,
        today=timezone.localdate(),
    )  # fmt: skip


@pytest.fixture
def plain(browser, context, live_server, alice):
    """A tab without JavaScript."""
    without = browser.new_context(java_script_enabled=False)
    sign_in(without, live_server, alice)
    page = without.new_page()
    page.goto(f"{live_server.url}/assess/areas/craft/")
    yield page
    without.close()


def test_without_javascript(plain, alice):
    card = plain.locator("#skill-code-reading")
    card.locator("input[name=value][value='3']").click()
    card.get_by_role("button", name="Save", exact=True).first.click()
    expect(plain).to_have_url(re.compile("/assess/areas/craft/#skill-code-reading$"))
    expect(card.locator(".target")).to_contain_text("Mid asks for")
    plain.locator("#skill-test-design summary").click()
    plain.locator("#skill-test-design-reason").fill("Our testers do it")
    plain.keyboard.press("Enter")
    expect(plain).to_have_url(re.compile("#skill-test-design$"))
    card.get_by_role("button", name="Take back").click()
    expect(card).to_contain_text("not rated yet")
    assert values(alice) == {"code-reading": 255, "test-design": 254}
    plain.get_by_role("link", name=re.compile("Share 1 change with Bob")).click()
    plain.get_by_role("button", name=re.compile("Share 1 change")).click()
    expect(plain.locator("#messages")).to_contain_text("1 change shared with Bob.")
