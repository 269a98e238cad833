"""A first session over the quick set in a real browser: by keyboard alone, and without JavaScript."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments import actions
from assessments.models import Evidence, Interest, Rating
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import load_default
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True)]
LEVELS = "32123"  # what is pressed, over and over
EXAMPLE = "Took the ledger over, and nothing was lost"


@pytest.fixture(autouse=True)
def _strip(settings):
    settings.AFTER_RATING = "tests.assessments.strip.strip"


@pytest.fixture
def alice(_strip) -> Person:
    """An engineer with the role mid, whose team bob leads; she has said nothing yet."""
    load_default()
    bob = factories.PersonFactory(name="Bob Okafor", email="bob@example.com")
    alice = factories.PersonFactory(name="Alice Lindqvist", email="alice@example.com")
    team = factories.TeamFactory()
    factories.MembershipFactory(person=alice, team=team)
    factories.LeadFactory(person=bob, team=team)
    actions.assign_role(person=alice, role="mid", by=None, today=timezone.localdate())
    return alice


def opened(browser, live_server, person: Person, **options) -> Page:
    """The quick set in a browser in which somebody is signed in."""
    context = browser.new_context(**options)
    client = Client()
    client.force_login(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/assess/?quick=1")
    return page


@pytest.fixture
def keyboard(browser, live_server, alice):
    page = opened(browser, live_server, alice, bypass_csp=True)
    yield page
    page.context.close()
    connections.close_all()


def is_at_the_end(page: Page) -> bool:
    return page.evaluate("document.activeElement.matches('[data-onward]')")


def test_the_quick_set_by_keyboard_in_under_three_presses_a_skill(keyboard: Page, alice: Person) -> None:
    """Typed words are no presses; digits, the keys between areas and those around an example are."""
    pressed = rated = examples = 0

    def press(key: str) -> None:
        nonlocal pressed
        pressed += 1
        keyboard.keyboard.press(key)

    asked = sum(skill.quick for skill in versions.current().active)
    for turn in range(asked):
        if is_at_the_end(keyboard):
            heading = keyboard.locator("#area-heading").text_content()
            press("Enter")
            expect(keyboard.locator("#area-heading")).not_to_have_text(heading or "")
        level = LEVELS[turn % len(LEVELS)]
        card = keyboard.locator(".skill-card.is-current")
        skill = card.get_attribute("data-skill")
        press(level)
        rated += 1
        if level == "3":
            press("e")
            expect(keyboard.locator(f"#evidence-text-{skill}")).to_be_focused()
            keyboard.keyboard.type(f"{EXAMPLE} {turn}")
            press("Control+Enter")
            examples += 1
            expect(keyboard.locator(f"#evidence-{skill}")).to_contain_text(EXAMPLE)
            expect(keyboard.locator(f"#skill-{skill}")).not_to_be_focused()
    expect(keyboard.locator("[data-save-state]")).to_have_text("All saved", timeout=8000)
    assert rated == asked == Rating.objects.filter(person=alice).values("skill").distinct().count()
    assert Evidence.objects.filter(person=alice, level=3).count() == examples >= 10
    assert pressed / rated < 3, pressed
    expect(keyboard.locator(".answers .notice.info")).to_contain_text("The quick set")


def test_leaving_an_example_keeps_the_level_and_goes_on(keyboard: Page, alice: Person) -> None:
    first = keyboard.locator(".skill-card").first.get_attribute("data-skill")
    keyboard.keyboard.press("4")
    keyboard.keyboard.press("e")
    expect(keyboard.locator(f"#evidence-text-{first}")).to_be_focused()
    keyboard.keyboard.press("Escape")
    expect(keyboard.locator(".skill-card").nth(1)).to_be_focused()
    assert not Evidence.objects.exists()
    assert Rating.objects.get().value == 4


def test_what_is_being_typed_outlives_the_answer_to_a_rating(keyboard: Page, alice: Person) -> None:
    first = keyboard.locator(".skill-card").first
    skill = first.get_attribute("data-skill")
    keyboard.keyboard.press("3")
    keyboard.keyboard.press("e")
    text = keyboard.locator(f"#evidence-text-{skill}")
    text.fill("Half a sentence")
    keyboard.locator(f"#skill-{skill} input[name=value][value='4']").click()
    expect(keyboard.locator("[data-save-state]")).to_have_text("All saved", timeout=8000)
    expect(keyboard.locator(f"#skill-{skill}")).to_have_attribute("data-value", "4")
    expect(text).to_have_value("Half a sentence")
    text.focus()
    keyboard.keyboard.press("Control+Enter")
    expect(keyboard.locator(f"#evidence-{skill} .pieces")).to_contain_text("Half a sentence")
    assert Evidence.objects.get().level == 4


def test_wishes_by_one_key(keyboard: Page, alice: Person) -> None:
    card = keyboard.locator(".skill-card").first
    skill = card.get_attribute("data-skill")
    for wish in ("learn", "use", "neither"):
        keyboard.keyboard.press("w")
        expect(keyboard.locator(f"#wish-{skill}-{wish}")).to_have_attribute("aria-pressed", "true")
    keyboard.keyboard.press("w")
    expect(keyboard.locator(f"#wish-{skill} [aria-pressed=true]")).to_have_count(0)
    expect(keyboard.locator("#assess-visibility")).not_to_contain_text("Share")
    keyboard.locator(f"#wish-{skill}-use").click()
    expect(keyboard.locator(f"#wish-{skill}-use")).to_have_attribute("aria-pressed", "true")
    expect(keyboard.locator(f"#wish-{skill}-use")).to_be_focused()
    assert list(Interest.objects.order_by("revision").values_list("wish", flat=True)) == [
        "learn", "use", "neither", "", "use",
    ]  # fmt: skip


def test_axe_finds_nothing_on_a_card_with_everything(keyboard: Page, alice: Person) -> None:
    skill = keyboard.locator(".skill-card").first.get_attribute("data-skill")
    keyboard.keyboard.press("3")
    keyboard.keyboard.press("e")
    expect(keyboard.locator(f"#evidence-text-{skill}")).to_be_focused()
    keyboard.keyboard.type(EXAMPLE)
    keyboard.keyboard.press("Control+Enter")
    expect(keyboard.locator(f"#evidence-{skill} .pieces")).to_be_visible()
    for details in keyboard.locator(f"#skill-{skill} details").all():
        details.evaluate("details => { details.open = true; }")
    found = Axe().run(keyboard)
    assert found.violations_count == 0, found.generate_report()


@pytest.fixture
def plain(browser, live_server, alice):
    page = opened(browser, live_server, alice, java_script_enabled=False)
    yield page
    page.context.close()
    connections.close_all()


def test_the_same_without_javascript(plain: Page, alice: Person) -> None:
    for _area in range(2):
        for number in range(plain.locator(".skill-card").count()):
            card = plain.locator(".skill-card").nth(number)
            level = LEVELS[number % len(LEVELS)]
            card.locator(f"input[name=value][value='{level}']").click()
            card.get_by_role("button", name="Save", exact=True).first.click()
            expect(plain).to_have_url(re.compile(r"quick=1#skill-"))
            if level == "3":
                card.locator(".give > summary").click()
                card.locator("textarea[name=text]").fill(EXAMPLE)
                card.get_by_role("button", name="Save the example").click()
                expect(card.locator(".pieces")).to_contain_text(EXAMPLE)
        card.get_by_role("button", name="learn it").click()
        expect(card.locator("[aria-pressed=true]")).to_have_text("learn it")
        plain.locator("[data-onward]").click()
    assert Evidence.objects.filter(level=3, text=EXAMPLE).exists()
    assert set(Rating.objects.values_list("value", flat=True)) <= {1, 2, 3}
    assert Interest.objects.filter(wish="learn").count() == 2
    # Undone without scripts as well.
    piece = Evidence.objects.order_by("pk").first()
    plain.goto(
        f"{plain.url.split('/assess')[0]}/assess/areas/{versions.current().skills[piece.skill.slug].area}/"
    )
    card = plain.locator(f"#skill-{piece.skill.slug}")
    card.get_by_role("button", name=re.compile("^Remove")).first.click()
    card.get_by_role("button", name="Put back").click()
    expect(card.locator(".pieces")).to_contain_text(EXAMPLE)
