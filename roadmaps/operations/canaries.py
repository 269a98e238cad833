"""Does somebody work on every queue? Told by messages that are sent only to be answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from skillmatrix.jobs.models import Canary as Row

# Rung anew every quarter of a minute, or a minute after one that was lost: then two in a row were.
SILENT_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Canary:
    """One queue. `age`: seconds since the last answer, or since it was rung for where there never was one.

    `took`: from the ring to the answer, None while it is awaited. `worker` is who answered last.
    """

    queue: str
    age: float
    took: float | None
    worker: str
    ever: bool

    @property
    def is_silent(self) -> bool:
        """Nobody has answered for so long that nobody works there."""
        return self.age > SILENT_SECONDS


def canaries() -> Sequence[Canary]:
    """Every lane that was rung for, in the order of the settings. One query."""
    rows = Row.objects.in_bulk(list(settings.LANES))
    return [_canary(rows[name]) for name in settings.LANES if name in rows]


def _canary(row: Row) -> Canary:
    answered = row.stamped_at is not None and row.stamped_at >= row.rung_at
    return Canary(
        queue=row.queue,
        age=max(0.0, (timezone.now() - (row.stamped_at or row.rung_at)).total_seconds()),
        took=(row.stamped_at - row.rung_at).total_seconds() if answered else None,  # type: ignore[operator]
        worker=row.worker,
        ever=row.stamped_at is not None,
    )
