"""Dead letters: what failed for good and waits for a human, grouped by what went wrong.

Of an error its kind and a scrubbed sentence are shown. A report is named by the public id of its person, which
opens nothing to whoever may not see that person anyway.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from skillmatrix.web.scrubbing import scrub

REPORT, JOB = "report", "job"
# How many of a group are offered to be tried alone.
NAMED = 5
# More different errors than that are one disaster, and no list.
GROUPS = 100


@dataclass(frozen=True, slots=True)
class Letters:
    """A group of dead letters. `subject` is what kind of job it is, empty for reports; `members` are some ids."""

    kind: str
    subject: str
    fingerprint: str
    error: str
    count: int
    first: datetime
    last: datetime
    members: tuple[str, ...]

    @property
    def slug(self) -> str:
        """For ids of elements."""
        return f"{self.kind}-{self.fingerprint[:12] or 'unknown'}"


_REPORTS = """
SELECT f.fingerprint, min(f.error), count(*), min(f.dead_at), max(f.dead_at),
    (array_agg(p.public_id::text ORDER BY f.dead_at DESC))[1:%s]
FROM roadmaps_refresh f JOIN people_person p ON p.id = f.person_id
WHERE f.dead_at IS NOT NULL
GROUP BY f.fingerprint ORDER BY max(f.dead_at) DESC LIMIT %s
"""
_JOBS = """
SELECT kind, error, count(*), min(dead_at), max(dead_at), (array_agg(id::text ORDER BY dead_at DESC))[1:%s]
FROM jobs_job WHERE dead_at IS NOT NULL
GROUP BY kind, error ORDER BY max(dead_at) DESC LIMIT %s
"""


def letters() -> list[Letters]:
    """Every group, what died last first. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_REPORTS, [NAMED, GROUPS])
        reports = [
            Letters(REPORT, "", found, scrub(error), count, first, last, tuple(members))
            for found, error, count, first, last, members in cursor.fetchall()
        ]
        cursor.execute(_JOBS, [NAMED, GROUPS])
        jobs = _merged(cursor.fetchall())
    return sorted([*reports, *jobs], key=lambda group: group.last, reverse=True)


def job_fingerprint(kind: str, error: str) -> str:
    """The same for jobs of a kind that failed in the same words, whoever they were about."""
    return hashlib.sha256(f"{kind}|{scrub(error)}".encode()).hexdigest()[:40]


def _merged(rows: Iterable[tuple[Any, ...]]) -> list[Letters]:
    """Errors that differ in a name or a number only are one group."""
    groups: dict[str, Letters] = {}
    for kind, error, count, first, last, members in rows:
        key = job_fingerprint(kind, error)
        old = groups.get(key)
        groups[key] = Letters(
            JOB, kind, key, scrub(error),
            count + (old.count if old else 0),
            min(first, old.first) if old else first,
            max(last, old.last) if old else last,
            ((*(old.members if old else ()), *members))[:NAMED],
        )  # fmt: skip
    return list(groups.values())
