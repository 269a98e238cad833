"""The steps of a refresh one by one, and processes of any release on any day, for tests that come in between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any
from unittest.mock import patch

from assessments.levels import encoding, reading
from roadmaps import computing, refresh, reports, verifying

ENGINE = computing.ENGINE
_ENGINES = (refresh, reports, verifying)
_CALENDARS = (refresh, verifying)


@contextmanager
def process(*, engine: int, day: date) -> Iterator[None]:
    """Code of one release, on one day."""
    changes = [patch.object(module, "ENGINE", engine) for module in _ENGINES]
    changes += [patch.object(module, "current_day", lambda: day) for module in _CALENDARS]
    for change in changes:
        change.start()
    try:
        yield
    finally:
        for change in changes:
            change.stop()


def load(ids: Sequence[int], *, today: date) -> Any:
    """First: what is read."""
    return reading.load(ids, today=today)


def compute(batch: Any, *, today: date) -> Any:
    """Second: what follows."""
    return [(inputs, refresh._findings(inputs, today)) for inputs in batch]


def store(batch: Any, made: Any, *, today: date) -> None:
    """Third: what is written."""
    refresh.store(made, today=today, by="worker")
    encoding.store([inputs for inputs in batch if inputs.were_translated])
