"""Every page as its persona sees it: in light and dark, on a desk and on a phone.

Each answers 200, fits its width, makes neither scripts nor the security policy complain, has one heading
of the first level and a name for each of its tables, and axe finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as configured
from django.core.management import call_command
from django.db import connections
from django.test import Client
from playwright.sync_api import Page

from skillmatrix.people.models import Person
from tests.browsers import chromium, listen
from tests.processes import Stack

pytestmark = pytest.mark.slow
WIDTHS = (1440, 390)

# {alice}: her public id. What only signed-out people see is under "".
PAGES: dict[str, tuple[str, ...]] = {
    "": (
        "/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/signup/",
        "/accounts/inactive/", "/accounts/password/reset/key/0-nothing/",
    ),
    "alice": (
        "/", "/assess/", "/assess/areas/data/", "/assess/?quick=1", "/assess/share/", "/assess/skills/",
        "/me/gaps/?role=staff", "/me/roadmap/", "/me/roadmap/?destination=promotion", "/me/data/",
        "/taxonomy/", "/taxonomy/skills/idempotency/", "/roles/", "/roles/senior/", "/inbox/", "/account/",
        "/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/", "/accounts/logout/", "/components/",
    ),
    "bob": ("/", "/teams/payments/", "/people/{alice}/", "/people/{alice}/role/", "/people/{alice}/targets/idempotency/", "/inbox/"),
    "dana": ("/", "/setup/taxonomy/"),
    "erin": (
        "/", "/organisation/", "/organisation/changes/", "/organisation/import/", "/organisation/people/add/",
        "/organisation/people/{alice}/", "/organisation/people/{alice}/deactivate/", "/organisation/teams/",
        "/organisation/teams/add/", "/organisation/teams/payments/", "/organisation/teams/payments/close/",
        "/setup/people/",
    ),
    "jonas": ("/", "/assess/", "/me/gaps/", "/me/roadmap/"),
    "kwame": ("/", "/assess/", "/me/gaps/", "/me/roadmap/"),
    "ingrid": ("/", "/teams/commerce/"),
}  # fmt: skip

LOOK = """() => {
  const wide = document.documentElement, found = [];
  if (wide.scrollWidth > wide.clientWidth) found.push(`${wide.scrollWidth - wide.clientWidth} px wider than the screen`);
  if (!document.title.trim()) found.push("no title");
  const heads = document.querySelectorAll("h1").length;
  if (heads !== 1) found.push(`${heads} headings of the first level`);
  for (const table of document.querySelectorAll("table")) {
    if (!table.caption && !table.closest("[aria-label], [aria-labelledby]")) found.push(`a table without a name: ${table.className}`);
  }
  for (const control of document.querySelectorAll("main :is(button, summary, select)")) {
    const { width, height } = control.getBoundingClientRect();
    if (height && Math.min(width, height) < 23.5) found.push(`a target of ${width} × ${height}: ${control.textContent.trim()}`);
  }
  return found;
}"""


@pytest.fixture
def site(stack: Stack, settings: Any) -> Iterator[str]:
    """The address of the demo. Nothing changes in it, so neither worker nor dispatcher is needed."""
    settings.DEMO = True
    call_command("prepare", "--demo", verbosity=0)
    stack.extra = {"SKILLMATRIX_DEMO": "1"}
    yield stack.web()
    connections.close_all()


def test_every_page_in_light_and_dark_at_both_widths(site: str) -> None:
    alice = Person.objects.get(email="alice@demo.test")
    visits = {name: [path.format(alice=alice.public_id) for path in paths] for name, paths in PAGES.items()}
    cookies = {name: session_of(name) for name in visits if name}
    connections.close_all()
    # Two browsers, because axe keeps one processor busy for most of the time.
    with ThreadPoolExecutor(len(WIDTHS)) as pool:
        found = list(pool.map(lambda width: look_around(site, visits, cookies, width), WIDTHS))
    problems = [problem for part in found for problem in part]
    assert problems == [], "\n".join(problems)


def session_of(name: str) -> dict[str, str]:
    """The cookie of somebody who is signed in."""
    client = Client()
    client.force_login(Person.objects.get(email=f"{name}@demo.test"))
    session = configured.SESSION_COOKIE_NAME
    return {"name": session, "value": client.cookies[session].value}


def look_around(
    site: str, visits: dict[str, list[str]], cookies: dict[str, dict[str, str]], width: int
) -> list[str]:
    """What is wrong with any page at one width."""
    problems = []
    with chromium() as browser:
        for name, paths in visits.items():
            context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
            if name:
                context.add_cookies([{**cookies[name], "url": site}])  # type: ignore[list-item]
            page = context.new_page()
            page.set_default_timeout(30_000)
            complaints = listen(page)
            for path in paths:
                complaints.clear()
                found = [*look(page, f"{site}{path}"), *complaints]
                problems += [f"{name or 'nobody'} {path} at {width} px: {text}" for text in found]
            context.close()
    return problems


def look(page: Page, url: str) -> Iterator[str]:
    """What is wrong with one page. Axe looks at a phone in dark and at a desk in light, there at dark's contrast too.

    It is slow, and of what it looks at nothing but the contrast depends on the scheme.
    """
    page.emulate_media(color_scheme="light")
    answer = page.goto(url)
    if answer is None or answer.status != 200:
        yield f"answers {answer and answer.status}"
        return
    yield from page.evaluate(LOOK)
    is_desk = (page.viewport_size or {})["width"] == max(WIDTHS)
    if is_desk:
        yield from axe(page, {})
    page.emulate_media(color_scheme="dark")
    # Colours change by a transition, however short; some things turn for ever.
    page.evaluate(
        "Promise.allSettled(document.getAnimations().filter((one) => one.transitionProperty).map((one) => one.finished))"
    )
    only_contrast = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    for problem in axe(page, only_contrast if is_desk else {}):
        yield f"in dark: {problem}"


def axe(page: Page, options: dict[str, Any]) -> Iterator[str]:
    """What axe finds, with the first places where it does."""
    found = Axe().run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    for violation in found:
        places = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
        yield f"{violation['id']} at {', '.join(places[:3])}"
