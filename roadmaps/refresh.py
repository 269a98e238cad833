"""Bringing reports up to date: who is behind, whose turn it is, and storing without going back.

What is out of date is a fact in PostgreSQL (see `Report`), so a message may be lost, doubled,
late or out of order: whoever is behind is claimed again when the lease has run out, and whoever
is not is left alone. `claim` counts the attempt before any work, so that a person whose report
kills its worker is noticed. A chunk that failed is tried again person by person, and only tries
made alone count towards the dead letters.
"""

from __future__ import annotations

import hashlib
import json
import logging
import random
import traceback
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from typing import Any

from django.db import connection, transaction

from assessments.inputs import Audience, Inputs
from assessments.levels import encoding, reading
from skillmatrix.jobs.dispatcher import Chunk
from skillmatrix.people.dated import current_day
from skillmatrix.taxonomy import versions

from .computing import ENGINE, Findings, compute
from .models import Report

TASK = "roadmaps.refresh"
FRESH, FANOUT = "refresh", "fanout"
# How many people may be under way: what is leased has to be done before its lease runs out, or the queue
# would fill with the same people again. Fresh edits have as much room again beside a fan-out.
FANOUT_UNDER_WAY = 1000
UNDER_WAY = 2 * FANOUT_UNDER_WAY
CHUNK = 100
LEASE_SECONDS = 10
RINGS_BEFORE_WORKING_HERE = 2
TRIES_ALONE = 5
_log = logging.getLogger(__name__)

_MISSING = """
INSERT INTO roadmaps_refresh
    (person_id, leased_revision, leased_version, leased_engine, attempts, alone, error, fingerprint)
SELECT p.person_id, 0, 0, 0, 0, false, '', '' FROM assessments_profile p
WHERE NOT EXISTS (SELECT 1 FROM roadmaps_refresh r WHERE r.person_id = p.person_id)
ON CONFLICT DO NOTHING
"""

# A report is behind ⇔ revision, version or engine is lower than now's, or its day has come.
BEHIND = """
    (m.person_id IS NULL OR m.revision < p.revision OR m.version < %(version)s OR m.engine < %(engine)s
     OR m.good_until <= %(today)s)
"""
_CLAIM = f"""
WITH due AS (
    SELECT r.person_id, p.revision,
        (r.leased_revision, r.leased_version, r.leased_engine) = (p.revision, %(version)s, %(engine)s) AS again,
        coalesce(m.revision < p.revision, true) AS edited
    FROM roadmaps_refresh r
    JOIN assessments_profile p USING (person_id)
    LEFT JOIN roadmaps_report m ON m.person_id = r.person_id AND m.audience = '{Audience.OWN}'
    WHERE {BEHIND}
      AND (%(fanout)s OR m.revision < p.revision OR m.person_id IS NULL)
      AND ((r.dead_at IS NULL AND r.not_before <= now())
        OR r.leased_revision < p.revision OR r.leased_version < %(version)s OR r.leased_engine < %(engine)s)
    ORDER BY edited DESC, r.not_before
    LIMIT %(limit)s
    FOR UPDATE OF r SKIP LOCKED
)
UPDATE roadmaps_refresh r SET
    leased_revision = due.revision, leased_version = %(version)s, leased_engine = %(engine)s,
    attempts = CASE WHEN due.again THEN r.attempts + 1 ELSE 1 END,
    alone = due.again AND (r.alone OR r.attempts >= %(rings)s),
    dead_at = NULL,
    not_before = now() + (%(lease)s * (1 + random())) * interval '1 second'
FROM due WHERE r.person_id = due.person_id
RETURNING r.person_id, r.attempts, r.alone, due.edited
"""


_LEASED = "SELECT count(*) FROM roadmaps_refresh WHERE leased_revision > 0 AND dead_at IS NULL AND not_before > now()"

# Somebody whose report takes the worker down with it never gets as far as `give_back`.
_BURY = """
UPDATE roadmaps_refresh SET dead_at = now(), error = 'the worker was lost', fingerprint = 'worker-lost'
WHERE alone AND attempts >= %s AND dead_at IS NULL AND not_before <= now()
"""


class RefreshSource:
    """The reports that are behind, as work for the dispatcher."""

    def claim(self) -> Sequence[Chunk]:
        """Lease whoever is behind, fresh edits first and as many as are done before their leases run out.

        Fresh edits travel apart from fan-outs, and suspects one by one.
        """
        version = versions.current_number()
        if not version:
            return []
        now: dict[str, Any] = {"version": version, "engine": ENGINE, "today": current_day()}
        with connection.cursor() as cursor:
            cursor.execute(_MISSING)
            cursor.execute(_BURY, [TRIES_ALONE])
            cursor.execute(_LEASED)
            (under_way,) = cursor.fetchone()
            room = FANOUT_UNDER_WAY - under_way
            now |= {"fanout": room > 0, "limit": room if room > 0 else max(0, UNDER_WAY - under_way)}
            cursor.execute(_CLAIM, {**now, "lease": LEASE_SECONDS, "rings": RINGS_BEFORE_WORKING_HERE})
            rows = cursor.fetchall()
        return _chunks(rows)

    def work(self, ids: Sequence[int]) -> None:
        """Refresh these people here and now, in the dispatcher."""
        refresh(ids, by=Report.Maker.DISPATCHER)


def _chunks(rows: Sequence[tuple[int, int, bool, bool]]) -> list[Chunk]:
    alone = [
        Chunk(TASK, FRESH if edited else FANOUT, (person,), direct=attempts > RINGS_BEFORE_WORKING_HERE)
        for person, attempts, suspect, edited in rows
        if suspect
    ]
    together = []
    for queue, edited in ((FRESH, True), (FANOUT, False)):
        ids = [person for person, _, suspect, fresh in rows if not suspect and fresh == edited]
        together += [Chunk(TASK, queue, tuple(ids[i : i + CHUNK])) for i in range(0, len(ids), CHUNK)]
    return [*together, *alone]


def refresh(person_ids: Sequence[int], *, by: str) -> None:
    """Compute and store the reports of these people; whoever is not behind is not changed by it.

    Vectors that had to be translated for it are kept, so that nobody has to do that again.
    A failure is written down for whoever it concerns and never raised: the dispatcher tries again.
    """
    today = current_day()
    try:
        made = [(inputs, _findings(inputs, today)) for inputs in reading.load(person_ids, today=today)]
        translated = [inputs for inputs, _ in made if inputs.were_translated]
        with transaction.atomic() if translated else nullcontext():
            store(made, today=today, by=by)
            encoding.store(translated)
    except Exception as error:
        _log.exception("refreshing %s people failed", len(person_ids))
        give_back(person_ids, error)


def _findings(inputs: Inputs, today: date) -> dict[str, Findings]:
    return {audience: compute(inputs, audience, inputs.taxonomy, today=today) for audience in Audience}


_STORE = """
WITH made AS (
    SELECT * FROM unnest(
        %(person)s::bigint[], %(audience)s::text[], %(revision)s::bigint[], %(version)s::int[],
        %(good_until)s::date[], string_to_array(%(content)s, E'\\x1e')::jsonb[]
    ) AS made (person_id, audience, revision, version, good_until, content)
), stored AS (
    INSERT INTO roadmaps_report AS r
        (person_id, audience, revision, version, engine, day, good_until, content, computed_by)
    SELECT person_id, audience, revision, version, %(engine)s, %(day)s, good_until, content, %(by)s FROM made
    ON CONFLICT (person_id, audience) DO UPDATE SET
        revision = excluded.revision, version = excluded.version, engine = excluded.engine,
        day = excluded.day, good_until = excluded.good_until, content = excluded.content,
        computed_by = excluded.computed_by, computed_at = now()
    WHERE r.revision <= excluded.revision AND r.version <= excluded.version AND r.engine <= excluded.engine
      AND (r.day < excluded.day OR (r.revision, r.version, r.engine)
          <> (excluded.revision, excluded.version, excluded.engine))
), held AS (
    SELECT person_id FROM roadmaps_refresh WHERE person_id = ANY(%(person)s::bigint[])
    ORDER BY person_id FOR UPDATE
)
UPDATE roadmaps_refresh f SET attempts = 0, alone = false, error = '', fingerprint = '', dead_at = NULL,
    leased_revision = 0, leased_version = 0, leased_engine = 0, not_before = now()
FROM made JOIN held USING (person_id)
WHERE f.person_id = made.person_id AND f.leased_revision <= made.revision
  AND f.leased_version <= made.version AND f.leased_engine <= %(engine)s
  AND NOT EXISTS (SELECT 1 FROM roadmaps_report r WHERE r.person_id = made.person_id
      AND (r.revision > made.revision OR r.version > made.version OR r.engine > %(engine)s))
"""


def store(made: Sequence[tuple[Inputs, dict[str, Findings]]], *, today: date, by: str) -> None:
    """Write reports in one statement that never lowers revision, version or engine.

    Equal or newer reports win over ours, so any delivery may repeat or come late. The day decides only
    between reports from the same inputs: a clock that ran ahead must not keep out what came later.
    Storing clears the lease unless somebody holds a newer one, or what is stored is newer than ours:
    then the lease has to run out, or an old worker and a new dispatcher would chase each other.
    Rows are locked in the order of their people, so that two chunks with the same people only queue.
    """
    rows = sorted(
        ((inputs, audience, findings) for inputs, both in made for audience, findings in both.items()),
        key=lambda row: (row[0].person_id, row[1]),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _STORE,
            {
                "person": [inputs.person_id for inputs, _, _ in rows],
                "audience": [str(audience) for _, audience, _ in rows],
                "revision": [inputs.revision for inputs, _, _ in rows],
                "version": [inputs.version for inputs, _, _ in rows],
                "good_until": [findings.good_until for _, _, findings in rows],
                # As one text: quoting them one by one for an array took two fifths of a refresh. JSON
                # escapes control characters, so the separator stands in none of them.
                "content": "\x1e".join(json.dumps(findings.to_json()) for _, _, findings in rows),
                "engine": ENGINE,
                "day": today,
                "by": by,
            },
        )


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
