"""Somebody who publishes while everything breaks: one target to and fro."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

ROLE, SKILL = "senior", "idempotency"
LEVELS = (4, 5)


class Editor:
    """Publishes so many versions, each when its time has come, again where the database was away."""

    def __init__(self, times: int, is_time: Callable[[int], bool]) -> None:
        self.times = times
        self.is_time = is_time
        self.published = 0
        self.stopped = False
        self.thread = threading.Thread(target=self.work, daemon=True)

    def work(self) -> None:
        """Until all is published."""
        from django.db import DatabaseError, InterfaceError, connection

        while self.published < self.times and not self.stopped:
            if not self.is_time(self.published):
                time.sleep(0.1)
                continue
            try:
                publish()
            except (DatabaseError, InterfaceError):
                connection.close()
                time.sleep(0.5)
            else:
                self.published += 1
        connection.close()


def publish() -> None:
    """One target up, or down again, in one transaction."""
    from skillmatrix.taxonomy import versions
    from skillmatrix.taxonomy.actions import publish as publish_document
    from skillmatrix.taxonomy.building import build, content_of
    from skillmatrix.taxonomy.exporting import export

    content = content_of(versions.current())
    targets = next(role for role in content["roles"] if role["slug"] == ROLE)["targets"]
    level, weight = targets[SKILL]
    targets[SKILL] = [next(other for other in LEVELS if other != level), weight]
    publish_document(text=export(build(content)), note="", by=None)
