"""Somebody works on every queue, or it is noticed: by rows, and by the worker itself."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from celery import Celery
from django.db import connection
from django.utils import timezone

from skillmatrix.celery import app
from skillmatrix.embedded.keeping import Keeper
from skillmatrix.embedded.services import Program
from skillmatrix.embedded.supervisor import Supervisor
from skillmatrix.jobs import canary
from skillmatrix.jobs.dispatcher import Dispatcher
from skillmatrix.jobs.models import Canary, Job
from skillmatrix.jobs.watch import EXIT_CODE, Standstill
from tests.jobs import handlers
from tests.processes import ROOT, Stack, wait_until


def looks(*looks: tuple[dict[str, int] | None, dict[str, int], bool]) -> list[dict[str, float]]:
    """What each look tells, ten seconds apart."""
    standstill = Standstill(["refresh", "own"])
    return [
        standstill.look(waiting, taken, idle=idle, now=10.0 * n)
        for n, (waiting, taken, idle) in enumerate(looks)
    ]


WAITS = {"refresh": 3, "own": 0}


def test_an_idle_worker_that_takes_nothing_from_a_queue_where_something_waits_stands_still():
    assert looks((WAITS, {}, True), (WAITS, {}, True), (WAITS, {}, True))[-1] == {"refresh": 20.0}


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ((WAITS, {"refresh": 1}, True), "it took something"),
        ((WAITS, {}, False), "it is busy"),
        (({"refresh": 0, "own": 0}, {}, True), "nothing waits"),
        ((None, {}, True), "the broker is away"),
    ],
)
def test_the_time_begins_anew_when(second, why):
    *_, last = looks((WAITS, {}, True), second, (WAITS, second[1], True), (WAITS, second[1], True))
    assert last == {"refresh": 10.0}, why


def test_taking_from_one_queue_says_nothing_of_another():
    both = {"refresh": 1, "own": 1}
    assert looks((both, {}, True), (both, {"own": 1}, True))[-1] == {"refresh": 10.0}


@pytest.mark.django_db(transaction=True)
class TestRinging:
    @pytest.fixture(autouse=True)
    def _often(self, settings):
        settings.CANARY_SECONDS = 15

    def earlier(self, seconds: float, **fields) -> None:
        Canary.objects.update(rung_at=timezone.now() - timedelta(seconds=seconds), **fields)

    def rung(self) -> int:
        handlers.Bell.rung.clear()
        Dispatcher([]).round()
        return len(handlers.Bell.rung)

    def test_every_queue_is_rung_for_once_by_two_dispatchers(self, settings):
        found: list[str] = []
        ready = threading.Barrier(2)

        def ask():
            try:
                ready.wait(5)
                found.extend(canary.due(settings.LANES))
            finally:
                connection.close()

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert sorted(found) == sorted(settings.LANES)

    def test_again_after_a_while_or_when_the_message_must_be_lost(self, settings):
        every = len(settings.LANES)
        assert (self.rung(), self.rung()) == (every, 0)
        self.earlier(20)
        assert self.rung() == 0, "no answer yet: a second message would only make the queue longer"
        self.earlier(70)
        assert self.rung() == every
        self.earlier(20, stamped_at=timezone.now())
        assert self.rung() == every

    def test_nobody_rings_while_the_broker_is_away(self):
        handlers.Bell.away = True
        dispatcher = Dispatcher([])
        dispatcher.round()
        Canary.objects.all().delete()
        dispatcher.look_round_at = 0.0
        dispatcher.round()
        assert not Canary.objects.exists()


def is_done(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk).exclude(done_at=None).exists()


def note(stack: Stack) -> Job:
    """A job on the lane "work", rung for."""
    job = Job.objects.create(kind="note", payload={})
    with app.connection(stack.broker) as broker:
        app.send_task("jobs.run", args=[[job.pk]], queue="work", connection=broker, retry=False)
    return job


def stop_consuming(stack: Stack) -> list:
    """Talk the worker out of the queue "work"; it still answers a ping, which is returned."""
    with Celery("outside", broker=stack.broker, set_as_current=False) as outside:
        outside.control.cancel_consumer("work", reply=True, timeout=10, limit=1)
        return outside.control.ping(timeout=10, limit=1)


@pytest.fixture
def stack(stack: Stack) -> Stack:
    stack.extra |= {
        "DJANGO_SETTINGS_MODULE": "tests.jobs.process_settings",
        "SKILLMATRIX_WORKER_PATIENCE": "6",
        "SKILLMATRIX_CANARY_SECONDS": "0.5",
    }
    return stack


@pytest.mark.slow
def test_a_worker_answers_for_every_queue(stack: Stack, settings) -> None:
    stack.worker()
    stack.dispatcher()
    stamped = Canary.objects.exclude(stamped_at=None).exclude(worker="")
    wait_until(lambda: stamped.count() == len(app.conf.task_queues), what="an answer for each queue")


@pytest.mark.slow
def test_a_worker_that_answers_but_does_not_consume_is_replaced(stack: Stack, tmp_path: Path) -> None:
    """Under the supervisor, as `up` runs it."""
    options = ["-P", "prefork", "-c", "1", "--without-gossip", "--without-mingle", "-l", "WARNING"]
    worker = Program(
        "worker",
        ["-m", "celery", "-A", "skillmatrix", "worker", *options],
        stack.environment,
        tmp_path / "log",
        heartbeat=tmp_path / "alive",
    )
    keeper = Keeper()
    supervisor = Supervisor(keeper, ROOT)
    try:
        supervisor.start(worker)
        first = note(stack)
        assert supervisor.wait(lambda: is_done(first), 60)
        [child] = supervisor.children
        assert supervisor.wait(lambda: child.ready, 30), "it has consumed something"
        before = child.process.pid
        assert stop_consuming(stack), "it still answers"
        second = note(stack)
        assert supervisor.wait(lambda: is_done(second), 90)
        assert child.process.pid != before
        assert child.restarts == 1
        assert "nothing was taken from work although the broker answers" in worker.log.read_text()
    finally:
        supervisor.stop(servers=0)
        keeper.close()


@pytest.mark.slow
def test_a_worker_that_stands_still_ends_with_all_its_processes(stack: Stack) -> None:
    stack.worker()
    first = note(stack)
    wait_until(lambda: is_done(first), seconds=60, what="the first job")
    stop_consuming(stack)
    note(stack)
    process = stack.running["worker"]
    assert process.wait(60) == EXIT_CODE
    wait_until(lambda: not group_lives(process.pid), what="the end of its children")


def group_lives(group: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, 0)
        return True
    return False


@pytest.mark.slow
def test_a_dead_and_a_frozen_broker_end_no_worker(stack: Stack, tmp_path: Path) -> None:
    stack.valkey(tmp_path)
    stack.worker()
    first = note(stack)
    wait_until(lambda: is_done(first), seconds=60, what="the first job")
    broker = stack.running["valkey"]
    os.kill(broker.pid, signal.SIGSTOP)
    with pytest.raises(AssertionError, match="did not come true"):
        wait_until(
            lambda: stack.running["worker"].poll() is not None, seconds=14, what="the end of the worker"
        )
    os.kill(broker.pid, signal.SIGCONT)
    again = note(stack)
    wait_until(lambda: is_done(again), what="a job after the frost")
    stack.kill("valkey")
    with pytest.raises(AssertionError, match="did not come true"):
        wait_until(
            lambda: stack.running["worker"].poll() is not None, seconds=14, what="the end of the worker"
        )
