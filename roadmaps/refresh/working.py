"""Computing and storing the reports of any number of people; a failure is written down for whoever it concerns."""

from __future__ import annotations

import hashlib
import logging
import random
import traceback
from collections.abc import Sequence
from contextlib import nullcontext

from django.db import connection, transaction

from assessments.levels import batches
from roadmaps.computing.many import reports
from skillmatrix.people.dated import current_day

from .storing import store

TRIES_ALONE = 5
# How many are computed and stored at once, however many one message names: it bounds the memory of a worker.
AT_ONCE = 500
# A chunk that failed, or whose lease ran out, comes again in parts of this size, and whoever is in a part that fails
# as well comes alone: few wait for long, and never hundreds one by one, because of somebody they came with.
PART = 20
_log = logging.getLogger(__name__)


def refresh(person_ids: Sequence[int], *, by: str) -> None:
    """Compute and store the reports of these people; whoever is not behind is not changed by it.

    A fixed number of statements for every `AT_ONCE` people. Vectors that had to be translated for it are kept, so
    that nobody has to do that again. A failure is written down and never raised: the dispatcher tries again.
    """
    # In one order everywhere, so that two chunks with the same people only queue.
    people = sorted(set(person_ids))
    for first in range(0, len(people), AT_ONCE):
        _refresh(people[first : first + AT_ONCE], by=by)


def _refresh(person_ids: Sequence[int], *, by: str) -> None:
    today = current_day()
    try:
        if len(person_ids) == 1 and not _may_begin(person_ids[0]):
            return
        batch = batches.load(person_ids, today=today)
        if batch is None:
            return
        made = reports(batch, today=today)
        with transaction.atomic() if batch.anew else nullcontext():
            store(batch, made, today=today, by=by)
            batches.keep(batch)
    except Exception as error:
        _log.exception("refreshing %s people failed", len(person_ids))
        give_back(person_ids, error)


def _may_begin(person: int) -> bool:
    """Count a try of a suspect before it is made, since nobody may come back from it; False after the last one."""
    count = "UPDATE roadmaps_refresh SET tried = tried + 1 WHERE person_id = %s AND alone RETURNING tried"
    with connection.cursor() as cursor:
        cursor.execute(count, [person])
        row = cursor.fetchone()
    return row is None or row[0] <= TRIES_ALONE


def give_back(person_ids: Sequence[int], error: Exception) -> None:
    """Note a failure: a chunk is taken apart at once, somebody alone waits with full jitter.

    The delay is uniform in 0 … min(300 s, 2 s · 2^tries). After `TRIES_ALONE` tries alone the
    person is a dead letter until an input, the version or the engine changes, or a human asks.
    """
    alone, small = len(person_ids) == 1, len(person_ids) <= PART
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE roadmaps_refresh SET
                error = %(error)s, fingerprint = %(fingerprint)s,
                attempts = CASE WHEN %(alone)s THEN attempts WHEN %(small)s THEN 0 ELSE 1 END,
                dead_at = CASE WHEN alone AND tried >= %(tries)s THEN now() END,
                not_before = now() + CASE WHEN %(alone)s
                    THEN %(jitter)s * least(300, 2 * 2 ^ least(tried, 10)) * interval '1 second'
                    ELSE interval '0' END,
                alone = alone OR %(small)s
            WHERE person_id = ANY(%(people)s)
            """,
            {
                "error": f"{type(error).__name__}: {error}"[:300],
                "fingerprint": fingerprint(error),
                "tries": TRIES_ALONE,
                "alone": alone,
                "small": small,
                "jitter": random.random(),  # noqa: S311 - jitter, not a secret
                "people": list(person_ids),
            },
        )


def fingerprint(error: Exception) -> str:
    """The same for the same kind of failure at the same place, whoever it concerns."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    place = "|".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.name}" for frame in frames)
    return hashlib.sha256(f"{type(error).__name__}|{place}".encode()).hexdigest()[:40]
