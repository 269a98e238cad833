"""Every other change of an input: first the revision, then the change, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from assessments.guard import writing
from skillmatrix.jobs.actions import CHANNEL

_RAISE = f"""
WITH raised AS (
    INSERT INTO assessments_profile AS p (
        person_id, revision, own_revision, shared_revision, version,
        own_values, own_days, shared_values, shared_days, agreed_values, agreed_days)
    VALUES (%(person)s, 1, CASE WHEN %(own)s THEN 1 ELSE 0 END, 0, 0, '', '', '', '', '', '')
    ON CONFLICT (person_id) DO UPDATE SET
        revision = p.revision + 1,
        changed_at = now(),
        own_revision = CASE WHEN %(own)s THEN p.revision + 1 ELSE p.own_revision END
    RETURNING revision
)
SELECT revision, pg_notify('{CHANNEL}', (%(person)s)::text) FROM raised
"""


@contextmanager
def marking(person_id: int, *, own: bool) -> Iterator[int]:
    """Raise the person's revision and open the input tables for the block; yields the new revision.

    `own` says that the change is the person's own, hence private until they share it. The
    profile's row stays locked until the transaction ends, so revisions are in commit order.
    """
    with transaction.atomic(), writing():
        with connection.cursor() as cursor:
            cursor.execute(_RAISE, {"person": person_id, "own": own})
            (revision, _) = cursor.fetchone()
        yield revision
