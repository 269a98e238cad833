"""The figures for a monitoring system: who may read them, and that they are the page's."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from roadmaps import refresh
from roadmaps.models import Refresh, Report
from roadmaps.operations.metrics import Now
from skillmatrix.jobs.models import Job, Schedule
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy
from tests.factories import PersonFactory
from tests.processes import Stack, wait_until
from tests.roadmaps.saying import give_role

ADDRESS = "/metrics"
TOKEN = "a-long-word-that-nobody-guesses"


def read(client: Client | None = None, token: str = TOKEN) -> dict[tuple[str, ...], float]:
    """Every sample by its name and its labels' values."""
    answer = (client or Client()).get(ADDRESS, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    return samples(answer.content.decode())


def samples(text: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def token(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN


def test_without_a_token_nobody_but_operators_learns_of_it(
    taxonomy: Taxonomy, alice: Person, signed_in: Callable[..., Client]
) -> None:
    unknown = Client().get("/metricz")
    for client in (Client(), signed_in(alice)):
        for shown in ("", "Bearer ", "Bearer None"):
            assert (
                client.get(ADDRESS, headers={"Authorization": shown}).status_code
                == unknown.status_code
                == 404
            )
    assert signed_in(PersonFactory(is_operator=True)).get(ADDRESS).status_code == 200


@pytest.mark.parametrize(
    "shown", ["", "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN, "Bearer ü"]
)
def test_another_word_is_refused(db: None, token: None, shown: str) -> None:
    answer = Client().get(ADDRESS, headers={"Authorization": shown})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_the_figures_of_the_page(taxonomy: Taxonomy, token: None, alice: Person, carol: Person) -> None:
    for person in (alice, carol):
        give_role(person)
    refresh.refresh([carol.pk], by=Report.Maker.WORKER)
    Refresh.objects.create(person=carol, dead_at=timezone.now(), fingerprint="aa11")
    Job.objects.create(kind="mail")
    found = read()

    assert found["skillmatrix_people",] == 2
    assert found["skillmatrix_reports_behind", "edit"] == 1
    assert found["skillmatrix_reports_behind", "fanout"] == 0
    assert found["skillmatrix_reports_stored", "worker"] == 1
    assert found["skillmatrix_dead_letters", "report"] == 1
    assert found["skillmatrix_jobs_open", "mail"] == 1
    assert found["skillmatrix_queue_messages", "refresh"] == 0
    assert found["skillmatrix_database_up",] == found["skillmatrix_broker_up",] == 1
    assert found["skillmatrix_database_bytes",] > 1_000_000


def test_requests_are_counted_by_view_and_never_by_address(taxonomy: Taxonomy, token: None) -> None:
    key = ("skillmatrix_request_seconds_count", "2xx", "web:healthz")
    before = read().get(key, 0)
    Client().get("/healthz")
    Client().get("/some/secret/address")
    found = read()

    assert found[key] == before + 1
    assert found["skillmatrix_request_seconds_count", "4xx", "none"] >= 1
    assert not [name for name in found if "secret" in "".join(name)]


def test_a_database_that_is_away_is_told(db: None, token: None) -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("away")

    with connection.execute_wrapper(refuse):
        found = read()
    assert found["skillmatrix_database_up",] == 0
    assert any(name[0] == "skillmatrix_request_seconds_count" for name in found)


@pytest.mark.slow
def test_several_web_processes_count_together(stack: Stack, tmp_path: Any) -> None:
    """Also what one counted that is no more; each scrape may meet another process."""
    folder = tmp_path / "counters"
    stack.extra = {"PROMETHEUS_MULTIPROC_DIR": str(folder), "METRICS_TOKEN": TOKEN}
    first, second = stack.web(), None
    one = stack.running.pop("web")
    second = stack.web()
    stack.running["first"] = one

    def count(address: str) -> float:
        request = urllib.request.Request(f"{address}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return samples(answer.read().decode())["skillmatrix_request_seconds_count", "2xx", "web:healthz"]

    before = count(first)
    for address in (first, first, second):
        urllib.request.urlopen(f"{address}/healthz", timeout=20).close()
    assert count(first) == count(second) == before + 3
    stack.kill("first")
    wait_until(lambda: count(second) == before + 3, what="the count of both")


def test_no_label_is_one_that_a_monitoring_system_sets_itself(taxonomy: Taxonomy) -> None:
    Schedule.objects.create(name="tidy-jobs", started_at=timezone.now(), finished_at=timezone.now())
    families = [family for family in Now().collect() if family.name.startswith("skillmatrix_")]
    labels = {name for family in families for sample in family.samples for name in sample.labels}

    assert "name" in labels
    assert not labels & {"job", "instance"}
