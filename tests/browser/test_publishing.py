"""From a draft to a version and back, in a real browser: answer, note, publish, take back; and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Page, expect

from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import load_default
from skillmatrix.taxonomy.draft.state import load
from tests import factories
from tests.browsers import listen
from tests.taxonomy.publishing import edit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CHANGES = "/taxonomy/draft/changes/"


@pytest.fixture
def dana(db: None) -> Person:
    """Somebody who reworded two skills."""
    load_default()
    dana = factories.PersonFactory(name="Dana Rossi", is_taxonomy_admin=True)
    edit("idempotency", dana, definition="Doing it twice is doing it once.")
    edit("kubernetes", dana, watch_out="A cluster is no goal.")
    return dana


@pytest.fixture
def tab(browser: Any, live_server: Any, dana: Person) -> Iterator[Callable[..., Any]]:
    """Opens a tab of dana's: the page, and what its scripts complain about."""
    contexts = []

    def open_tab(path: str, **options: Any) -> tuple[Page, list[str]]:
        client = Client()
        client.force_login(dana)
        name = settings.SESSION_COOKIE_NAME
        context = browser.new_context(base_url=live_server.url, **options)
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        complaints = listen(page)
        page.goto(path)
        return page, complaints

    yield open_tab
    for context in contexts:
        context.close()
    # Django keeps another connection for this thread while the browser's event loop runs.
    connections.close_all()


def test_answer_publish_and_take_back(tab: Any) -> None:
    page, complaints = tab(CHANGES)
    question = page.locator("form.question", has_text="Idempotency")
    question.get_by_label("The meaning changed").check()
    # Saved at once: the words below say so, the bar knows of it, and the focus stays.
    expect(page.locator("#changes-body")).to_contain_text("Idempotency means something else now")
    expect(page.locator("#draft-bar")).to_contain_text("The meaning changed: Idempotency")
    expect(page.locator("#meaning-idempotency")).to_be_focused()
    expect(page.locator("#questions")).to_contain_text("1 question is open")
    page.locator("form.question", has_text="Kubernetes").get_by_label("Only the wording changed").check()
    expect(page.locator("#questions")).to_contain_text("all answered")

    page.get_by_role("link", name="On to publishing").click()
    expect(page.locator("#impact")).to_contain_text("People affected")
    note = page.get_by_label("What changes, and why")
    note.fill("Clearer words")
    with page.expect_response(lambda answer: answer.status == 204):
        note.blur()
    assert load().note == "Clearer words"
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Version 2")
    expect(page.locator("#messages")).to_contain_text("Version 2 is published.")
    assert versions.current_number() == 2

    page.get_by_role("link", name="Take it back").click()
    page.get_by_role("button", name="Take version 2 back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Version 3")
    expect(page.get_by_role("link", name="takes back version 2")).to_be_visible()
    assert versions.current().skills["idempotency"] == versions.by_number(1).skills["idempotency"]
    assert complaints == []


def test_without_javascript(tab: Any) -> None:
    page, _complaints = tab(CHANGES, java_script_enabled=False)
    question = page.locator("form.question", has_text="Idempotency")
    question.get_by_label("Only the wording changed").check()
    question.get_by_role("button", name="Save").click()
    expect(page.locator("#questions")).to_contain_text("1 question is open")
    page.locator("form.question", has_text="Kubernetes").get_by_label("Only the wording changed").check()
    page.locator("form.question", has_text="Kubernetes").get_by_role("button", name="Save").click()

    page.get_by_role("link", name="On to publishing").click()
    expect(page.get_by_role("link", name="Who is affected")).to_be_visible()
    page.get_by_label("What changes, and why").fill("Clearer words")
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Version 2")
    assert versions.current_number() == 2
