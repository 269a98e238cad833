"""The document for whoever runs the installation: shown by the application, and true."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roadmaps.operations.guide import guide, parse
from roadmaps.operations.metrics import Now
from skillmatrix.jobs.models import Canary, Job, Schedule
from skillmatrix.taxonomy.document import Taxonomy
from tests.factories import PersonFactory
from tests.processes import ROOT
from tests.roadmaps.operations.test_metrics import TOKEN, read
from tests.roadmaps.saying import give_role

DOCUMENT = (ROOT / "docs" / "operations.md").read_text()


def test_every_metric_it_names_exists(taxonomy: Taxonomy, settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    give_role(PersonFactory())
    Job.objects.create(kind="mail")
    Canary.objects.create(queue="mail")
    now = timezone.now()
    Schedule.objects.create(name="tidy-jobs", started_at=now, finished_at=now)
    # Read twice: what is counted of requests and caches begins with the first.
    known = {name for _ in range(2) for name, *_ in read()}
    named = set(re.findall(r"skillmatrix_[a-z_]+[a-z]", DOCUMENT))

    assert {name for name in named if not {name, f"{name}_total", f"{name}_count"} & known} == set()
    # What other rooms count of their own stands in their documents.
    assert {family.name for family in Now().collect()} - named == set()


def test_at_most_six_alerts_each_leads_to_what_to_do() -> None:
    (alerts,) = [section for section in guide() if section.title == "Alerts"]
    table = next(block for block in alerts.blocks if block.kind == "table").rows[1:]
    titles = {section.title for section in guide()}

    assert 0 < len(table) <= 6
    led = [re.fullmatch(r'<a href="#([a-z-]+)">(.+)</a>', row[-1]) for row in table]
    assert {found and found.group(2) for found in led} <= titles
    assert {found and found.group(1) for found in led} <= {section.slug for section in guide()}
    assert all("skillmatrix_" in row[1] for row in table)


def test_the_page_shows_all_of_it(taxonomy: Taxonomy, signed_in: Callable[..., Client]) -> None:
    page = (
        signed_in(PersonFactory(is_operator=True)).get(reverse("roadmaps:operations-guide")).content.decode()
    )
    for title in re.findall(r"^##+ (.+)$", DOCUMENT, re.MULTILINE):
        assert f">{title}</h" in page
    assert "```" not in page
    assert page.count("<table>") == len(re.findall(r"^\|---", DOCUMENT, re.MULTILINE))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("# Title\n\nbefore\n\n## One\n\nsome\nwords", ["text"]),
        ("## One\n- a\n- b\n  more\n\n1. c\n2. d", ["list", "list"]),
        ("## One\n\n```\nx\n\ny\n```", ["code"]),
        ("## One\n\n| a | b |\n|---|---|\n| `c | d` | <e> |", ["table"]),
    ],
)
def test_its_parts(text: str, kinds: list[str]) -> None:
    (section,) = parse(text)
    assert (section.title, [block.kind for block in section.blocks]) == ("One", kinds)


def test_nothing_in_it_is_markup() -> None:
    (section,) = parse("## One\n\n<b>`<i>`</b> **c** *One* *Two*")
    assert section.blocks[0].rows[0][0] == (
        '&lt;b&gt;<code>&lt;i&gt;</code>&lt;/b&gt; <strong>c</strong> <a href="#one">One</a> <em>Two</em>'
    )
