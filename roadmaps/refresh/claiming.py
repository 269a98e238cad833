"""Who is behind, and whose turn it is: found by a look at everybody or heard at once, and leased by id.

Whoever said something is announced by name and leased without looking at anybody else. A look at everybody finds the
rest for sure: what nobody announced, a new version, a day that came, leases that ran out. It takes a while in a large
organisation, so it is done at most a twentieth of the time and its result is worked off over many rounds; that it may
be outdated does no harm, because the lease asks again. A lease counts the attempt before any work, so that a person
whose report kills its worker is noticed. A chunk that failed is tried again person by person, and only tries made
alone count towards the dead letters.
"""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection

from assessments.inputs import Audience
from roadmaps.computing import ENGINE
from roadmaps.models import Report
from skillmatrix.jobs.actions import EVERYTHING
from skillmatrix.jobs.dispatcher import Chunk
from skillmatrix.people.dated import current_day
from skillmatrix.taxonomy import versions

from .working import PART, TRIES_ALONE, refresh

TASK = "roadmaps.refresh"
FRESH, FANOUT = "refresh", "fanout"
# How many people may be under way: what is leased has to be done before its lease runs out, or the queue
# would fill with the same people again. Fresh edits have as much room again beside a fan-out.
FANOUT_UNDER_WAY = 5000
UNDER_WAY = 2 * FANOUT_UNDER_WAY
# How many of a fan-out are leased in one round: somebody who has just said something waits until the round is over.
FANOUT_A_ROUND = 500
# How many people one message names. A fan-out has to be shared out among workers; a storm should send few.
CHUNK = {FRESH: 1000, FANOUT: 500}
LEASE_SECONDS = 10
RINGS_BEFORE_WORKING_HERE = 2
LOOK_SECONDS = 1.0
SHARE_OF_TIME = 20  # a look at everybody may take one part in so many of all time

# A report is behind ⇔ revision, version or engine is lower than now's, or its day has come.
BEHIND = """
    (m.person_id IS NULL OR m.revision < p.revision OR m.version < %(version)s OR m.engine < %(engine)s
     OR m.good_until <= %(today)s)
"""
_DUE = """
    ((r.dead_at IS NULL AND r.not_before <= now())
     OR r.leased_revision < p.revision OR r.leased_version < %(version)s OR r.leased_engine < %(engine)s)
"""
_REPORT = f"LEFT JOIN roadmaps_report m ON m.person_id = p.person_id AND m.audience = '{Audience.OWN}'"

_LOOK = f"""
SELECT p.person_id, coalesce(m.revision < p.revision, true) AS edited
FROM assessments_profile p
{_REPORT}
LEFT JOIN roadmaps_refresh r ON r.person_id = p.person_id
WHERE {BEHIND} AND (r.person_id IS NULL OR {_DUE})
ORDER BY r.not_before NULLS FIRST, p.person_id
"""

_MISSING = """
INSERT INTO roadmaps_refresh
    (person_id, leased_revision, leased_version, leased_engine, attempts, alone, error, fingerprint)
SELECT p.person_id, 0, 0, 0, 0, false, '', '' FROM assessments_profile p
WHERE p.person_id = ANY(%(people)s)
  AND NOT EXISTS (SELECT 1 FROM roadmaps_refresh r WHERE r.person_id = p.person_id)
ORDER BY p.person_id
ON CONFLICT DO NOTHING
"""

_LEASE = f"""
WITH due AS (
    SELECT r.person_id, p.revision,
        (r.leased_revision, r.leased_version, r.leased_engine) = (p.revision, %(version)s, %(engine)s) AS again,
        coalesce(m.revision < p.revision, true) AS edited
    FROM roadmaps_refresh r
    JOIN assessments_profile p ON p.person_id = r.person_id
    {_REPORT}
    WHERE r.person_id = ANY(%(people)s) AND {BEHIND} AND {_DUE}
    ORDER BY r.person_id
    FOR UPDATE OF r SKIP LOCKED
)
UPDATE roadmaps_refresh r SET
    leased_revision = due.revision, leased_version = %(version)s, leased_engine = %(engine)s,
    attempts = CASE WHEN due.again THEN r.attempts + 1 ELSE 1 END,
    alone = due.again AND (r.alone OR r.attempts >= %(rings)s),
    dead_at = NULL,
    tried = CASE WHEN due.again THEN r.tried ELSE 0 END,
    not_before = now() + (%(lease)s * (1 + random())) * interval '1 second'
FROM due WHERE r.person_id = due.person_id
RETURNING r.person_id, r.attempts, r.alone, due.edited
"""

_LEASED = "SELECT count(*) FROM roadmaps_refresh WHERE leased_revision > 0 AND dead_at IS NULL AND not_before > now()"

# Somebody whose report takes the worker down with it never gets as far as `give_back`.
_BURY = """
UPDATE roadmaps_refresh SET dead_at = now(), error = 'the worker was lost', fingerprint = 'worker-lost'
WHERE alone AND tried >= %s AND dead_at IS NULL AND not_before <= now()
"""


class Leased(NamedTuple):
    """Somebody whose turn it is. `edited`: they said something, or it was said of them; else all are behind."""

    person: int
    attempts: int
    alone: bool
    edited: bool


class RefreshSource:
    """The reports that are behind, as work for the dispatcher."""

    def __init__(self) -> None:
        self._edited: deque[int] = deque()
        self._others: deque[int] = deque()
        self._next_look = 0.0
        self._let_through = False

    def claim(self, heard: Collection[str] | None = None) -> Sequence[Chunk]:
        """Lease whoever is behind, fresh edits first and as many as are done before their leases run out.

        `heard`: what was announced since the last round, ids of people among it; None makes sure by looking. Fresh
        edits travel apart from fan-outs, and suspects one by one.
        """
        version = versions.current_number()
        if not version:
            return []
        now: dict[str, Any] = {"version": version, "engine": ENGINE, "today": current_day()}
        if heard is None or EVERYTHING in heard or time.monotonic() >= self._next_look:
            self._look(now)
        self._edited.extendleft(int(word) for word in heard or () if word.isdecimal())
        return _chunks(self._take(now))

    def work(self, ids: Sequence[int]) -> None:
        """Refresh these people here and now, in the dispatcher."""
        refresh(ids, by=Report.Maker.DISPATCHER)

    def _look(self, now: dict[str, Any]) -> None:
        """Find everybody who is behind. Each dispatcher begins somewhere else, to meet the others less often."""
        started = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute(_BURY, [TRIES_ALONE])
            cursor.execute(_LOOK, now)
            rows = cursor.fetchall()
        self._edited = deque(person for person, edited in rows if edited)
        self._others = deque(person for person, edited in rows if not edited)
        self._others.rotate(random.randrange(CHUNK[FANOUT]) * (len(self._others) > UNDER_WAY))  # noqa: S311 - no secret
        took = time.monotonic() - started
        self._next_look = time.monotonic() + max(LOOK_SECONDS, SHARE_OF_TIME * took)

    def _take(self, now: dict[str, Any]) -> list[Leased]:
        if not (self._edited or self._others):
            return []
        with connection.cursor() as cursor:
            cursor.execute(_LEASED)
            (under_way,) = cursor.fetchone()
        edited = list(_lease(_first(self._edited, UNDER_WAY - under_way), now))
        # Fresh edits are rung for before others are leased, but not in two rounds one after the other.
        self._let_through = bool(edited) and not self._let_through
        if self._let_through:
            return edited
        room = FANOUT_UNDER_WAY - under_way - len(edited)
        return [*edited, *_lease(_first(self._others, min(room, FANOUT_A_ROUND)), now)]


def _first(waiting: deque[int], room: int) -> list[int]:
    return [waiting.popleft() for _ in range(min(len(waiting), max(0, room)))]


def _lease(people: Sequence[int], now: dict[str, Any]) -> Iterable[Leased]:
    if not people:
        return []
    asked = {**now, "people": list(people), "lease": LEASE_SECONDS, "rings": RINGS_BEFORE_WORKING_HERE}
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, asked)
        cursor.execute(_LEASE, asked)
        return [Leased(*row) for row in cursor.fetchall()]


def _chunks(rows: Sequence[Leased]) -> list[Chunk]:
    alone = [
        Chunk(
            TASK,
            FRESH if row.edited else FANOUT,
            (row.person,),
            # Not at the first try alone: whoever ends their worker would end this process, before those who come
            # after them in the same round, and that round after round.
            direct=row.attempts > RINGS_BEFORE_WORKING_HERE + 1,
        )
        for row in rows
        if row.alone
    ]
    together: list[Chunk] = []
    for queue, edited in ((FRESH, True), (FANOUT, False)):
        company = [row for row in rows if not row.alone and row.edited == edited]
        for size, first in ((CHUNK[queue], True), (PART, False)):
            ids = iter([row.person for row in company if (row.attempts == 1) == first])
            while some := tuple(islice(ids, size)):
                together.append(Chunk(TASK, queue, some))
    return [*together, *alone]
