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
_log = logging.getLogger(__name__)


def refresh(person_ids: Sequence[int], *, by: str) -> None:
    """Compute and store the reports of these people; whoever is not behind is not changed by it.

    A fixed number of statements, however many people. Vectors that had to be translated for it are kept, so that
    nobody has to do that again. A failure is written down and never raised: the dispatcher tries again.
    """
    today = current_day()
    try:
        # In one order everywhere, so that two chunks with the same people only queue.
        batch = batches.load(sorted(set(person_ids)), today=today)
        if batch is None:
            return
        made = reports(batch, today=today)
        with transaction.atomic() if batch.anew else nullcontext():
            store(batch, made, today=today, by=by)
            batches.keep(batch)
    except Exception as error:
        _log.exception("refreshing %s people failed", len(person_ids))
        give_back(person_ids, error)


def give_back(person_ids: Sequence[int], error: Exception) -> None:
    """Note a failure: a chunk is taken apart at once, somebody alone waits with full jitter.

    The delay is uniform in 0 … min(300 s, 2 s · 2^attempts). After `TRIES_ALONE` tries alone the
    person is a dead letter until an input, the version or the engine changes, or a human asks.
    """
    alone = len(person_ids) == 1
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE roadmaps_refresh SET
                error = %(error)s, fingerprint = %(fingerprint)s,
                attempts = CASE WHEN %(alone)s THEN attempts ELSE 0 END,
                dead_at = CASE WHEN alone AND attempts >= %(tries)s THEN now() END,
                not_before = now() + CASE WHEN %(alone)s
                    THEN %(jitter)s * least(300, 2 * 2 ^ least(attempts, 10)) * interval '1 second'
                    ELSE interval '0' END,
                alone = true
            WHERE person_id = ANY(%(people)s)
            """,
            {
                "error": f"{type(error).__name__}: {error}"[:300],
                "fingerprint": fingerprint(error),
                "tries": TRIES_ALONE,
                "alone": alone,
                "jitter": random.random(),  # noqa: S311 - jitter, not a secret
                "people": list(person_ids),
            },
        )


def fingerprint(error: Exception) -> str:
    """The same for the same kind of failure at the same place, whoever it concerns."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    place = "|".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.name}" for frame in frames)
    return hashlib.sha256(f"{type(error).__name__}|{place}".encode()).hexdigest()[:40]
