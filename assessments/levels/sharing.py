"""Releasing what a person has said, all of it up to the revision their page showed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from assessments.models import Share
from skillmatrix.jobs.actions import CHANNEL

_SHARE = f"""
WITH released AS (
    UPDATE assessments_profile SET
        revision = revision + 1, changed_at = now(), shared_revision = own_revision, shared_on = %(day)s,
        shared_values = own_values, shared_days = own_days
    WHERE person_id = %(person)s AND own_revision = %(shown)s AND shared_revision < own_revision
    RETURNING revision, own_revision
), written AS (
    INSERT INTO assessments_share (person_id, revision, up_to_revision, key, day)
    SELECT %(person)s, revision, own_revision, %(key)s, %(day)s FROM released
    RETURNING revision
)
SELECT revision, pg_notify('{CHANNEL}', (%(person)s)::text) FROM written
"""


class MovedOn(ValueError):
    """More was said since the page was shown; nothing is shared until the person has seen it."""


def share(*, person_id: int, shown: int, key: UUID, day: date) -> tuple[int, bool]:
    """Release everything up to own revision `shown`: (revision, whether that had been released already).

    Releasing the same once more, by another tab for instance, does nothing. Raises MovedOn when the
    person's own revision is no longer `shown`, or the key released another.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_SHARE, {"person": person_id, "shown": shown, "key": key, "day": day})
            row = cursor.fetchone()
    except IntegrityError:
        row = None
    if row:
        return row[0], False
    shares = Share.objects.filter(person_id=person_id).order_by("-revision")
    earlier = shares.filter(key=key).first() or shares.first()
    if earlier is None or earlier.up_to_revision != shown:
        raise MovedOn
    return earlier.revision, True
