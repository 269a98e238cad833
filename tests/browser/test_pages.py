"""Every page as its persona sees it: in light and dark, on a desk and on a phone.

Each answers 200, fits its width, makes neither scripts nor the security policy complain, has one heading
of the first level and a name for each of its tables, links to pages that exist alone, and axe finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as configured
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from assessments.actions import keep_past_ratings
from assessments.models import Cycle, RatingImport
from assessments.past_ratings import read
from roadmaps.models import Comment, PlanItem
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import suggesting
from skillmatrix.taxonomy.models import Skill, Suggestion
from tests.browsers import chromium, listen
from tests.processes import Stack
from tests.taxonomy.publishing import edit, publish_change, reword

pytestmark = pytest.mark.slow
WIDTHS = (1440, 390)

# {alice}: her public id; {file}: past ratings that she is about to add; {goal}: what she is doing; {comment}: one of bob's; {waiting}, {answered}: two suggestions; {under_way}, {closed}: two cycles;
# {past}: a day months ago. What only signed-out people see is under "".
PAGES: dict[str, tuple[str, ...]] = {
    "": (
        "/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/signup/",
        "/accounts/inactive/", "/accounts/password/reset/key/0-nothing/",
    ),
    "alice": (
        "/", "/assess/", "/assess/areas/data/", "/assess/?quick=1", "/assess/share/", "/assess/skills/", "/me/wins/", "/me/wins/add/", "/me/certificates/", "/me/certificates/add/",
        "/me/gaps/?role=staff", "/me/history/", "/me/history/?source=agreed", "/me/history/trend/", "/me/history/as-of/",
        "/me/history/as-of/?on={past}", "/me/history/as-of/?on=2001-01-01",
        "/me/roadmap/", "/me/roadmap/?destination=promotion", "/me/data/", "/me/data/erasure/", "/me/import/", "/me/import/{file}/", "/me/review/", "/me/reviewers/",
        "/cycles/{under_way}/submit/", "/cycles/{closed}/submit/", "/cycles/{closed}/snapshot/{alice}/",
        "/me/plan/", "/me/plan/add/", "/people/{alice}/plan/{goal}/", "/me/plan/{goal}/change/", "/people/{alice}/comments/", "/people/{alice}/one-on-one/?since=2026-01-01",
        "/taxonomy/", "/taxonomy/skills/idempotency/", "/taxonomy/versions/", "/taxonomy/versions/1/", "/taxonomy/versions/compare/", "/roles/", "/roles/senior/", "/roles/senior/?with=mid", "/showcase/", "/inbox/", "/account/",
        "/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/", "/accounts/logout/", "/components/",
    ),
    # What readers suggest, and the draft as they would read it.
    "priya": ("/taxonomy/suggest/?skill=idempotency", "/taxonomy/suggest/", "/taxonomy/suggestions/", "/taxonomy/?q=juggling"),
    "bob": ("/", "/teams/payments/", "/people/{alice}/", "/people/{alice}/role/", "/people/{alice}/targets/idempotency/", "/inbox/",
        "/people/{alice}/history/", "/people/{alice}/history/trend/", "/people/{alice}/history/as-of/?on={past}",
        "/teams/payments/as-of/", "/teams/payments/as-of/?on={past}",
        "/people/{alice}/review/", "/people/{alice}/review/areas/craft/", "/people/{alice}/review/compare/", "/people/{alice}/reviewers/", "/teams/payments/review/", "/teams/payments/review/code-reading/",
        "/people/{alice}/plan/", "/people/{alice}/plan/{goal}/", "/people/{alice}/plan/propose/", "/people/{alice}/comments/", "/people/{alice}/one-on-one/", "/comments/{comment}/",
        "/cycles/", "/cycles/open/", "/cycles/{under_way}/", "/cycles/{under_way}/edit/", "/cycles/{under_way}/close/",
        "/cycles/{under_way}/cancel/", "/cycles/{closed}/", "/cycles/{closed}/snapshot/", "/cycles/{closed}/snapshot/{alice}/",
    ),
    "dana": (
        "/taxonomy/draft/", "/taxonomy/draft/?q=cach", "/taxonomy/draft/?show=retired", "/taxonomy/draft/skills/idempotency/",
        "/taxonomy/draft/skills/new/", "/taxonomy/draft/skills/idempotency/retire/", "/taxonomy/draft/skills/idempotency/bring-back/",
        "/taxonomy/draft/skills/idempotency/merge/?other=concurrency-control", "/taxonomy/draft/skills/idempotency/split/",
        "/taxonomy/draft/skills/idempotency/move/", "/taxonomy/draft/areas/new/", "/taxonomy/draft/areas/data/",
        "/taxonomy/draft/areas/data/remove/",
        "/taxonomy/draft/suggestions/", "/taxonomy/draft/suggestions/?show=answered", "/taxonomy/draft/suggestions/{waiting}/",
        "/taxonomy/draft/suggestions/{answered}/", "/taxonomy/draft/preview/", "/taxonomy/draft/preview/skills/idempotency/",
        "/taxonomy/draft/preview/roles/senior/", "/taxonomy/draft/preview/roles/senior/?rate=messaging",
        "/taxonomy/draft/roles/", "/taxonomy/draft/roles/new/", "/taxonomy/draft/roles/senior/", "/taxonomy/draft/roles/senior/remove/",
        "/taxonomy/draft/targets/", "/taxonomy/draft/targets/?area=data", "/taxonomy/draft/scale/", "/taxonomy/draft/scale/rescale/?count=4",
        "/taxonomy/draft/promotion/", "/taxonomy/draft/promotion/?role=senior", "/taxonomy/draft/settings/",
        "/taxonomy/draft/settings/?part=kinds", "/taxonomy/draft/settings/?part=rules", "/taxonomy/draft/settings/?part=translations&language=de",
        "/", "/setup/taxonomy/", "/taxonomy/versions/2/", "/taxonomy/versions/2/undo/", "/taxonomy/draft/changes/", "/taxonomy/draft/publish/", "/taxonomy/draft/impact/", "/taxonomy/versions/2/progress/", "/taxonomy/draft/rebase/", "/taxonomy/draft/import/"),
    "erin": (
        "/", "/cycles/", "/cycles/{under_way}/", "/cycles/{closed}/snapshot/", "/organisation/", "/organisation/changes/", "/organisation/import/", "/organisation/people/add/",
        "/organisation/people/{alice}/", "/organisation/people/{alice}/deactivate/", "/organisation/teams/",
        "/organisation/teams/add/", "/organisation/teams/payments/", "/organisation/teams/payments/close/",
        "/setup/people/", "/operations/", "/operations/guide/",
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
    suggest_something()
    publish_and_edit()
    stack.extra = {"SKILLMATRIX_DEMO": "1"}
    yield stack.web()
    connections.close_all()


def publish_and_edit() -> None:
    """A second version, and a draft on it that asks a question."""
    dana = Person.objects.get(email="dana@demo.test")
    publish_change(reword, note="Clearer words for idempotency", by=dana)
    edit("kubernetes", dana, watch_out="Running a cluster is no goal of its own.")


def suggest_something() -> None:
    """One suggestion that waits, one that is answered."""
    priya, dana = (Person.objects.get(email=f"{name}@demo.test") for name in ("priya", "dana"))
    skill = Skill.objects.get(slug="idempotency")
    suggesting.suggest(skill=skill, name="", text="Level 3 names one way of several.", by=priya)
    answered, _is_new = suggesting.suggest(skill=None, name="WebAssembly", text="Two teams use it.", by=priya)
    suggesting.answer(suggestion=answered, state="declined", text="Thank you. Not yet.", by=dana)


def test_every_page_in_light_and_dark_at_both_widths(site: str) -> None:
    alice = Person.objects.get(email="alice@demo.test")
    waiting, answered = (Suggestion.objects.get(state=state).pk for state in ("open", "declined"))
    past = current_day() - timedelta(days=150)
    goal = PlanItem.objects.get(person=alice, state="doing").pk
    comment = Comment.objects.filter(by__email="bob@demo.test").latest("id").pk
    closed, under_way = (Cycle.objects.get(closed_at__isnull=open_).public_id for open_ in (False, True))
    known = {
        "alice": alice.public_id, "waiting": waiting, "answered": answered, "closed": closed, "under_way": under_way,
        "past": past, "file": bring_along(alice).key, "goal": goal, "comment": comment,
    }  # fmt: skip
    visits = {name: [path.format(**known) for path in paths] for name, paths in PAGES.items()}
    cookies = {name: session_of(name) for name in visits if name}
    connections.close_all()
    # Two browsers, because axe keeps one processor busy for most of the time.
    with ThreadPoolExecutor(len(WIDTHS)) as pool:
        found = list(pool.map(lambda width: look_around(site, visits, cookies, width), WIDTHS))
    problems = [problem for part in found for problem in part]
    assert problems == [], "\n".join(problems)


def bring_along(person: Person) -> RatingImport:
    """A file that waits: some of it would be added, one level means nothing yet, one row cannot be used."""
    text = (
        "skill,level,date\nidempotency,3,2024-05-31\ncode-reading,expert,2024-05-31\njuggling,2,2024-05-31\n"
    )
    return keep_past_ratings(person=person, sheet=read(text.encode()), name="skills.csv", by=person)


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
        yield from dead_links(page)
        yield from axe(page, {})
    page.emulate_media(color_scheme="dark")
    # Colours change by a transition, however short; some things turn for ever.
    page.evaluate(
        "Promise.allSettled(document.getAnimations().filter((one) => one.transitionProperty).map((one) => one.finished))"
    )
    only_contrast = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    for problem in axe(page, only_contrast if is_desk else {}):
        yield f"in dark: {problem}"


def dead_links(page: Page) -> Iterator[str]:
    """Links to an address of ours that no view answers."""
    own = "links => [...new Set(links.filter((a) => a.origin === location.origin).map((a) => a.pathname))]"
    for path in page.eval_on_selector_all("a[href]", own):
        try:
            resolve(path)
        except Resolver404:
            if not path.startswith(configured.STATIC_URL):
                yield f"a dead link: {path}"


def axe(page: Page, options: dict[str, Any]) -> Iterator[str]:
    """What axe finds, with the first places where it does."""
    found = Axe().run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    for violation in found:
        places = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
        yield f"{violation['id']} at {', '.join(places[:3])}"
