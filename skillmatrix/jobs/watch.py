"""A worker that watches itself: when it consumes nothing although something waits, it ends.

Workers have been seen that answer every ping after a broker's restart and never take a message again. Nobody
can tell from outside, and compose does not restart what is merely unhealthy; but a process that ends is started
anew, by compose as by our supervisor. So each worker, from its main process, looks at the queues it was
started for, and at one of its own, into which it puts a message that nobody else can take. A queue in which something
waits while the worker is idle and takes nothing from it for `WORKER_PATIENCE` seconds ends the worker.

A broker that is away ends nobody: the time only counts while it answers.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from celery import bootsteps, signals
from celery.utils.nodenames import worker_direct
from celery.worker import state
from django.conf import settings

from . import canary, heartbeat

LOOKS_IN_PATIENCE = 6
EXIT_CODE = 70
_log = logging.getLogger(__name__)
_received: Counter[str] = Counter()


@signals.task_received.connect
def note(request: Any, **_: Any) -> None:
    """Count a message by its queue; runs in the main process of a worker."""
    _received[request.delivery_info["routing_key"]] += 1


class Standstill:
    """Since when each queue has stood still: something waits in it, and an idle worker takes nothing from it."""

    def __init__(self, queues: Collection[str]) -> None:
        self.queues = queues
        self.taken: dict[str, int] = {}
        self.since: dict[str, float] = {}

    def look(
        self, waiting: Mapping[str, int] | None, taken: Mapping[str, int], *, idle: bool, now: float
    ) -> dict[str, float]:
        """For how many seconds each queue has stood still. `waiting` is None when the broker did not answer."""
        for queue in self.queues:
            moved = taken.get(queue, 0) != self.taken.get(queue, 0)
            if moved or not idle or not waiting or not waiting.get(queue):
                self.since.pop(queue, None)
            else:
                self.since.setdefault(queue, now)
            self.taken[queue] = taken.get(queue, 0)
        return {queue: now - since for queue, since in self.since.items()}


class Watch(bootsteps.StartStopStep):
    """Watches from a thread of the worker's main process, from its start on."""

    # Not after the consumer: starting that is all the rest of a worker's life.
    requires = {"celery.worker.components:Pool"}

    def __init__(self, worker: Any, **options: Any) -> None:
        super().__init__(worker, **options)
        self.app = worker.app
        self.own = worker_direct(worker.hostname)
        # As they were at the start: a worker that was talked out of its queues is one that does not consume.
        self.queues = [self.own.name, *(q for q in self.app.amqp.queues.consume_from if q != self.own.name)]
        self.stopped = threading.Event()

    def start(self, worker: Any) -> None:
        """Begin to watch."""
        if settings.WORKER_PATIENCE:
            threading.Thread(target=self.watch, name="watch", daemon=True).start()

    def stop(self, worker: Any) -> None:
        """A worker that is stopping takes nothing, and rightly so."""
        self.stopped.set()

    def watch(self) -> None:
        """Look again and again, and end the process when it stands still."""
        standstill = Standstill(self.queues)
        while not self.stopped.wait(self.pause()):
            if state.should_stop is not None or state.should_terminate is not None:
                return
            still = standstill.look(
                self.waiting(), _received, idle=not state.reserved_requests, now=time.monotonic()
            )
            if any(seconds > settings.WORKER_PATIENCE for seconds in still.values()):
                _log.critical(
                    "nothing was taken from %s although the broker answers; ending", ", ".join(still)
                )
                # Nothing of an orderly stop can be relied on here. What was begun is found by its lease.
                os._exit(EXIT_CODE)
            if _received and not still:
                heartbeat.beat()

    def pause(self) -> float:
        """Until the next look: a moment while it starts, for whoever waits for its heart to beat."""
        pause = settings.WORKER_PATIENCE / LOOKS_IN_PATIENCE
        return pause if _received else min(1.0, pause)

    def waiting(self) -> dict[str, int] | None:
        """How many messages wait in each queue, one of our own among them. None when the broker does not answer."""
        try:
            with self.app.connection_for_write() as broker:
                client = broker.default_channel.client
                waiting = {queue: client.llen(queue) for queue in self.queues}
                if not waiting[self.own.name]:
                    self.app.send_task(canary.TASK, args=[[]], queue=self.own, connection=broker, retry=False)
                return waiting
        except Exception as error:  # whatever the transport raises, the answer is the same
            _log.warning("the broker did not answer (%s)", type(error).__name__)
            return None
