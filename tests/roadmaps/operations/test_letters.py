"""Dead letters: in groups, without what is nobody's business, and tried again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from roadmaps.models import Intervention, Refresh
from roadmaps.operations import actions
from roadmaps.operations.letters import JOB, REPORT, letters
from skillmatrix.jobs.models import Job
from skillmatrix.people.models import Person
from tests.factories import PersonFactory


@pytest.fixture
def operator(db: None) -> Person:
    return PersonFactory(is_operator=True)


def dead_report(fingerprint: str = "aa11", error: str = "KeyError: 3", minutes: int = 1) -> Refresh:
    return Refresh.objects.create(
        person=PersonFactory(), fingerprint=fingerprint, error=error, attempts=5,
        dead_at=timezone.now() - timedelta(minutes=minutes), not_before=timezone.now() + timedelta(hours=1),
    )  # fmt: skip


def dead_job(error: str = "TimeoutError: timed out", kind: str = "mail", minutes: int = 2) -> Job:
    moment = timezone.now() - timedelta(minutes=minutes)
    return Job.objects.create(kind=kind, error=error, attempts=5, dead_at=moment)


def test_reports_are_grouped_by_fingerprint_and_jobs_by_words(operator: Person) -> None:
    first = dead_report(minutes=30)
    dead_report(minutes=20)
    dead_report("bb22", "ValueError: Alice has 4", minutes=10)
    dead_job("SMTPRecipientsRefused: alice@example.com 550")
    dead_job("SMTPRecipientsRefused: bob@example.com 551", minutes=1)
    dead_job(kind="impact", minutes=15)
    found = letters()

    assert [(group.kind, group.subject, group.count) for group in found] == [
        (JOB, "mail", 2), (REPORT, "", 1), (JOB, "impact", 1), (REPORT, "", 2),
    ]  # fmt: skip
    assert found[1].error == "ValueError: … has …"
    assert found[0].error == "SMTPRecipientsRefused: …"
    assert (found[3].first, str(first.person.public_id) in found[3].members) == (first.dead_at, True)


def test_nothing_is_dead(db: None) -> None:
    PersonFactory()
    Job.objects.create(kind="mail")

    assert letters() == []


def test_all_of_a_fingerprint_are_tried_again(operator: Person) -> None:
    same = [dead_report(), dead_report()]
    other = dead_report("bb22")

    assert actions.requeue_reports(fingerprint="aa11", by=operator) == 2
    for row in same:
        row.refresh_from_db()
        assert (row.dead_at, row.attempts, row.alone) == (None, 0, True)
        assert row.not_before <= timezone.now()
    other.refresh_from_db()
    assert other.dead_at is not None


def test_one_report_is_tried_again(operator: Person) -> None:
    first, second = dead_report(), dead_report()

    assert actions.requeue_reports(fingerprint="aa11", by=operator, person=first.person.public_id) == 1
    assert list(Refresh.objects.exclude(dead_at=None)) == [second]


def test_jobs_are_tried_again_together_and_alone(operator: Person) -> None:
    one, two = dead_job("OSError: host 10 away"), dead_job("OSError: host 11 away")
    other = dead_job("OSError: host 10 away", kind="impact")
    (group,) = [group for group in letters() if group.subject == "mail"]

    assert actions.requeue_jobs(fingerprint=group.fingerprint, by=operator, job=one.pk) == 1
    assert set(Job.objects.due()) == {one}
    assert actions.requeue_jobs(fingerprint=group.fingerprint, by=operator) == 1
    assert set(Job.objects.due()) == {one, two}
    other.refresh_from_db()
    assert other.dead_at is not None


def test_twice_is_once_and_is_written_down_once(operator: Person) -> None:
    dead_report()
    dead_job()
    job_group = next(group for group in letters() if group.kind == JOB)
    for _ in range(2):
        actions.requeue_reports(fingerprint="aa11", by=operator)
        actions.requeue_jobs(fingerprint=job_group.fingerprint, by=operator)

    assert [(line.by, line.what) for line in Intervention.objects.order_by("pk")] == [
        (operator, "Tried 1 report again (aa11)"),
        (operator, "Tried 1 job again: mail"),
    ]


def test_a_requeue_that_fails_changes_nothing(operator: Person, monkeypatch: Any) -> None:
    dead_report()

    def refuse(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Intervention.objects, "create", refuse)
    with pytest.raises(RuntimeError):
        actions.requeue_reports(fingerprint="aa11", by=operator)
    assert Refresh.objects.exclude(dead_at=None).count() == 1
