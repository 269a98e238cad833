"""Recurring jobs: once at a time, however many dispatchers, however long, whoever is killed."""

import threading
from datetime import time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from skillmatrix.jobs import schedule
from skillmatrix.jobs.actions import Unfinished
from skillmatrix.jobs.dispatcher import Dispatcher
from skillmatrix.jobs.models import Job, Schedule
from skillmatrix.jobs.queue import JobSource
from skillmatrix.jobs.running import run
from tests.jobs import handlers
from tests.jobs.handlers import done

# Dispatchers hold connections outside of any transaction.
pytestmark = pytest.mark.django_db(transaction=True)
TICK = {"tick": ("tests.jobs.handlers.tick", 3600)}


def work():
    """Everything that is due, as workers do it."""
    while chunks := JobSource().claim():
        for chunk in chunks:
            run(chunk.ids)


def make_due(**fields):
    Schedule.objects.update(due_at=timezone.now() - timedelta(seconds=1), **fields)


def found():
    done.append(0)
    raise schedule.Found("2 differences", {"people": 9})


def bad():
    raise RuntimeError("out of order")


def counts(n=0, **more):
    done.append(n)
    if n < 2:
        raise Unfinished({"n": n + 1})
    return {"n": n}


def test_it_runs_once_with_two_dispatchers(settings):
    settings.SCHEDULE = TICK
    ready = threading.Barrier(2)

    def ask():
        try:
            ready.wait(5)
            schedule.ask_for_due()
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    work()
    assert done == [0]
    row = Schedule.objects.get()
    assert row.started_at <= row.finished_at
    assert 3590 < (row.due_at - timezone.now()).total_seconds() <= 3600
    make_due()
    schedule.ask_for_due()
    work()
    assert done == [0, 0]


def test_a_round_of_the_dispatcher_asks_for_it_and_does_not_wait_for_it(settings):
    settings.SCHEDULE = TICK
    dispatcher = Dispatcher()
    dispatcher.round()
    assert done == handlers.Bell.rung == []
    dispatcher.round()
    assert done == []
    assert [(task, queue) for task, _, queue in handlers.Bell.rung] == [("jobs.run", "work")]


def test_one_that_takes_longer_than_its_period_never_runs_twice_at_a_time(settings):
    settings.SCHEDULE = TICK
    schedule.ask_for_due()
    make_due()
    schedule.ask_for_due()
    assert Job.objects.count() == 1, "it waits for a worker"
    [job] = Job.objects.all()
    schedule._begin(job, Schedule.objects.filter(name="tick", run=job.pk))
    make_due()
    schedule.ask_for_due()
    assert Job.objects.count() == 1, "it is at work"
    job.refresh_from_db()
    assert (job.not_before - timezone.now()).total_seconds() > 120, "longer than any task may live"


def test_one_that_was_killed_is_followed_by_the_next_when_its_lease_has_run_out(settings):
    settings.SCHEDULE = TICK
    schedule.ask_for_due()
    [killed] = Job.objects.all()
    make_due(leased_until=timezone.now() - timedelta(seconds=1))
    schedule.ask_for_due()
    assert Job.objects.count() == 2
    run([killed.pk])
    assert done == [], "it came back late and finds another one in its place"
    work()
    assert done == [0]


def test_a_failure_is_written_down_waits_for_its_next_time_and_stops_no_other(settings):
    settings.SCHEDULE = {"bad": ("tests.jobs.test_schedule.bad", 60), **TICK}
    schedule.ask_for_due()
    work()
    assert done == [0]
    row = Schedule.objects.get(name="bad")
    assert (row.error, row.finished_at, row.leased_until) == ("RuntimeError: out of order", None, None)
    assert not Job.objects.open().exists()
    assert not Job.objects.dead().exists()


def test_what_it_found_is_kept_and_raises_an_alarm(settings):
    settings.SCHEDULE = {"look": ("tests.jobs.test_schedule.found", 60)}
    schedule.ask_for_due()
    work()
    row = Schedule.objects.get()
    assert (row.error, row.result) == ("2 differences", {"people": 9})
    assert row.finished_at
    settings.SCHEDULE = {"look": ("tests.jobs.test_schedule.counts", 60)}
    make_due()
    schedule.ask_for_due()
    work()
    row.refresh_from_db()
    assert (row.error, row.result) == ("", {"n": 2})


def test_a_long_one_goes_on_where_it_was(settings):
    settings.SCHEDULE = {"long": ("tests.jobs.test_schedule.counts", 60)}
    schedule.ask_for_due()
    [chunk] = JobSource().claim()
    run(chunk.ids)
    began = Schedule.objects.get().started_at
    make_due()
    schedule.ask_for_due()
    work()
    assert done == [0, 1, 2]
    row = Schedule.objects.get()
    assert (row.started_at, row.result, Job.objects.count()) == (began, {"n": 2}, 1)


def test_a_daily_one_waits_for_its_time(settings):
    here = timezone.localtime()
    at = (here + timedelta(hours=2)).time().replace(second=0, microsecond=0)
    settings.SCHEDULE, settings.SCHEDULE_AT = TICK, {"tick": at}
    schedule.ask_for_due()
    assert not Job.objects.exists()
    due = timezone.localtime(Schedule.objects.get().due_at)
    assert due.time() == at
    assert timedelta(hours=1, minutes=58) < due - here <= timedelta(hours=2)
    make_due()
    schedule.ask_for_due()
    assert Job.objects.count() == 1
    assert timezone.localtime(Schedule.objects.get().due_at) == due


def test_its_time_is_that_of_the_installation(settings):
    settings.TIME_ZONE = "Asia/Kathmandu"
    settings.SCHEDULE, settings.SCHEDULE_AT = TICK, {"tick": time(2, 30)}
    schedule.ask_for_due()
    due = Schedule.objects.get().due_at
    assert (due.hour, due.minute) == (20, 45)
    assert timedelta() < due - timezone.now() <= timedelta(days=1)


def test_what_another_release_has_asked_for_is_left_alone(settings):
    settings.SCHEDULE = TICK
    schedule.ask_for_due()
    settings.SCHEDULE = {}
    work()
    assert done == []
    assert not Job.objects.dead().exists()
