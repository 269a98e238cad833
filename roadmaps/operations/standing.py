"""How far reports are behind, and how long a change takes to arrive. One statement, whatever there is.

Counted are people, by the report of what they say themselves: the one of what they share is stored with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from assessments.inputs import Audience
from roadmaps.computing import ENGINE
from roadmaps.refresh import BEHIND
from skillmatrix.people.dated import current_day
from skillmatrix.taxonomy import versions

STORED_MINUTES = 5
# A report that was stored now for a change of long ago was made for another reason: a new engine, or a human asked.
# Whoever really waited for longer stood among those that are behind.
PATIENCE_MINUTES = 15


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds: the middle one, the one that 99 of 100 stay under, the longest. All None where there is nothing."""

    p50: float | None = None
    p99: float | None = None
    longest: float | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Of `people` with any input: whose report is behind, by the first reason that fits, and what was stored lately.

    `dead` are behind for good and counted apart. `waiting`: for how long those behind have been, so far as the moment
    is known (a new engine leaves none). `arrived`: from the change to the stored report, of what was stored lately.
    """

    people: int = 0
    edited: int = 0
    fanned_out: int = 0
    day_come: int = 0
    dead: int = 0
    waiting: Spread = Spread()
    arrived: Spread = Spread()
    last_minute: int = 0
    by_worker: int = 0
    by_dispatcher: int = 0

    @property
    def behind(self) -> int:
        """Whose report will be brought up to date without anybody doing anything."""
        return self.edited + self.fanned_out + self.day_come

    @property
    def stored(self) -> int:
        """Reports of people that were stored in the last `STORED_MINUTES`."""
        return self.by_worker + self.by_dispatcher

    @property
    def up_to_date(self) -> int:
        """Whose report is as it should be."""
        return self.people - self.behind - self.dead


_COUNT = f"""
WITH seen AS (
    SELECT coalesce({BEHIND}, false) AS behind,
        f.dead_at IS NOT NULL AS dead,
        coalesce(m.revision < p.revision, true) AS edited,
        coalesce(m.version < %(version)s OR m.engine < %(engine)s, false) AS fanned_out,
        CASE
            WHEN coalesce(m.revision < p.revision, true) THEN p.changed_at
            WHEN m.version < %(version)s THEN missed.published_at
            WHEN m.good_until <= %(today)s THEN m.good_until::timestamp AT TIME ZONE %(zone)s
        END AS since,
        m.computed_at, m.computed_by,
        m.computed_at > statement_timestamp() - %(stored)s * interval '1 minute' AS lately,
        greatest(p.changed_at, made_from.published_at) AS caused_at
    FROM assessments_profile p
    LEFT JOIN roadmaps_report m ON m.person_id = p.person_id AND m.audience = '{Audience.OWN}'
    LEFT JOIN roadmaps_refresh f ON f.person_id = p.person_id
    LEFT JOIN taxonomy_taxonomyversion missed ON missed.number = m.version + 1
    LEFT JOIN taxonomy_taxonomyversion made_from ON made_from.number = m.version
)
SELECT count(*),
    count(*) FILTER (WHERE behind AND NOT dead AND edited),
    count(*) FILTER (WHERE behind AND NOT dead AND NOT edited AND fanned_out),
    count(*) FILTER (WHERE behind AND NOT dead AND NOT edited AND NOT fanned_out),
    count(*) FILTER (WHERE behind AND dead),
    percentile_disc(ARRAY[0.5, 0.99, 1]) WITHIN GROUP (ORDER BY statement_timestamp() - since)
        FILTER (WHERE behind AND NOT dead AND since IS NOT NULL),
    percentile_disc(ARRAY[0.5, 0.99, 1]) WITHIN GROUP (ORDER BY computed_at - caused_at)
        FILTER (WHERE lately AND NOT behind AND computed_at >= caused_at
            AND caused_at > statement_timestamp() - %(patience)s * interval '1 minute'),
    count(*) FILTER (WHERE lately AND computed_at > statement_timestamp() - interval '1 minute'),
    count(*) FILTER (WHERE lately AND computed_by = 'worker'),
    count(*) FILTER (WHERE lately AND computed_by = 'dispatcher')
FROM seen
"""


def standing() -> Standing:
    """Where everybody's report stands now. Two queries, the number of the version being one."""
    version = versions.current_number()
    if not version:
        return Standing()
    asked: dict[str, Any] = {
        "version": version, "engine": ENGINE, "today": current_day(), "zone": settings.TIME_ZONE,
        "stored": STORED_MINUTES, "patience": PATIENCE_MINUTES,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, asked)
        *counts, waiting, arrived, last_minute, by_worker, by_dispatcher = cursor.fetchone()
    people, edited, fanned_out, day_come, dead = counts
    return Standing(
        people, edited, fanned_out, day_come, dead, _spread(waiting), _spread(arrived),
        last_minute, by_worker, by_dispatcher,
    )  # fmt: skip


def _spread(found: list[timedelta | None] | None) -> Spread:
    """A clock that was put back makes no negative ages."""
    known = [one for one in found or [] if one is not None]
    return Spread(*(max(one.total_seconds(), 0.0) for one in known))
