"""A real worker: what it survives, and how it stops."""

from __future__ import annotations

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
