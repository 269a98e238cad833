"""Asking once, doing, failing and giving up."""

import random
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from skillmatrix.jobs import actions, tidying
from skillmatrix.jobs.models import Job
from skillmatrix.jobs.queue import JobSource
from skillmatrix.jobs.running import run
from tests.jobs.handlers import done

pytestmark = pytest.mark.django_db


def test_asking_twice_with_a_key_is_asking_once(alice):
    first = actions.enqueue(kind="note", payload={"n": 1}, by=alice, key="k")
    again = actions.enqueue(kind="note", payload={"n": 2}, key="k")
    other = actions.enqueue(kind="explode", payload={}, key="k")
    assert first == again
    assert first != other
    assert Job.objects.get(pk=first.pk).payload == {"n": 1}
    assert first.requester == alice


def test_without_a_key_every_wish_counts():
    assert len({actions.enqueue(kind="note", payload={}).pk for _ in range(3)}) == 3


@transaction.atomic
def ask_and_fail():
    actions.enqueue(kind="note", payload={})
    raise ZeroDivisionError


def test_a_wish_is_saved_with_the_change_or_not_at_all():
    with pytest.raises(ZeroDivisionError):
        ask_and_fail()
    assert not Job.objects.exists()


def test_doing_it_keeps_the_result_and_forgets_the_payload():
    job = actions.enqueue(kind="note", payload={"n": 7})
    run([job.pk])
    run([job.pk])
    job.refresh_from_db()
    assert (job.result, job.payload, done) == ({"seen": 7}, {}, [job.pk])
    assert job.done_at
    assert not Job.objects.open().exists()


def test_a_cancelled_job_is_closed_and_not_done():
    job = actions.enqueue(kind="note", payload={})
    Job.objects.update(cancelled=True)
    run([job.pk])
    job.refresh_from_db()
    assert (done, bool(job.done_at)) == ([], True)


def test_unknown_jobs_and_kinds_kill_nobody():
    run([10**9])
    job = actions.enqueue(kind="unheard of", payload={})
    run([job.pk])
    job.refresh_from_db()
    assert job.error.startswith("KeyError")


def make_due():
    Job.objects.update(not_before=timezone.now() - timedelta(seconds=1))


def test_failing_puts_it_back_with_full_jitter(monkeypatch):
    asked = []
    monkeypatch.setattr(random, "uniform", lambda low, high: asked.append((low, high)) or high)
    job = actions.enqueue(kind="explode", payload={"n": 1})
    for attempt in (1, 2, 3):
        make_due()
        JobSource().claim()
        run([job.pk])
        job.refresh_from_db()
        assert job.attempts == attempt
        assert abs((job.not_before - timezone.now()).total_seconds() - 2 * 2**attempt) < 2
    assert asked == [(0, 4), (0, 8), (0, 16)]
    assert (job.error, job.payload, job.dead_at) == ("ValueError: no luck", {"n": 1}, None)
    Job.objects.update(attempts=12)
    job.refresh_from_db()
    actions.fail(job, ValueError())
    assert asked[-1] == (0, 300)


def test_after_five_attempts_it_is_a_dead_letter():
    job = actions.enqueue(kind="explode", payload={})
    for _ in range(7):
        make_due()
        JobSource().claim()
        run([job.pk])
    job.refresh_from_db()
    assert (job.attempts, len(done)) == (5, 5)
    assert list(Job.objects.dead()) == [job]
    assert not Job.objects.open().exists()


def test_a_job_that_takes_its_worker_down_each_time_is_noticed():
    job = actions.enqueue(kind="note", payload={})
    for _ in range(5):
        make_due()
        assert [chunk.ids for chunk in JobSource().claim()] == [(job.pk,)]
    make_due()
    assert JobSource().claim() == []
    job.refresh_from_db()
    assert job.dead_at
    assert "stopped before it could report" in job.error


def test_done_jobs_are_kept_for_a_week_and_dead_letters_for_longer():
    old = timezone.now() - timedelta(days=8)
    rows = [
        Job(kind="note", done_at=old),
        Job(kind="note", done_at=timezone.now()),
        Job(kind="note", dead_at=old),
    ]
    Job.objects.bulk_create(rows)
    assert tidying.done_jobs() == {"deleted": 1}
    assert Job.objects.count() == 2
    assert not Job.objects.filter(done_at=old).exists()


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("job_key_once_a_kind", [{"key": "k"}, {"key": "k"}]),
        ("job_progress_within_total", [{"progress": 2, "total": 1}]),
        ("job_not_both_done_and_dead", [{"done_at": timezone.now(), "dead_at": timezone.now()}]),
    ],
)
def test_constraints(name, rows):
    assert name in {constraint.name for constraint in Job._meta.constraints}
    *before, last = rows
    for row in before:
        Job.objects.create(kind="note", **row)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Job.objects.create(kind="note", **last)


def test_unfinished_goes_on_later_from_where_it_was(settings):
    settings.JOB_HANDLERS = {"long": "tests.jobs.handlers.long"}
    job = actions.enqueue(kind="long", payload={"n": 0})
    seen = []
    while job.done_at is None and len(seen) < 9:
        JobSource().claim()
        run([job.pk])
        job.refresh_from_db()
        seen.append((job.payload.get("n"), job.attempts))
    assert seen == [(1, 0), (2, 0), (None, 1)], "each step is a first attempt"
    assert job.result == {"n": 2}


def test_report_says_whether_anybody_still_wants_it():
    job = actions.enqueue(kind="note", payload={})
    assert actions.report(job, progress=3, total=9)
    assert JobSource().claim() == [], "somebody is at it"
    actions.cancel(job)
    assert not actions.report(job, progress=4, total=9)
    job.refresh_from_db()
    assert (job.progress, job.total) == (3, 9)


def test_a_second_message_leaves_alone_what_somebody_is_at():
    job = actions.enqueue(kind="note", payload={})
    JobSource().claim()
    assert actions.begin([job.pk]) == [job]
    run([job.pk])
    assert done == []
    make_due()
    run([job.pk])
    assert done == [job.pk], "its lease ran out, so whoever was at it is gone"


def test_a_claim_after_the_lease_ran_out_lets_somebody_else_begin():
    job = actions.enqueue(kind="note", payload={})
    JobSource().claim()
    actions.begin([job.pk])
    make_due()
    JobSource().claim()
    assert actions.begin([job.pk]) == [job]


def test_many_jobs_are_asked_for_at_once(django_assert_num_queries):
    with django_assert_num_queries(4):  # two of them the savepoint
        made = actions.enqueue_many(kind="note", payloads=[{"n": n} for n in range(3)])
    assert [job.payload["n"] for job in made] == [0, 1, 2]
    assert all(job.pk for job in made)
    assert actions.enqueue_many(kind="note", payloads=[]) == []
