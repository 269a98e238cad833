"""A message on every queue now and then, whose only purpose is to be done: does somebody work there?

Whichever dispatcher finds a queue due rings; the process of a worker that does it writes down when. So the row tells
of the whole way, broker, worker, pool and database, without asking any of them. It is for human eyes
and alarms; what a worker does about itself when it consumes nothing is in `watch.py`.
"""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.db import connection

from .models import Canary

TASK = "jobs.canary"
# After so long without an answer the message counts as lost, or nobody works there: it is sent anew.
LOST_SECONDS = 60


def due(queues: Collection[str]) -> list[str]:
    """Queues to ring for now; they are noted as rung, so that no other dispatcher rings too."""
    if not settings.CANARY_SECONDS:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO jobs_canary AS c (queue, rung_at, worker) SELECT unnest(%s::text[]), statement_timestamp(), ''
            ON CONFLICT (queue) DO UPDATE SET rung_at = excluded.rung_at
            WHERE c.rung_at <= statement_timestamp() - %s * interval '1 second'
              AND (c.stamped_at >= c.rung_at OR c.rung_at <= statement_timestamp() - %s * interval '1 second')
            RETURNING queue
            """,
            [list(queues), settings.CANARY_SECONDS, max(LOST_SECONDS, settings.CANARY_SECONDS)],
        )
        return [queue for (queue,) in cursor.fetchall()]


def stamp(queue: str, *, worker: str) -> None:
    """Somebody has done what was rung for on this queue."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE jobs_canary SET stamped_at = statement_timestamp(), worker = %s WHERE queue = %s",
            [worker[: Canary._meta.get_field("worker").max_length], queue],
        )
