"""Who reports to whom, and the lock under which that changes.

A person's line goes from the lead of their team to the lead of that lead's team and so on up. It may
never come back to where it began, and nobody leads the team they belong to: a lead belongs to the
team above, or to none.
"""

from __future__ import annotations

from datetime import date

from django.db import connection

_ABOVE = """
WITH RECURSIVE line AS (
    SELECT %(person)s::bigint AS person_id
    UNION
    SELECT l.person_id FROM line
    JOIN people_membership m ON m.person_id = line.person_id
        AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on > %(today)s)
    JOIN people_lead l ON l.team_id = m.team_id
        AND l.starts_on <= %(today)s AND (l.ends_on IS NULL OR l.ends_on > %(today)s)
)
SELECT person_id FROM line
"""


def above(person_id: int, *, today: date) -> set[int]:
    """The person and everybody they report to, at any distance. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, {"person": person_id, "today": today})
        return {found for (found,) in cursor.fetchall()}


def queue_behind_other_changes() -> None:
    """Hold a lock until the transaction ends: two changes at once could close a circle neither sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people-structure'))")
