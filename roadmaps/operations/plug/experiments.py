"""What happens when something breaks, step by step with the time since it broke.

An experiment runs in a thread of the web process that was asked: a request would hold up the one process that
has to answer the probe. What it finds stands in the cache, which all web processes share.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from threading import Thread
from typing import Any

from django.core.cache import cache
from django.db import connections
from structlog.stdlib import get_logger

from roadmaps import verifying
from roadmaps.models import Report
from skillmatrix.people.models import Person

from . import probe, socket

WORKER, BROKER, FOUR = "worker", "broker", "four"
KINDS = (WORKER, BROKER, FOUR)
SENT = 4
FREEZE_SECONDS = 8.0
PATIENCE_SECONDS = 120.0
# Whoever pulls the plug twice at once would time the other one.
LOCK_SECONDS = 600
CHECKED = 200
KEY, LOCK = "plug", "plug-lock"
_log = get_logger(__name__)


@dataclass
class Experiment:
    """`steps` are (milliseconds since the beginning, what happened, a number or a word that belongs to it)."""

    kind: str
    steps: list[tuple[int, str, str]] = field(default_factory=list)
    sent: int = 0
    stored: int = 0
    people: int = 0
    differing: int = 0
    is_done: bool = False
    failed: bool = False
    began: float = field(default_factory=time.monotonic)

    def step(self, what: str, number: object = "") -> None:
        """Something happened just now."""
        self.steps.append((round((time.monotonic() - self.began) * 1000), what, str(number)))
        self.keep()

    def keep(self) -> None:
        """Let the page see it."""
        cache.set(KEY, asdict(self), 3600)


def latest() -> Experiment | None:
    """The experiment that runs, or the one that ran last."""
    found: dict[str, Any] | None = cache.get(KEY)
    return Experiment(**found) if found else None


def is_running() -> bool:
    """One is under way."""
    return bool(cache.get(LOCK))


def begin(kind: str) -> bool:
    """Begin one. False while another one runs."""
    if not cache.add(LOCK, 1, LOCK_SECONDS):
        return False
    Experiment(kind).keep()
    Thread(target=_run, args=(kind,), name=f"plug-{kind}", daemon=True).start()
    return True


def _run(kind: str) -> None:
    experiment = Experiment(kind)
    try:
        someone = probe.person()
        _settle(someone)
        # The clock starts when everything is in order.
        experiment.began = time.monotonic()
        {WORKER: _kill_worker, BROKER: _freeze_broker, FOUR: _send_four}[kind](experiment, someone)
        _compare(experiment)
    except Exception:
        _log.exception("an experiment failed")
        experiment.failed = True
        experiment.step("failed")
    finally:
        experiment.is_done = True
        experiment.keep()
        cache.delete(LOCK)
        connections.close_all()


def _settle(someone: Person) -> None:
    """The probe says nothing, and that has arrived."""
    probe.withdraw(someone)
    _wait(lambda: probe.stored(someone).revision >= probe.revision(someone))


def _kill_worker(experiment: Experiment, someone: Person) -> None:
    told = socket.ask(do="kill-worker")
    experiment.step("killed", told["process"])
    _rate(experiment, someone, 1)
    _recover(experiment, someone)


def _freeze_broker(experiment: Experiment, someone: Person) -> None:
    told = socket.ask(do="freeze-broker", seconds=FREEZE_SECONDS)
    experiment.step("frozen", round(told["seconds"]))
    _rate(experiment, someone, 1)
    _recover(experiment, someone)


def _send_four(experiment: Experiment, someone: Person) -> None:
    _rate(experiment, someone, SENT)
    _settle(someone)
    experiment.step("undone")


def _rate(experiment: Experiment, someone: Person, times: int) -> None:
    """One rating, so many times; its report arrives."""
    key, statuses = probe.send(someone, times)
    experiment.sent = times
    experiment.stored = probe.rows(someone, key)
    experiment.step("answered", sum(200 <= status < 400 for status in statuses))
    wanted = probe.revision(someone)
    _wait(lambda: probe.stored(someone).revision >= wanted)
    experiment.step(f"stored-by-{probe.stored(someone).by}")


def _recover(experiment: Experiment, someone: Person) -> None:
    """Say and take back until a worker is the one who stores it: then all is as before."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if probe.stored(someone).by == Report.Maker.WORKER:
            break
        probe.send(someone, 1)
        _settle(someone)
    _settle(someone)
    experiment.step("recovered" if probe.stored(someone).by == Report.Maker.WORKER else "not-recovered")
    experiment.step("undone")


def _compare(experiment: Experiment) -> None:
    """Recompute the stored reports of everybody, or of many, and count those that differ."""
    ids = list(Report.objects.order_by("person_id").values_list("person_id", flat=True).distinct()[:CHECKED])
    verdict = verifying.verify(ids)
    experiment.people, experiment.differing = len(ids), len(verdict.differences) + len(verdict.stale)
    experiment.step("compared")


def _wait(true: Callable[[], bool]) -> None:
    """Raises TimeoutError when it never is."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.02)
