"""The gallery: only where it belongs, and free of accessibility faults in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.web.chromium import SITE, browse, needs_chromium, shown


def test_gallery_exists_in_the_demo_only(client, settings) -> None:
    settings.DEMO = False
    assert client.get("/components/").status_code == 404
    settings.DEMO = True
    assert client.get("/components/").status_code == 200


def test_pages_hold_nothing_the_policy_forbids(client, settings) -> None:
    settings.DEMO = True
    for url in ("/components/", "/accounts/login/", "/nowhere/"):
        page = client.get(url).content.decode()
        assert " style=" not in page
        assert " onclick=" not in page
        assert "hx-on" not in page
        assert "<script>" not in page


@pytest.mark.slow
@needs_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("url", ["/components/", "/accounts/login/", "/nowhere/"])
def test_axe_finds_nothing(client, settings, url: str, width: int, scheme: str) -> None:
    settings.DEMO = True
    answers = {"/shown/": shown(client.get(url))}
    viewport = {"width": width, "height": 900}
    assert browse(faults, answers, viewport=viewport, color_scheme=scheme) == ([], 0)


def faults(page: Any) -> tuple[list[str], int]:
    """The rules of axe that the page breaks, and by how many pixels it is too wide."""
    from axe_playwright_python.sync_playwright import Axe

    page.goto(f"{SITE}/shown/")
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [rule["id"] for rule in Axe().run(page).response["violations"]], overflow


def test_every_answer_carries_the_policy() -> None:
    policy = Client().get("/healthz").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
