"""A real browser without a server: pages and answers are handed to it, static files come from the disk.

Runs in a thread of its own, because Playwright's event loop must not become that of the tests that follow.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Error

from tests.browsers import ARGUMENTS, NAMES

PATH = next((path for name in NAMES if (path := shutil.which(name))), None)
REQUIRED = os.environ.get("SKILLMATRIX_REQUIRE_BROWSER") == "1"
SITE = "http://skillmatrix.test"
needs_chromium = pytest.mark.skipif(PATH is None and not REQUIRED, reason="no Chromium on this machine")


def browse(script: Callable[[Any], Any], answers: dict[str, Any], **options: Any) -> Any:
    """What `script(page)` returns, with `answers` by path: keyword arguments of Playwright's `fulfill`.

    An answer may be a function of the request. Anything the browser complains about fails the test.
    """
    with ThreadPoolExecutor(1) as pool:
        found, complaints = pool.submit(_browse, script, answers, options).result()
    assert complaints == []
    return found


def _browse(
    script: Callable[[Any], Any], answers: dict[str, Any], options: dict[str, Any]
) -> tuple[Any, list[str]]:
    from playwright.sync_api import Route, sync_playwright

    complaints: list[str] = []

    def serve(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path in answers:
            answer = answers[path]
            route.fulfill(**(answer(route.request) if callable(answer) else answer))
        elif found := finders.find(path.removeprefix("/static/")):
            route.fulfill(body=Path(found).read_bytes(), content_type=guess_type(path)[0])
        else:
            route.fulfill(status=404)

    def listen(message: Any) -> None:
        # The console repeats each 4xx and 5xx; those that a test asks for are no complaint.
        if (
            message.type == "error"
            and "Failed to load resource" not in message.text
            and "Response Status" not in message.text
        ):
            complaints.append(message.text)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PATH, args=ARGUMENTS)
        page = browser.new_page(**options)
        page.set_default_timeout(5000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", listen)
        page.route("**/*", serve)
        try:
            return script(page), complaints
        finally:
            browser.close()


def shown(response: Any) -> dict[str, Any]:
    """A Django answer as the browser would get it, its security policy included."""
    headers = {
        "Content-Type": "text/html",
        "Content-Security-Policy": response.headers["Content-Security-Policy"],
    }
    return {"body": response.content, "headers": headers}


def until(page: Any, true: str) -> None:
    """Wait for a JavaScript expression. Playwright's own waiting evaluates text, which our policy forbids."""
    for _ in range(100):
        # A page that is being left has nothing to ask.
        with suppress(Error):
            if page.evaluate(true):
                return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {true}")
