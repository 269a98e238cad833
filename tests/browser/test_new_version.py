"""A taxonomy from edit to undo: draft, changes, impact, publish, everybody refreshed, taken back.

Once in a real browser against the real processes and the demo organisation, and once by command line.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import Browser, Page, expect

from assessments.models import Profile, Rating
from roadmaps.models import Report
from roadmaps.verifying import verify
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.models import TaxonomyVersion
from tests.browser.demo import Visitor
from tests.processes import wait_until

pytestmark = pytest.mark.slow
# The demo has Alice, a mid engineer, at 1 where a mid engineer is asked for 2.
SKILL, NAME = "query-optimization", "Query performance"
WORDS = "I read a plan with somebody beside me and name the step that takes the time."


def all_fresh(number: int) -> bool:
    """A worker has brought everybody with any input up to this version."""
    behind = Profile.objects.exclude(
        person_id__in=Report.objects.filter(audience="own", version=number).values("person_id")
    )
    return Profile.objects.exists() and not behind.exists()


def asked_of_alice(page: Page) -> str:
    """What her gap report says about the skill."""
    page.goto("/me/gaps/?role=current")
    row = page.locator("main li, main tr").filter(has_text=NAME).first
    return row.inner_text() if row.count() else ""


def target_now() -> int:
    """What the published version asks of a mid engineer."""
    target = versions.current().roles["mid"].targets.get(SKILL)
    return target.level if target else 0


def test_edit_publish_and_undo_in_the_browser(browser: Browser, site: str) -> None:
    alice = Person.objects.get(email="alice@demo.test")
    said = list(Rating.objects.order_by("pk").values())
    hers = Visitor(browser, site, "Alice Lindqvist").page
    admin = Visitor(browser, site, "Dana Rossi")
    page, before = admin.page, asked_of_alice(hers)
    number, asked = versions.current().number, target_now()
    assert NAME in before

    page.goto(f"/taxonomy/draft/skills/{SKILL}/")
    page.get_by_label("2 Guided").fill(WORDS)
    page.get_by_label("2 Guided").blur()
    expect(page.locator("[data-save-state]")).to_contain_text("Saved in the draft")

    page.goto("/taxonomy/draft/targets/")
    cell = page.locator(f"#target_mid_{SKILL}")
    cell.click()
    page.keyboard.press(str(asked + 2))
    expect(page.locator("[data-bar-state]")).to_have_text("all saved")
    expect(cell).to_contain_text(str(asked + 2))

    page.goto("/taxonomy/draft/changes/")
    changes = page.locator("main")
    expect(changes).to_contain_text("level 2 reworded")
    expect(changes).to_contain_text(f"{asked} → {asked + 2}")
    changes.get_by_label("The meaning changed: ratings ask to be confirmed").check()
    expect(changes).to_contain_text("all answered")

    page.goto("/taxonomy/draft/publish/")
    expect(page.locator("#impact .impact-headline")).to_be_visible()
    page.locator("#id_note").fill("Queries matter more")
    page.get_by_role("button", name=f"Publish version {number + 1}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Version {number + 1}")
    expect(page.locator("#publish-progress")).to_contain_text("Everybody is up to date")
    wait_until(lambda: all_fresh(number + 1), what="everybody's report")
    connections.close_all()
    assert versions.current().number == number + 1
    assert target_now() == asked + 2
    assert asked_of_alice(hers) != before
    assert Report.objects.get(person=alice, audience="own").computed_by == "worker"

    page.get_by_role("link", name="Take it back").click()
    page.locator("#id_note").fill("Not yet")
    page.get_by_role("button", name=f"Take version {number + 1} back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Version {number + 2}")
    expect(page.locator("#publish-progress")).to_contain_text("Everybody is up to date")
    wait_until(lambda: all_fresh(number + 2), what="everybody's report")
    connections.close_all()
    assert target_now() == asked
    assert asked_of_alice(hers) == before
    assert list(Rating.objects.order_by("pk").values()) == said, "no rating was touched"
    assert admin.complaints == []
    connections.close_all()
    assert verify().is_fine


def taxonomy(*arguments: str) -> tuple[int, str]:
    """Run `manage.py taxonomy`: (exit code, what it said)."""
    said = io.StringIO()
    try:
        call_command("taxonomy", *arguments, stdout=said, stderr=said)
    except SystemExit as left:
        return int(left.code or 0), said.getvalue()
    return 0, said.getvalue()


def test_the_same_by_command_line(site: str, tmp_path: Path) -> None:
    file, former = tmp_path / "ladder.yaml", tmp_path / "former.yaml"
    number, asked = versions.current().number, target_now()
    assert taxonomy("export", str(former))[0] == 0
    text = former.read_text()
    role = text[text.index("  - slug: mid\n") :]
    line = next(line for line in role.splitlines() if line.strip().startswith(f"{SKILL}: ["))
    changed = role.replace(line, line.replace(f"[{asked},", f"[{asked + 2},"), 1)
    file.write_text(text.replace(role, changed))

    assert taxonomy("validate", str(file))[0] == 0
    code, said = taxonomy("diff", str(file))
    assert (code, f"{asked} → {asked + 2}" in said) == (3, True), said
    code, said = taxonomy("plan", str(file))
    assert (code, NAME in said) == (3, True), said
    assert taxonomy("publish", str(file), "--note", "Queries matter more")[0] == 0
    wait_until(lambda: all_fresh(number + 1), what="everybody's report")
    connections.close_all()
    assert target_now() == asked + 2
    assert taxonomy("diff", str(file))[0] == 0, "what is live is what the file says"

    assert taxonomy("publish", str(former), "--note", "Not yet")[0] == 0
    wait_until(lambda: all_fresh(number + 2), what="everybody's report")
    connections.close_all()
    assert target_now() == asked
    assert TaxonomyVersion.objects.get(number=number + 2).text == former.read_text()
    assert verify().is_fine
