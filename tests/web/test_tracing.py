"""The id of a request, and its one line."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from skillmatrix.jobs import actions, running
from skillmatrix.jobs.models import Job
from skillmatrix.web import tracing
from tests.web.test_logs import facts as facts

Facts = Callable[[], list[dict[str, Any]]]
pytestmark = pytest.mark.django_db


def test_every_answer_names_its_request() -> None:
    first, second = (Client().get(path)["X-Request-ID"] for path in ("/healthz", "/nowhere"))
    assert re.fullmatch("[0-9a-f]{32}", first)
    assert first != second


def test_an_id_from_outside_counts_behind_a_proxy_alone(settings: Any) -> None:
    given = {"X-Request-ID": "proxy-1234567"}
    assert Client().get("/healthz", headers=given)["X-Request-ID"] != "proxy-1234567"
    settings.BEHIND_PROXY = True
    assert Client().get("/healthz", headers=given)["X-Request-ID"] == "proxy-1234567"


@pytest.mark.parametrize(
    "given", ["short", "x" * 65, "with space 123", "line\nforged123", "ünïcödé-1234", "<b>12345678"]
)
def test_an_id_that_is_none_is_replaced(settings: Any, given: str) -> None:
    settings.BEHIND_PROXY = True
    assert re.fullmatch("[0-9a-f]{32}", Client().get("/healthz", HTTP_X_REQUEST_ID=given)["X-Request-ID"])


def test_a_request_is_one_line_without_its_address(facts: Facts, settings: Any) -> None:
    settings.ROOT_URLCONF = "skillmatrix.urls"
    answer = Client().get(reverse("taxonomy:skill", args=["idempotency"]), {"q": "alice@example.com"})
    (line,) = [line for line in facts() if line["event"] == "answered"]

    assert (line["view"], line["status"], line["method"]) == ("taxonomy:skill", 302, "GET")
    assert line["request_id"] == answer["X-Request-ID"]
    assert not [value for value in line.values() if "idempotency" in str(value) or "alice" in str(value)]


def test_probes_are_quiet_while_all_is_well(facts: Facts) -> None:
    Client().get("/healthz")
    assert facts() == []
    Client().post("/healthz")
    assert [line["status"] for line in facts() if line["event"] == "answered"] == [405]


def test_a_request_leaves_no_id_behind() -> None:
    Client().get("/healthz")
    assert tracing.current_id() == ""


def test_a_job_carries_the_id_of_the_request_that_asked_for_it(
    facts: Facts, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.JOB_HANDLERS = {"explode": "tests.jobs.handlers.explode", "note": "tests.jobs.handlers.note"}
    monkeypatch.setattr(tracing, "uuid4", lambda: type("Number", (), {"hex": "a" * 32}))

    def answer(_request: Any) -> Any:
        for kind in ("explode", "note"):
            actions.enqueue(kind=kind, payload={})
        return tracing.HttpResponseBase()

    tracing.RequestIdMiddleware(answer)(
        type("Request", (), {"headers": {}, "resolver_match": None, "method": "GET"})()
    )  # type: ignore[arg-type]
    for job in Job.objects.all():
        assert job.request_id == "a" * 32
        running.run([job.pk])
    found = [(line["event"], line["kind"], line["request_id"]) for line in facts() if "kind" in line]

    assert found == [("job failed", "explode", "a" * 32), ("job done", "note", "a" * 32)]
    actions.enqueue(kind="note", payload={})
    assert Job.objects.latest("pk").request_id == "", "asked for by no request"
