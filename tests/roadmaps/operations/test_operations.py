"""The operations page: who sees it, what it says, and what it must not say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from roadmaps import refresh
from roadmaps.models import Intervention, Refresh, Report
from roadmaps.operations import broker
from roadmaps.operations.installation import Installation
from skillmatrix.jobs.models import Canary, Job, Schedule
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.web.caching import REQUESTS
from tests.factories import PersonFactory
from tests.roadmaps.saying import give_role, rate

ADDRESS = "/operations/"


@pytest.fixture
def oda(taxonomy: Taxonomy) -> Person:
    return PersonFactory(name="Oda", is_operator=True)


@pytest.fixture
def page(oda: Person, signed_in: Callable[..., Client]) -> Callable[[], str]:
    """The page's text as Oda reads it now."""
    client = signed_in(oda)

    def read() -> str:
        answer = client.get(ADDRESS)
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    return read


def bury(person: Person, error: str = "KeyError: 'x'", fingerprint: str = "aa11") -> None:
    row = {"dead_at": timezone.now(), "error": error, "fingerprint": fingerprint}
    Refresh.objects.update_or_create(person=person, defaults=row)


def test_only_operators_see_it(alice: Person, erin: Person, signed_in: Callable[..., Client]) -> None:
    assert Client().get(ADDRESS).status_code == 302
    for person in (alice, erin):
        assert signed_in(person).get(ADDRESS).status_code == 403
        assert signed_in(person).post(reverse("roadmaps:requeue")).status_code == 403


def test_only_operators_are_led_to_it(oda: Person, alice: Person, signed_in: Callable[..., Client]) -> None:
    link = f'href="{ADDRESS}"'
    assert link in signed_in(oda).get("/inbox/").content.decode()
    assert link not in signed_in(alice).get("/inbox/").content.decode()


def test_a_quiet_installation(page: Callable[[], str]) -> None:
    text = page()
    assert "Nothing is behind." in text
    assert "No dead letters" in text
    assert "No job was asked for" in text


def test_what_is_behind(page: Callable[[], str], alice: Person, carol: Person) -> None:
    for person in (alice, carol):
        give_role(person)
    refresh.refresh([carol.pk], by=Report.Maker.WORKER)
    text = page()
    assert '<dd class="figure">1 <span class="of">of 2</span></dd>' in text
    assert "Nothing is behind." not in text


def test_a_broker_that_is_away_does_not_fail_the_page(
    page: Callable[[], str], settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(broker, "_quiet", broker._Patience())
    settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/nobody.sock"
    assert "The broker does not answer." in page()


def test_no_names_and_no_values(page: Callable[[], str], alice: Person) -> None:
    give_role(alice)
    rate(alice, idempotency=4)
    bury(alice, error="ValueError: Alice Lindqvist has level 4 in 'idempotency'")
    Job.objects.create(
        kind="mail", requester=alice, dead_at=timezone.now(), payload={"to": alice.email},
        error=f"OSError: {alice.email} refused",
    )  # fmt: skip
    Intervention.objects.create(by=alice, what="Tried 1 report again")
    text = page()
    assert "ValueError: … has level … in …" in text
    for secret in ("Alice", "Lindqvist", alice.email, "level 4", "idempotency"):
        assert secret not in text
    assert str(alice.public_id) not in text, "one letter alone needs no id"


def test_a_recurring_job_that_failed_and_one_that_is_overdue(page: Callable[[], str]) -> None:
    now = timezone.now()
    Schedule.objects.create(
        name="tidy-jobs", started_at=now - timedelta(hours=3), finished_at=now - timedelta(hours=3),
        due_at=now - timedelta(hours=2),
    )  # fmt: skip
    assert "The recurring job tidy-jobs is overdue." in page()
    Schedule.objects.update(error="OSError: no space left", due_at=now + timedelta(hours=1))
    text = page()
    assert "The recurring job tidy-jobs failed" in text
    assert "failed: OSError: no space left" in text


def test_caches_that_were_asked(page: Callable[[], str]) -> None:
    counter = REQUESTS.labels("only-here", "hit")
    assert "only-here" not in page(), "nobody asked it yet"
    counter.inc(3)
    REQUESTS.labels("only-here", "miss").inc()
    text = page()
    assert "only-here" in text
    assert "75.0 %" in text


def test_a_queue_on_which_nobody_answers(page: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    monkeypatch.setattr(Installation, "missing", [])
    Canary.objects.create(
        queue="refresh",
        rung_at=now - timedelta(seconds=9),
        stamped_at=now - timedelta(seconds=8),
        worker="worker@a",
    )
    text = page()
    assert "worker@a" in text
    assert "1.0 s" in text
    assert "Nobody has answered for minutes" not in text
    Canary.objects.update(stamped_at=now - timedelta(seconds=130))
    Canary.objects.create(queue="mail", rung_at=now - timedelta(seconds=50))
    assert "Nobody has answered for minutes on: refresh." in page()


def test_an_open_page_asks_for_what_is_newer(
    oda: Person, alice: Person, signed_in: Callable[..., Client], htmx: Any
) -> None:
    client = signed_in(oda)
    marker = client.get(ADDRESS).context["marker"]
    same = client.get(ADDRESS, {"after": marker}, headers=htmx("operations"))
    give_role(alice)
    newer = client.get(ADDRESS, {"after": marker}, headers=htmx("operations"))

    # In between a minute may have begun, which is newer too.
    assert same.status_code == 204 or b"<html" not in same.content
    assert newer.status_code == 200
    assert newer.content.strip().startswith(b'<div id="operations"')


def test_dead_letters_are_tried_again_by_the_page(oda: Person, signed_in: Callable[..., Client]) -> None:
    people = [PersonFactory() for _ in range(3)]
    for person in people:
        bury(person)
    client = signed_in(oda)
    assert client.get(ADDRESS).content.decode().count("Try this one") == 3

    def send(**data: Any) -> str:
        form = {"kind": "report", "fingerprint": "aa11", **data}
        return " ".join(client.post(reverse("roadmaps:requeue"), form, follow=True).content.decode().split())

    assert "1 dead letter is tried again." in send(member=people[0].public_id)
    assert "2 dead letters are tried again." in send()
    assert "Nothing was left to try" in send()
    assert Refresh.objects.exclude(dead_at=None).count() == 0
    assert "Tried 2 reports again (aa11)" in client.get(ADDRESS).content.decode()
    assert "by you" in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"kind": "report", "fingerprint": "aa11", "member": "nobody"},
        {"kind": "job", "fingerprint": "aa11", "member": "99999999999999999999"},
        {"kind": "job", "fingerprint": "aa11", "member": str(uuid4())},
        {"kind": "letter", "fingerprint": "aa11"},
        {"kind": "report", "fingerprint": "a' OR 1=1"},
        {"kind": "report", "fingerprint": "aa11\x00"},
    ],
)
def test_forms_that_name_no_letter(
    oda: Person, signed_in: Callable[..., Client], form: dict[str, str]
) -> None:
    bury(PersonFactory())
    answer = signed_in(oda).post(reverse("roadmaps:requeue"), form, follow=True)
    assert "That is no dead letter." in answer.content.decode()
    assert Refresh.objects.exclude(dead_at=None).count() == 1


def test_as_many_queries_for_one_as_for_many(page: Callable[[], str], alice: Person) -> None:
    give_role(alice)
    bury(alice)
    with CaptureQueriesContext(connection) as few:
        page()
    for number in range(12):
        person = PersonFactory()
        give_role(person)
        bury(person, fingerprint=f"ab{number}")
        Job.objects.create(kind=f"kind{number}", dead_at=timezone.now())
    with CaptureQueriesContext(connection) as many:
        page()
    assert len(many) == len(few)


def test_the_guide_has_the_part_that_each_finding_leads_to(
    oda: Person, signed_in: Callable[..., Client]
) -> None:
    text = signed_in(oda).get(reverse("roadmaps:operations-guide")).content.decode()
    for anchor in (
        "reports-are-behind", "the-broker-does-not-answer", "a-process-is-missing", "dead-letters",
        "a-recurring-job-fails",
    ):  # fmt: skip
        assert f'id="{anchor}"' in text
