"""A real worker: what it survives, and how it stops."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from django.db import connection

from skillmatrix.celery import app
from skillmatrix.jobs.models import Job
from tests.processes import Stack, wait_until

pytestmark = pytest.mark.slow


@pytest.fixture
def stack(stack: Stack) -> Stack:
    """Processes that know the handlers of these tests."""
    stack.extra["DJANGO_SETTINGS_MODULE"] = "tests.jobs.process_settings"
    return stack


def ring(stack: Stack, job: Job, queue: str = "work") -> Job:
    """What a dispatcher would send for a job that it has claimed."""
    with app.connection(stack.broker) as broker:
        app.send_task("jobs.run", args=[[job.pk]], queue=queue, connection=broker, retry=False)
    return job


def is_done(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk).exclude(done_at=None).exists()


def note(stack: Stack) -> Job:
    return ring(stack, Job.objects.create(kind="note", payload={}))


def cut_other_connections() -> int:
    """What a restart of PostgreSQL does to everybody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def test_a_worker_works_on_after_its_database_connection_was_cut(stack: Stack) -> None:
    stack.worker()
    first = note(stack)
    wait_until(lambda: is_done(first), what="the first job")
    assert cut_other_connections() == 1, "the worker keeps its connection"
    second = note(stack)
    wait_until(lambda: is_done(second), seconds=10, what="the job after the cut")


def stop(stack: Stack, name: str) -> int:
    """Ask a process to stop, as a container is asked; its exit code. It may take as long as a container may."""
    process = stack.running[name]
    os.kill(process.pid, signal.SIGTERM)
    return process.wait(45)


def sleep(stack: Stack, seconds: int) -> Job:
    """A job that somebody has begun and that takes so long."""
    job = ring(stack, Job.objects.create(kind="sleep", payload={"seconds": seconds}))
    begun = Job.objects.filter(pk=job.pk).exclude(started_at=None)
    wait_until(begun.exists, seconds=60, what="the beginning of the job")
    return job


def left(stack: Stack) -> tuple[int, int]:
    """Messages in the queue "work", and those that nobody has finished or given back."""
    with app.connection(stack.broker) as broker:
        client = broker.default_channel.client
        return client.llen("work"), client.hlen("unacked")


def test_a_worker_that_is_asked_to_stop_finishes_what_it_is_at(stack: Stack) -> None:
    stack.worker()
    job = sleep(stack, 3)
    assert stop(stack, "worker") == 0
    assert is_done(job)
    assert left(stack) == (0, 0)


def test_what_takes_too_long_is_given_back_before_the_container_is_killed(stack: Stack) -> None:
    stack.worker()
    job = sleep(stack, 100)
    stop(stack, "worker")
    assert not is_done(job)
    assert left(stack) == (1, 0)


def test_a_dispatcher_that_is_asked_to_stop_finishes_its_round(stack: Stack, tmp_path: Path) -> None:
    stack.extra["SKILLMATRIX_HEARTBEAT"] = str(tmp_path / "alive")
    stack.dispatcher()
    wait_until((tmp_path / "alive").exists, seconds=60, what="the first round")
    assert (tmp_path / "alive").read_text() == str(stack.running["dispatcher"].pid)
    assert stop(stack, "dispatcher") == 0
