"""The strip after a rating, and the question whether the report is stored yet."""

from __future__ import annotations

from time import time
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import timezone

from roadmaps import consequences
from roadmaps.models import Report
from roadmaps.refresh import refresh
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy
from tests.roadmaps.saying import give_role, inputs, rate, rate_all

STORED = "/me/report/stored/"


@pytest.fixture
def strip(alice: Person, taxonomy: Taxonomy):
    give_role(alice)

    def told(**levels: int) -> str:
        before = inputs(alice)
        rate(alice, **levels)
        return consequences.strip(
            RequestFactory().get("/"), taxonomy=taxonomy, before=before, after=inputs(alice), today=timezone.localdate()
        )  # fmt: skip

    return told


def now_ms(ago: float = 0) -> int:
    return int((time() - ago) * 1000)


def test_strip_tells_what_a_rating_changed(alice: Person, strip: Any):
    rate_all(alice, 5)
    opened = strip(idempotency=1)
    assert '<div id="consequences" hx-swap-oob="true"' in opened
    assert "Gap opened: Idempotency is at 1, Mid asks for 2." in opened
    assert "Targets met for Mid: 80 → 79 of 80." in opened
    assert "New on your roadmap: Idempotency 2 (your level is lower now)." in opened
    closed = strip(idempotency=2)
    assert "Gap closed: Idempotency is at 2, Mid asks for 2." in closed
    assert "Off your roadmap: Idempotency 2 (the level is there)." in closed
    assert "Fresh in " in closed
    assert "Your report is being stored." in closed


def test_strip_says_when_nothing_changed(alice: Person, strip: Any):
    rate(alice, idempotency=2)
    assert "Nothing changes in your gaps" in strip(idempotency=2)


def test_strip_is_short(alice: Person, strip: Any):
    rate_all(alice, 1)
    assert 1 <= strip(idempotency=5).count("<li") <= 4


def test_strip_waits_for_the_revision_it_told(alice: Person, strip: Any):
    html = strip(idempotency=2)
    assert f"after={inputs(alice).revision}&amp;since=" in html
    assert 'hx-trigger="every 400ms"' in html


@pytest.fixture
def ask(alice: Person, taxonomy: Taxonomy, signed_in: Any):
    client = signed_in(alice)
    return lambda after, since: client.get(STORED, {"after": after, "since": since})


def test_nothing_to_say_while_the_report_is_behind(alice: Person, ask: Any):
    give_role(alice)
    revision = rate(alice, idempotency=2)
    response = ask(revision, now_ms(1))
    assert (response.status_code, response.content) == (204, b"")


def test_stored_by_the_worker_after_so_long(alice: Person, ask: Any):
    give_role(alice)
    revision = rate(alice, idempotency=2)
    refresh([alice.pk], by=Report.Maker.WORKER)
    html = ask(revision, now_ms()).content.decode()
    assert "Stored by the worker after " in html
    assert "hx-get" not in html
    assert "Stored by the worker." in ask(revision - 1, now_ms()).content.decode()


def test_it_asks_less_often_and_stops_with_an_honest_word(alice: Person, ask: Any):
    give_role(alice)
    revision = rate(alice, idempotency=2)
    assert ask(revision, now_ms(2)).status_code == 204
    assert "every 1500ms" in ask(revision, now_ms(3.2)).content.decode()
    assert ask(revision, now_ms(10)).status_code == 204
    assert "every 6000ms" in ask(revision, now_ms(15.5)).content.decode()
    over = ask(revision, now_ms(61)).content.decode()
    assert "Your rating is saved. Its report has not been stored for a minute" in over
    assert "hx-get" not in over


def test_somebody_elses_report_does_not_count(alice: Person, carol: Person, ask: Any):
    give_role(carol)
    revision = rate(carol, idempotency=2)
    refresh([carol.pk], by=Report.Maker.WORKER)
    assert ask(revision, now_ms(1)).status_code == 204


@pytest.mark.parametrize(
    ("after", "since"), [("", ""), ("x", "1"), ("-1", "1"), ("9" * 30, "1"), ("1", "9" * 30)]
)
def test_a_damaged_question(ask: Any, after: str, since: str):
    assert ask(after, since).status_code == 422


def test_post_and_anonymous(alice: Person, taxonomy: Taxonomy, client: Any, signed_in: Any):
    assert client.get(STORED).status_code == 302
    assert signed_in(alice).post(STORED).status_code == 405
