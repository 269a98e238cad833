"""Jobs as a source of due work for the dispatcher.

Each lane takes up as much as it may (`lanes.py`), and within a lane the kinds take turns: ten
thousand jobs of one kind never keep a single one of another waiting. A kind without a handler here
belongs to another release, whose dispatcher claims it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from django.conf import settings
from django.db import connection, transaction

from . import actions, lanes, running
from .dispatcher import Chunk

LEASE_SECONDS = 60
RINGS_BEFORE_WORKING_HERE = 2
NEVER_REPORTED = "whoever did this stopped before it could report, each time"
TASK = "jobs.run"

_DUE = """
SELECT kind FROM unnest(%s::text[]) AS known (kind) WHERE EXISTS (
    SELECT FROM jobs_job j WHERE j.kind = known.kind AND done_at IS NULL AND dead_at IS NULL AND not_before <= statement_timestamp())
"""
# The first `turn` of each kind goes before the second of any. A lane that may not fill a message waits until it may.
_CLAIM = """
WITH known AS (
    SELECT * FROM unnest(%(kinds)s::text[], %(lanes)s::text[]) AS known (kind, lane)
), busy AS (
    SELECT lane, sum(leased) AS leased FROM known CROSS JOIN LATERAL (
        SELECT count(*) AS leased FROM jobs_job j WHERE j.kind = known.kind AND done_at IS NULL AND dead_at IS NULL
            AND taken_at IS NOT NULL AND not_before > statement_timestamp()
    ) j GROUP BY lane
), space AS (
    SELECT lane, batch, greatest(0, least(tokens, bound - coalesce(leased, 0)))::int AS free
    FROM unnest(%(names)s::text[], %(tokens)s::int[], %(bounds)s::int[], %(batches)s::int[])
        AS held (lane, tokens, bound, batch)
    LEFT JOIN busy USING (lane)
), place AS (
    SELECT lane, CASE WHEN free >= batch OR free >= (
        SELECT count(*) FROM (
            SELECT FROM known JOIN jobs_job j USING (kind) WHERE known.lane = space.lane
                AND done_at IS NULL AND dead_at IS NULL AND not_before <= statement_timestamp() LIMIT batch
        ) waiting
    ) THEN free ELSE 0 END AS free
    FROM space
), candidate AS (
    SELECT j.id, j.attempts, lane, free, j.not_before,
        row_number() OVER (PARTITION BY kind ORDER BY j.not_before, j.id) AS turn
    FROM place JOIN known USING (lane) CROSS JOIN LATERAL (
        SELECT id, attempts, not_before FROM jobs_job
        WHERE jobs_job.kind = known.kind AND done_at IS NULL AND dead_at IS NULL AND not_before <= statement_timestamp()
        ORDER BY not_before LIMIT place.free FOR UPDATE SKIP LOCKED
    ) j
), due AS (
    SELECT id, attempts, lane FROM (
        SELECT *, row_number() OVER (PARTITION BY lane ORDER BY turn, not_before, id) AS number FROM candidate
    ) c WHERE number <= free
), buried AS (
    UPDATE jobs_job j SET dead_at = statement_timestamp(), error = coalesce(nullif(error, ''), %(lost)s)
    FROM due WHERE j.id = due.id AND j.attempts >= %(most)s
)
UPDATE jobs_job j SET attempts = j.attempts + 1, taken_at = statement_timestamp(), started_at = NULL,
    not_before = statement_timestamp() + (%(lease)s + 10 * random()) * interval '1 second'
FROM due WHERE j.id = due.id AND j.attempts < %(most)s
RETURNING j.id, lane, j.attempts, error
"""


class JobSource:
    """Leases due jobs, each kind on its lane, as many a message as the lane says."""

    def claim(self, heard: Collection[str] | None = None) -> Sequence[Chunk]:
        """Lease due jobs for a minute, counting the attempt before the work.

        A job whose attempts are used up and that nobody reported on has taken its worker down each
        time: it goes among the dead letters here, or it would go on for ever, at last in this process.
        """
        due = self._due_lanes()
        if not due:
            return []
        lanes.add_missing(due)
        with transaction.atomic():
            rows = _lease(lanes.hold(due))
            lanes.spend(Counter(lane for _, lane, _, _ in rows))
        return _chunks(rows)

    def work(self, ids: Sequence[int]) -> None:
        """Do these jobs here and now."""
        running.run(ids)

    def _due_lanes(self) -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute(_DUE, [list(settings.JOB_HANDLERS)])
            return {lanes.of(kind) for (kind,) in cursor.fetchall()}


def _chunks(rows: Sequence[tuple[int, str, int, str]]) -> list[Chunk]:
    together: dict[tuple[str, bool], list[int]] = {}
    for pk, lane, attempts, error in sorted(rows):
        # A worker that reported a failure did hear the ring: trying here would not help, only
        # hold up its lane for as long as, say, a dead mail server takes to give up.
        direct = attempts > RINGS_BEFORE_WORKING_HERE and not error
        together.setdefault((lane, direct), []).append(pk)
    known = lanes.known()
    return [
        Chunk(TASK, lane, tuple(ids[start : start + known[lane].batch]), direct=direct)
        for (lane, direct), ids in together.items()
        for start in range(0, len(ids), known[lane].batch)
    ]


def _lease(held: Mapping[str, int | None]) -> list[tuple[int, str, int, str]]:
    # Those of all kinds count as under way, also of one that has nothing due.
    known, no_limit = lanes.known(), 1_000_000
    with connection.cursor() as cursor:
        cursor.execute(
            _CLAIM,
            {
                "kinds": list(settings.JOB_HANDLERS),
                "lanes": [lanes.of(kind) for kind in settings.JOB_HANDLERS],
                "names": list(held),
                "tokens": [no_limit if tokens is None else tokens for tokens in held.values()],
                "bounds": [known[name].under_way or no_limit for name in held],
                "batches": [known[name].batch for name in held],
                "lost": NEVER_REPORTED,
                "most": actions.MAX_ATTEMPTS,
                "lease": LEASE_SECONDS,
            },
        )
        return cursor.fetchall()
