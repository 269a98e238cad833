"""How far bringing everybody up to date has come after a publish: numbers of people, never who."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from assessments.inputs import Audience
from skillmatrix.taxonomy.models import TaxonomyVersion

# Without a single new report for so long, nobody is at work.
PATIENCE = timedelta(seconds=30)

# A report that was made anew since, because its person said something or a day has come, tells nothing of how long
# the publish took: those are left out of the last column.
_COUNT = """
SELECT count(*),
    count(*) FILTER (WHERE m.version >= %(number)s),
    count(*) FILTER (WHERE f.dead_at IS NOT NULL AND (m.version IS NULL OR m.version < %(number)s)),
    max(m.computed_at) FILTER (WHERE m.version >= %(number)s),
    max(m.computed_at) FILTER (
        WHERE m.version = %(number)s AND m.day = %(day)s AND p.changed_at <= %(published_at)s)
FROM assessments_profile p
LEFT JOIN roadmaps_report m ON m.person_id = p.person_id AND m.audience = %(audience)s
LEFT JOIN roadmaps_refresh f ON f.person_id = p.person_id
"""


@dataclass(frozen=True, slots=True)
class Freshness:
    """Of `people` with any input, `fresh` have reports made under the version or a later one.

    `dead` are those whose report cannot be computed. `took`: from the publish to the last of its reports, None where
    that is not known any more. `is_stuck`: nothing has happened for a while.
    """

    people: int
    fresh: int
    dead: int
    took: timedelta | None
    is_stuck: bool

    @property
    def is_done(self) -> bool:
        """Everybody is up to date."""
        return self.fresh == self.people


def freshness(version: TaxonomyVersion) -> Freshness:
    """Where a version stands now. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            {
                "number": version.number,
                "day": timezone.localdate(version.published_at),
                "published_at": version.published_at,
                "audience": Audience.OWN.value,
            },
        )
        people, fresh, dead, newest, last = cursor.fetchone()
    is_done = fresh == people
    moved = max((moment for moment in (version.published_at, newest) if moment), default=version.published_at)
    return Freshness(
        people=people,
        fresh=fresh,
        dead=dead,
        took=_between(version.published_at, last) if is_done else None,
        is_stuck=not is_done and timezone.now() - moved > PATIENCE,
    )


def _between(start: datetime, end: datetime | None) -> timedelta | None:
    return None if end is None else max(end - start, timedelta())
