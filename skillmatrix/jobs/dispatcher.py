"""The dispatcher: finds what is due in PostgreSQL and rings Celery, which may lose the message.

Nothing is lost with it, because due work stays due until its result is stored: a lease runs out,
the next round claims it again. Any number of dispatchers may run; `SKIP LOCKED` keeps them out of
each other's way and none of them is a leader. `LISTEN` makes a change seen at once, the poll
makes it seen for sure.

When the broker does not answer, a breaker opens for some seconds and the dispatcher does the work
itself, lane by lane (`hands.py`), so that a dead Redis makes reports slower, not stale.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils.module_loading import import_string

from . import canary, heartbeat, schedule
from .hands import Hands
from .listening import Listener

POLL_SECONDS = 1.0
# While something is under way its lane is filled up again as it empties, which nobody announces.
POLL_SECONDS_AT_WORK = 0.1
BREAKER_SECONDS = 12.0
# Changes a second up to which nothing is gathered, those that count as a storm, and for how long one is remembered.
CALM = 100.0
STORM = 500.0
MEMORY_SECONDS = 0.2
LONGEST_SECONDS = 0.7
# Gathering ends when so many were heard: more than one message can name would only wait.
FULL = 1000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Ids that one message carries, on the queue of a lane. `direct` asks to be done here: ringing has not helped so far."""

    task: str
    queue: str
    ids: tuple[int, ...]
    direct: bool = False


class Source(Protocol):
    """A kind of due work: knows how to lease it and how to do it."""

    def claim(self, heard: Collection[str] | None = None) -> Sequence[Chunk]:
        """Lease what is due, counting the attempt before the work, and say how to ring for it.

        `heard`: what was announced since the last round; None when that is not known.
        """

    def work(self, ids: Sequence[int]) -> None:
        """Do the work here and now."""


class Dispatcher:
    """Rounds of claiming and ringing. One instance a process."""

    def __init__(self, sources: Sequence[Source] | None = None) -> None:
        self.sources = sources or [import_string(path)() for path in settings.DISPATCH_SOURCES]
        self.doorbell = import_string(settings.DOORBELL)
        self.listener = Listener()
        self.hands = Hands()
        self.at_work_until = 0.0
        self.look_round_at = 0.0
        self.pace = Pace()
        self.broken_until = 0.0
        self.stopping = False

    def run(self) -> None:
        """Work until `stop` is called; a database that is away is waited for."""
        heard: set[str] | None = None
        while not self.stopping:
            try:
                busy = self.round(heard)
                heard = self.wait(busy=busy)
            except (DatabaseError, InterfaceError):
                _log.exception("the database did not answer; trying again")
                connection.close()
                heard = None
                time.sleep(POLL_SECONDS)
        self.hands.stop()
        self.listener.close()

    def stop(self, *_: object) -> None:
        """Finish the round at hand and return from `run`; usable as a signal handler."""
        self.stopping = True

    def round(self, heard: Collection[str] | None = None) -> bool:
        """Claim and ring once for every source; say whether anything was due."""
        close_old_connections()
        chunks = [(source, chunk) for source in self.sources for chunk in source.claim(heard)]
        # Whatever can be rung for goes out first, and fresh edits before all.
        lanes = list(settings.LANES)
        for source, chunk in sorted(chunks, key=lambda pair: (pair[1].direct, lanes.index(pair[1].queue))):
            self.ring(source, chunk)
        if time.monotonic() >= self.look_round_at:
            # After the ringing: who has just said something waits for none of this.
            self.look_round_at = time.monotonic() + POLL_SECONDS
            schedule.ask_for_due()
            self.send_canaries()
            heartbeat.beat()
        if chunks:
            self.at_work_until = time.monotonic() + POLL_SECONDS
        return bool(chunks)

    def ring(self, source: Source, chunk: Chunk) -> None:
        """Send the chunk to a worker, or do it here when that is not possible or did not help."""
        if not settings.DISPATCH_FALLBACK:
            self.send(chunk)
        elif chunk.direct or time.monotonic() < self.broken_until or not self.send(chunk):
            self.hands.do(chunk.queue, source.work, chunk.ids)

    def send_canaries(self) -> None:
        """Ring for the sake of ringing. Nothing is done here for it: it is about the workers."""
        if time.monotonic() >= self.broken_until:
            for queue in canary.due(settings.LANES):
                self.send(Chunk(canary.TASK, queue, ()))

    def send(self, chunk: Chunk) -> bool:
        """Ring; on failure open the breaker and say so."""
        try:
            self.doorbell.send_task(
                chunk.task, args=[list(chunk.ids)], queue=chunk.queue, retry=False, expires=300
            )
        except Exception as error:  # whatever the transport raises, the answer is the same
            self.broken_until = time.monotonic() + BREAKER_SECONDS
            _log.warning("the broker did not answer (%s); working here", type(error).__name__)
            return False
        return True

    def wait(self, *, busy: bool) -> set[str]:
        """Sleep until a change is announced, at most until the next poll; what was announced."""
        at_work = self.hands.busy or time.monotonic() < self.at_work_until
        heard = self.listener.wait(0 if busy else POLL_SECONDS_AT_WORK if at_work else POLL_SECONDS)
        if window := self.pace.window(len(heard)):
            gathered = self.listener.gather(window, enough=FULL - len(heard))
            self.pace.count(len(gathered))
            heard += gathered
        return set(heard)


class Pace:
    """How long to gather before ringing: not at all while it is calm, for most of a second in a storm.

    One message a change would cost a storm more than the work; who waits sees their own page at once.
    """

    def __init__(self) -> None:
        self._rate = 0.0
        self._since = time.monotonic()

    def window(self, changes: int) -> float:
        """Seconds to go on listening after so many changes were heard; 0 when there were none."""
        self.count(changes)
        return min(LONGEST_SECONDS, self._rate / STORM) if changes and self._rate > CALM else 0.0

    def count(self, changes: int) -> None:
        """So many more were heard just now."""
        now = time.monotonic()
        self._rate *= math.exp((self._since - now) / MEMORY_SECONDS)
        self._rate += changes / MEMORY_SECONDS
        self._since = now
