"""Jobs as a source of due work for the dispatcher."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from . import actions
from .dispatcher import Chunk

LEASE_SECONDS = 60
RINGS_BEFORE_WORKING_HERE = 2
LANES = {"mail": "mail"}
DEFAULT_LANE = "work"
TASK = "jobs.run"


class JobSource:
    """Leases due jobs, one a message, each kind on its lane."""

    def claim(self) -> Sequence[Chunk]:
        """Lease due jobs for a minute, counting the attempt before the work."""
        with connection.cursor() as cursor:
            cursor.execute(
                """
                WITH due AS (
                    SELECT id FROM jobs_job
                    WHERE done_at IS NULL AND dead_at IS NULL AND not_before <= now()
                    ORDER BY not_before LIMIT 100 FOR UPDATE SKIP LOCKED
                )
                UPDATE jobs_job SET attempts = attempts + 1,
                    not_before = now() + (%s + 10 * random()) * interval '1 second'
                FROM due WHERE jobs_job.id = due.id
                RETURNING jobs_job.id, kind, attempts
                """,
                [LEASE_SECONDS],
            )
            rows = cursor.fetchall()
        return [
            Chunk(TASK, LANES.get(kind, DEFAULT_LANE), (pk,), direct=attempts > RINGS_BEFORE_WORKING_HERE)
            for pk, kind, attempts in rows
        ]

    def work(self, ids: Sequence[int]) -> None:
        """Do these jobs here and now."""
        for pk in ids:
            actions.run(pk)
