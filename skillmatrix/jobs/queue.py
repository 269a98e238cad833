"""Jobs as a source of due work for the dispatcher."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from . import actions
from .dispatcher import Chunk

LEASE_SECONDS = 60
RINGS_BEFORE_WORKING_HERE = 2
NEVER_REPORTED = "whoever did this stopped before it could report, each time"
LANES = {"mail": "mail"}
DEFAULT_LANE = "work"
TASK = "jobs.run"


class JobSource:
    """Leases due jobs, one a message, each kind on its lane."""

    def claim(self) -> Sequence[Chunk]:
        """Lease due jobs for a minute, counting the attempt before the work.

        A job whose attempts are used up and that nobody reported on has taken its worker down each
        time: it goes among the dead letters here, or it would go on for ever, at last in this process.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                """
                WITH due AS (
                    SELECT id FROM jobs_job
                    WHERE done_at IS NULL AND dead_at IS NULL AND not_before <= statement_timestamp()
                    ORDER BY not_before LIMIT 100 FOR UPDATE SKIP LOCKED
                ), buried AS (
                    UPDATE jobs_job SET dead_at = statement_timestamp(), error = coalesce(nullif(error, ''), %s)
                    FROM due WHERE jobs_job.id = due.id AND attempts >= %s
                )
                UPDATE jobs_job SET attempts = attempts + 1,
                    not_before = statement_timestamp() + (%s + 10 * random()) * interval '1 second'
                FROM due WHERE jobs_job.id = due.id AND attempts < %s
                RETURNING jobs_job.id, kind, attempts, error
                """,
                [NEVER_REPORTED, actions.MAX_ATTEMPTS, LEASE_SECONDS, actions.MAX_ATTEMPTS],
            )
            rows = cursor.fetchall()
        return [
            Chunk(
                TASK,
                LANES.get(kind, DEFAULT_LANE),
                (pk,),
                # A worker that reported a failure did hear the ring: trying here would not help, only
                # hold up everything else for as long as, say, a dead mail server takes to give up.
                direct=attempts > RINGS_BEFORE_WORKING_HERE and not error,
            )
            for pk, kind, attempts, error in rows
        ]

    def work(self, ids: Sequence[int]) -> None:
        """Do these jobs here and now."""
        for pk in ids:
            actions.run(pk)
