"""Somebody who visits the demo organisation in a real browser."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browsers import listen


class Visitor:
    """Somebody who signed in at the demo's login page by one click."""

    def __init__(self, browser: Browser, site: str, name: str, **options: Any) -> None:
        self.site = site
        self.context: BrowserContext = browser.new_context(base_url=site, **options)
        self.complaints: list[str] = []
        page = self.open("/accounts/login/")
        row = page.get_by_role("listitem").filter(has_text=name)
        row.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name.split()[0])
        self.page = page

    def open(self, path: str) -> Page:
        """A new tab."""
        page = self.context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(path)
        self.complaints += listen(page)
        return page
