"""Keeping the vectors of each month that is over: a recurring job that catches up on whatever is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import connection, transaction

from assessments.levels import months
from roadmaps.models import MonthEnd
from skillmatrix.jobs.actions import Unfinished
from skillmatrix.people.dated import current_day
from skillmatrix.taxonomy import versions

KEPT_MONTHS = 24
CHUNK = 500  # people and months at a time
A_RUN = 20  # chunks; the rest is for the next run, which follows at once

# Only who had shared something by then: of everybody else a trend knows nothing. By person, so that the rows of one
# are read once for all of their months.
_MISSING = """
SELECT p.person_id, m.day FROM assessments_profile p
CROSS JOIN unnest(%(days)s::date[], %(ends)s::timestamptz[]) AS m (day, ends_at)
WHERE NOT EXISTS (SELECT 1 FROM roadmaps_monthend k WHERE k.person_id = p.person_id AND k.day = m.day)
  AND EXISTS (SELECT 1 FROM assessments_share s WHERE s.person_id = p.person_id AND s.created_at < m.ends_at)
ORDER BY p.person_id, m.day LIMIT %(limit)s
"""


def keep_month_ends(kept: int = 0) -> dict[str, int]:
    """Keep what is missing of the last months; returns how many. Raises Unfinished while there is more.

    Doing it twice, or twice at a time, is doing it once: a row is written where there is none and never changed.
    """
    days = month_ends(current_day(), KEPT_MONTHS)
    if not versions.current_number():
        return {"kept": kept}
    for _ in range(A_RUN):
        wanted = missing(days)
        if not wanted:
            return {"kept": kept}
        kept += keep(wanted)
    raise Unfinished({"kept": kept})


def month_ends(today: date, count: int) -> list[date]:
    """The last days of so many months that are over, the oldest first."""
    found: list[date] = []
    first = today.replace(day=1)
    for _ in range(count):
        found.append(first - timedelta(days=1))
        first = found[-1].replace(day=1)
    return found[::-1]


def missing(days: Sequence[date]) -> list[tuple[int, date]]:
    """Some of the people and days that nothing is kept of."""
    ends = [months.ends_at(day) for day in days]
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, {"days": list(days), "ends": ends, "limit": CHUNK})
        return [(person, day) for person, day in cursor.fetchall()]


def keep(wanted: Sequence[tuple[int, date]]) -> int:
    """Fold and write these; how many there are."""
    rows = [
        MonthEnd(
            person_id=one.person_id, day=one.day, version=one.version,
            said_values=one.said[0], said_days=one.said[1],
            agreed_values=one.agreed[0], agreed_days=one.agreed[1],
        )
        for one in months.fold_months(wanted)
    ]  # fmt: skip
    with transaction.atomic():
        MonthEnd.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
