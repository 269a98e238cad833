"""A Chromium for tests: the system's, else one that Playwright installed, else a skip that says so.

With SKILLMATRIX_REQUIRE_BROWSER=1 (the checks of every change) a missing browser fails instead.
Each browser lives in one test, because Playwright's event loop must not become that of the next.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
# As root, and in containers with a small /dev/shm, Chromium starts with these only.
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]


def installed_chromium(playwright: Any) -> str | None:
    """Where a Chromium is, or None."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    own = playwright.chromium.executable_path
    return found or (own if Path(own).exists() else None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running headless Chromium; skips (or, where it is required, fails) without one."""
    with sync_playwright() as playwright:
        path = installed_chromium(playwright)
        if path is None:
            missing = "no Chromium on this machine (install it, or run `playwright install chromium`)"
            (pytest.fail if os.environ.get("SKILLMATRIX_REQUIRE_BROWSER") == "1" else pytest.skip)(missing)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def listen(page: Page) -> list[str]:
    """What the page's scripts and its security policy complain about, as it happens."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            # The console repeats each 4xx; those that a test asks for are no complaint.
            if message.type == "error"
            and "Failed to load resource" not in message.text
            and "Response Status" not in message.text
            else None
        ),
    )
    return complaints
