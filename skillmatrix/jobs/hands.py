"""What the dispatcher does itself when nobody can be rung for: one thread a lane.

A mail server that hangs then holds up mails, and a fan-out other fan-outs, while the dispatcher goes
on claiming and ringing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections, connections

_log = logging.getLogger(__name__)


class Hands:
    """The threads of one dispatcher, each started when its lane first needs it."""

    def __init__(self) -> None:
        self._threads: dict[str, ThreadPoolExecutor] = {}
        self._waiting: set[tuple[str, int]] = set()
        self._stopping = False

    @property
    def busy(self) -> bool:
        """Something waits for its turn."""
        return bool(self._waiting)

    def do(self, lane: str, work: Callable[[Sequence[int]], None], ids: Sequence[int]) -> None:
        """Do this when the lane's turn has come. What waits already, because its lease ran out meanwhile, waits once."""
        new = [pk for pk in ids if (lane, pk) not in self._waiting]
        if new:
            self._waiting.update((lane, pk) for pk in new)
            thread = self._threads.setdefault(lane, ThreadPoolExecutor(1, thread_name_prefix=lane))
            thread.submit(self._work, lane, work, new)

    def finish(self) -> None:
        """Do all that waits, and end the threads with their connections."""
        threads, self._threads = self._threads, {}
        for thread in threads.values():
            thread.submit(connections.close_all)
            thread.shutdown()

    def stop(self) -> None:
        """Finish only what was begun; the leases of the rest run out."""
        self._stopping = True
        self.finish()

    def _work(self, lane: str, work: Callable[[Sequence[int]], None], ids: Sequence[int]) -> None:
        # From here on it may be asked for again: what is being done may be out of date before it is done.
        self._waiting.difference_update((lane, pk) for pk in ids)
        if self._stopping:
            return
        try:
            close_old_connections()
            work(ids)
        except Exception:  # its lease finds it again
            _log.exception("working here on the lane %s failed", lane)
