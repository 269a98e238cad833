"""The small scripts, in a real browser under the strict policy. Nothing typed is ever lost."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.web.chromium import SITE, browse, needs_chromium, shown, until

pytestmark = [needs_chromium, pytest.mark.slow]


@pytest.fixture
def page_answer(client) -> dict[str, Any]:
    return shown(client.get("/behaviours/"))


def html(body: str, status: int = 200, **headers: str) -> dict[str, Any]:
    return {"body": body, "status": status, "headers": {"Content-Type": "text/html", **headers}}


def opened(page: Any) -> Any:
    page.goto(f"{SITE}/")
    return page


def test_swap_and_message_arrive_and_are_announced(page_answer) -> None:
    message = '<div hx-swap-oob="beforeend:#messages"><div class="notice" data-announce>Saved it</div></div>'

    def script(page: Any) -> None:
        opened(page).click("#save")
        until(page, "document.querySelector('#cell').textContent === '3'")
        until(page, "document.querySelector('#status').textContent === 'Saved it'")
        assert page.locator("#messages .notice").count() == 1

    browse(script, {"/": page_answer, "/rate": html("3" + message)})


@pytest.mark.parametrize("status", [409, 422])
def test_answers_to_correct_are_shown(page_answer, status: int) -> None:
    def script(page: Any) -> None:
        opened(page).click("#save")
        until(page, "document.querySelector('#cell').textContent === 'both'")

    browse(script, {"/": page_answer, "/rate": html("both", status)})


def test_failure_leaves_everything_and_says_so(page_answer) -> None:
    def script(page: Any) -> None:
        opened(page).fill("[name=note]", "typed")
        page.click("#save")
        page.wait_for_selector(".toast.error")
        assert page.text_content("#cell") == "2"
        assert page.input_value("[name=note]") == "typed"
        assert page.get_attribute("#save", "aria-disabled") is None

    browse(script, {"/": page_answer, "/rate": html("<h1>500</h1>", 500)})


def test_signed_out_keeps_the_page_and_carries_on(page_answer) -> None:
    sent: list[str] = []
    fresh = {**page_answer, "body": re.sub(rb'(X-CSRFToken": ")[^"]+', rb"\1renewed", page_answer["body"])}
    pages = [page_answer, fresh]

    def rate(request: Any) -> dict[str, Any]:
        sent.append(request.headers["x-csrftoken"])
        return html("", 401, **{"HX-Redirect": "/accounts/login/?next=/"}) if len(sent) == 1 else html("3")

    def script(page: Any) -> None:
        opened(page).fill("[name=note]", "typed")
        page.click("#save")
        page.wait_for_selector("#session-dialog[open]")
        assert page.get_attribute("#session-dialog a", "href") == "/accounts/login/?next=/"
        page.click("[data-session-renew]")
        page.wait_for_selector("#session-dialog:not([open])", state="attached")
        assert page.input_value("[name=note]") == "typed"
        page.click("#save")
        until(page, "document.querySelector('#cell').textContent === '3'")

    browse(script, {"/": lambda request: pages.pop(0), "/rate": rate})
    assert sent[1] == "renewed"


def test_signed_in_as_somebody_else_starts_afresh(page_answer) -> None:
    other = {**page_answer, "body": page_answer["body"].replace(b'data-person="alice"', b'data-person="bob"')}
    pages = [page_answer, other, other]

    def script(page: Any) -> str:
        opened(page).click("#save")
        page.wait_for_selector("#session-dialog[open]")
        page.click("[data-session-renew]")
        page.wait_for_selector("body[data-person=bob]")
        return page.input_value("[name=note]")

    signed_out = html("", 401, **{"HX-Redirect": "/accounts/login/"})
    assert browse(script, {"/": lambda request: pages.pop(0), "/rate": signed_out}) == ""


def test_plain_form_is_sent_once(page_answer) -> None:
    sent: list[str] = []

    def plain(request: Any) -> dict[str, Any]:
        sent.append(request.method)
        return html("done")

    def script(page: Any) -> None:
        opened(page).evaluate("const b = document.querySelector('#send'); b.click(); b.click(); b.click()")
        until(page, "document.body.textContent === 'done'")

    browse(script, {"/": page_answer, "/plain": plain})
    assert sent == ["POST"]


def test_leaving_with_typing_asks_first(page_answer) -> None:
    asked: list[str] = []

    def script(page: Any) -> None:
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        opened(page).type("[name=text]", "half a sen")
        page.goto(f"{SITE}/?again")

    browse(script, {"/": page_answer})
    assert asked == ["beforeunload"]


def test_theme_changes_at_once(page_answer) -> None:
    def script(page: Any) -> None:
        opened(page).click("[popovertarget=user-menu]")
        page.click("button[value=dark]")
        assert page.get_attribute("html", "data-theme") == "dark"
        assert page.get_attribute("button[value=dark]", "aria-pressed") == "true"

    browse(script, {"/": page_answer, "/theme/": {"status": 204}})


def test_dialog_opens_closes_and_goes(page_answer) -> None:
    def script(page: Any) -> None:
        opened(page).click("#ask")
        page.wait_for_selector("#dialog dialog[open]")
        page.keyboard.press("Escape")
        until(page, "document.querySelector('#dialog').children.length === 0")
        assert page.evaluate("document.activeElement.id") == "ask"

    dialog = html('<dialog data-open aria-label="Sure?"><button data-dialog-close>No</button></dialog>')
    browse(script, {"/": page_answer, "/dialog": dialog})


def test_menu_closes_on_escape_and_elsewhere(page_answer) -> None:
    def script(page: Any) -> None:
        opened(page).click("#menu summary")
        page.keyboard.press("Escape")
        assert page.get_attribute("#menu", "open") is None
        page.click("#menu summary")
        page.click("h1")
        assert page.get_attribute("#menu", "open") is None

    browse(script, {"/": page_answer})


def test_nothing_is_kept_in_the_browser(page_answer) -> None:
    def script(page: Any) -> list[dict[str, str]]:
        opened(page).fill("[name=note]", "typed")
        page.click("#save")
        until(page, "document.querySelector('#cell').textContent === '3'")
        return page.evaluate("[{...localStorage}, {...sessionStorage}]")

    # The path of the page, until the tab closes, is all that htmx keeps for its history.
    kept = browse(script, {"/": page_answer, "/rate": html("3", **{"HX-Push-Url": "/x"})})
    assert kept == [{}, {"htmx-current-path-for-history": "/x"}]
