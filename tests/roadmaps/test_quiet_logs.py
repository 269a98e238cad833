"""Nothing that anybody said, and nobody's name or address, is in any log line, whatever goes wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Profile
from roadmaps.models import Refresh, Report
from roadmaps.refresh import working
from roadmaps.tasks import refresh_people
from skillmatrix.celery import app
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.exporting import export
from tests.factories import PersonFactory
from tests.processes import ROOT, Stack, wait_until
from tests.roadmaps.saying import give_role, rate
from tests.web.test_logs import captured

REASON = "canary-7f3a-because"
SECRETS = ("Alice", "Lindqvist", "alice@example.com", REASON, "level 4", "Independent")


@pytest.fixture
def lines() -> Iterator[Callable[[], list[str]]]:
    yield from captured(as_json=False)


def assert_quiet(text: str) -> None:
    assert text, "nothing was logged at all, so nothing is proved"
    assert [secret for secret in SECRETS if secret in text] == []


def test_rating_publishing_and_failing_tell_nothing(
    taxonomy: Taxonomy,
    alice: Person,
    signed_in: Callable[..., Client],
    lines: Callable[[], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    give_role(alice)
    client = signed_in(alice, raise_request_exception=False)
    form = {"skill": "idempotency", "value": 4, "shown": 255, "version": 1, "key": uuid4(), "reason": REASON}
    client.post(reverse("assessments:rate-skill"), form)
    assert Profile.objects.get(person=alice).own_revision
    publish(text=export(versions.current()) + "# Again\n", note=REASON, by=None)

    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"{alice.name} <{alice.email}> said level 4, Independent\n{REASON}")

    monkeypatch.setattr(working, "store", fail)
    app.tasks[refresh_people.name].apply(args=[[alice.pk]])
    monkeypatch.setattr("roadmaps.tasks.refresh", fail)
    app.tasks[refresh_people.name].apply(args=[[alice.pk]])
    monkeypatch.setattr("roadmaps.reports.compute", fail)
    assert client.get(reverse("roadmaps:gaps")).status_code == 500
    text = "\n".join(lines())

    for part in ("answered", "ValueError", "celery.app.trace", "roadmaps.refresh", "django.request"):
        assert part in text
    assert_quiet(text)


@pytest.mark.slow
def test_real_processes_write_lines_that_machines_read(stack: Stack) -> None:
    """All loggers of web, dispatcher and worker, at the most talkative level there is."""
    alice = PersonFactory(name="Alice Lindqvist", email="alice@example.com")
    give_role(alice)
    rate(alice, idempotency=4)
    stack.extra = {"LOG_JSON": "1", "LOG_LEVEL": "DEBUG", "DEBUG": "0"}
    stack.worker()
    stack.dispatcher()
    stack.web()
    wait_until(lambda: Report.objects.filter(person=alice).count() == 2, what="the report")
    rate(alice, kubernetes=4)
    Refresh.objects.filter(person=alice).update(error="nothing")
    revision = Profile.objects.get(person=alice).revision
    wait_until(lambda: Report.objects.filter(person=alice, revision=revision).exists(), what="the report")
    text = {name: log_of(stack, name) for name in ("worker", "dispatcher", "web")}
    tasks = [line for line in read(text["worker"]) if line.get("task") == "roadmaps.refresh"]

    assert tasks, "no line says which task it belongs to"
    assert_quiet("".join(text.values()))


def log_of(stack: Stack, name: str) -> str:
    path: Path = (ROOT / "var" / "tests").resolve() / f"{name}-{stack.database}.log"
    return path.read_text()


def read(text: str) -> list[dict[str, Any]]:
    """The lines that are JSON. The banner of the worker and what the web server says itself are not."""
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]
