"""The steps of a refresh one by one, and processes of any release on any day, for tests that come in between."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any
from unittest.mock import patch

from django.db import transaction

from assessments.levels import batches
from roadmaps import computing, reports, verifying
from roadmaps.computing import many
from roadmaps.refresh import RefreshSource, claiming, storing, working
from skillmatrix.jobs.dispatcher import Chunk

ENGINE = computing.ENGINE
_ENGINES = (claiming, storing, reports, verifying)
_CALENDARS = (claiming, working, verifying)


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


def claim(source: RefreshSource, announced: Sequence[int] | None) -> Sequence[Chunk]:
    """One round: of those who were announced alone, or with a look at everybody."""
    if announced is None:
        return source.claim()
    # Else the clock would decide whether it looks, and no walk could be walked twice.
    source._next_look = float("inf")
    return source.claim({str(person) for person in announced})


def work(ids: Sequence[int], *, poisoned: Collection[int] = ()) -> None:
    """All of it at once; with somebody in it whose inputs cannot be computed, in vain."""
    load = batches.load

    def loaded(people: Sequence[int], *, today: date) -> Any:
        if set(poisoned) & set(people):
            raise ZeroDivisionError("poison")
        return load(people, today=today)

    with patch.object(batches, "load", loaded):
        working.refresh(ids, by="worker")


def load(ids: Sequence[int], *, today: date) -> Any:
    """First: what is read."""
    return batches.load(sorted(ids), today=today)


def compute(batch: Any, *, today: date) -> Any:
    """Second: what follows."""
    return many.reports(batch, today=today)


def store(batch: Any, made: Any, *, today: date) -> None:
    """Third: what is written."""
    with transaction.atomic():
        storing.store(batch, made, today=today, by="worker")
        batches.keep(batch)
