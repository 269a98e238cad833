"""The one statement that writes reports. It never lowers revision, version or engine, so any delivery may repeat."""

from __future__ import annotations

from datetime import date

from django.db import connection

from assessments.inputs import Audience
from assessments.levels.batches import Batch
from roadmaps.computing import ENGINE
from roadmaps.computing.many import Made

# Sheets come as one long string of bytes for each audience: quoting them one by one took longer than making them.
_STORE = """
WITH made AS (
    SELECT person_id, audience, revision, good_until,
        substring(sheets FROM ((place - 1) * %(size)s + 1)::int FOR %(size)s) AS sheet
    FROM (VALUES
        ('own', %(own)s::bytea, %(own_until)s::date[]), ('shared', %(shared)s::bytea, %(shared_until)s::date[])
    ) AS each (audience, sheets, until)
    CROSS JOIN LATERAL unnest(%(person)s::bigint[], %(revision)s::bigint[], until)
        WITH ORDINALITY AS one (person_id, revision, good_until, place)
    ORDER BY person_id, audience
), stored AS (
    INSERT INTO roadmaps_report AS r
        (person_id, audience, revision, version, engine, day, good_until, sheet, computed_by)
    SELECT person_id, audience, revision, %(version)s, %(engine)s, %(day)s, good_until, sheet, %(by)s FROM made
    ON CONFLICT (person_id, audience) DO UPDATE SET
        revision = excluded.revision, version = excluded.version, engine = excluded.engine,
        day = excluded.day, good_until = excluded.good_until, sheet = excluded.sheet,
        computed_by = excluded.computed_by, computed_at = now()
    WHERE r.revision <= excluded.revision AND r.version <= excluded.version AND r.engine <= excluded.engine
      AND (r.day < excluded.day OR (r.revision, r.version, r.engine)
          <> (excluded.revision, excluded.version, excluded.engine))
), cleared AS (
    SELECT f.person_id FROM made JOIN roadmaps_refresh f ON f.person_id = made.person_id
    WHERE made.audience = 'own' AND f.leased_revision <= made.revision
      AND f.leased_version <= %(version)s AND f.leased_engine <= %(engine)s
      AND NOT EXISTS (SELECT 1 FROM roadmaps_report r WHERE r.person_id = made.person_id
          AND (r.revision > made.revision OR r.version > %(version)s OR r.engine > %(engine)s))
    ORDER BY f.person_id FOR UPDATE OF f
)
UPDATE roadmaps_refresh f SET attempts = 0, alone = false, tried = 0, error = '', fingerprint = '', dead_at = NULL,
    leased_revision = 0, leased_version = 0, leased_engine = 0, not_before = now()
FROM cleared WHERE f.person_id = cleared.person_id
"""


def store(batch: Batch, made: dict[Audience, Made], *, today: date, by: str) -> None:
    """Write the reports of everybody in a batch.

    Equal or newer reports win over ours. The day decides only between reports from the same inputs: a clock that
    ran ahead must not keep out what came later. Storing clears the lease unless somebody holds a newer one, or what
    is stored is newer than ours: then the lease has to run out, or an old worker and a new dispatcher would chase
    each other. Rows are locked in the order of their people, so that two chunks with the same people only queue.
    """
    own, shared = made[Audience.OWN], made[Audience.SHARED]
    with connection.cursor() as cursor:
        cursor.execute(
            _STORE,
            {
                "person": list(batch.person_ids),
                "revision": list(batch.revisions),
                "own": own.sheets,
                "own_until": list(own.good_until),
                "shared": shared.sheets,
                "shared_until": list(shared.good_until),
                "size": own.size,
                "version": batch.taxonomy.number,
                "engine": ENGINE,
                "day": today,
                "by": by,
            },
        )
