"""What people had shared, and what had been agreed, by the end of a month: folded from the rows as of that day.

The vectors of a month are worked out once the month is over and never change after it, because rows are only ever
added. Whoever keeps them (a room to the right) sees bytes and hands them back here to be read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

import numpy as np
from django.db import connection
from django.utils import timezone

from assessments.models.rating import UNRATED
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy

from .encoding import Packed, to_published
from .matrices import Standings, cutoffs, effective_shared, stacked
from .translation import AGREED_SOURCES, OWN_SOURCES, RatingRow, Translation, fold
from .vectors import pack


class MonthVectors(NamedTuple):
    """One person at the end of one month, in the words of a taxonomy version."""

    person_id: int
    day: date
    version: int
    said: Packed
    agreed: Packed


@dataclass(frozen=True, slots=True)
class _History:
    """One person's rows in the order of their revisions, each with the moment it was made."""

    rows: list[RatingRow]
    moments: list[datetime]
    shares: list[tuple[datetime, int]]

    def as_of(self, moment: datetime, translation: Translation) -> tuple[Packed, Packed]:
        """What was shared and what was agreed before a moment."""
        place = bisect_right(self.shares, (moment, -1))
        up_to = self.shares[place - 1][1] if place else 0
        known = [row for row, made in zip(self.rows, self.moments, strict=True) if made < moment]
        return (
            pack(fold(self.rows, translation, sources=OWN_SOURCES, up_to_revision=up_to)),
            pack(fold(known, translation, sources=AGREED_SOURCES)),
        )


def fold_months(wanted: Iterable[tuple[int, date]], taxonomy: Taxonomy | None = None) -> list[MonthVectors]:
    """The vectors of these people at the end of these days, under the current version. Two queries for all."""
    pairs = list(wanted)
    current = taxonomy or versions.current()
    translation = to_published(current)
    histories = _histories(sorted({person for person, _ in pairs}))
    return [
        MonthVectors(person, day, current.number, *histories[person].as_of(ends_at(day), translation))
        for person, day in pairs
    ]


def ends_at(day: date) -> datetime:
    """The first moment after a day, where the organisation is."""
    return datetime.combine(day + timedelta(days=1), time(), timezone.get_default_timezone())


_ROWS = """
SELECT r.person_id, r.created_at, r.revision, r.version, s.slug, s.slot, r.source, r.state, r.value, r.day, r.withdraws
FROM assessments_rating r JOIN taxonomy_skill s ON s.id = r.skill_id
WHERE r.person_id = ANY(%(people)s) AND r.source = ANY(%(sources)s)
ORDER BY r.person_id, r.revision
"""
_SHARES = """
SELECT person_id, created_at, up_to_revision FROM assessments_share
WHERE person_id = ANY(%(people)s) ORDER BY person_id, revision
"""


def _histories(people: Sequence[int]) -> dict[int, _History]:
    found = {person: _History([], [], []) for person in people}
    sources = [str(source) for source in (*OWN_SOURCES, *AGREED_SOURCES)]
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, {"people": people, "sources": sources})
        for person, moment, *row in cursor.fetchall():
            found[person].rows.append(RatingRow._make(row))
            found[person].moments.append(moment)
        cursor.execute(_SHARES, {"people": people})
        for person, moment, up_to in cursor.fetchall():
            found[person].shares.append((moment, up_to))
    return found


def standings(kept: Sequence[MonthVectors], taxonomy: Taxonomy, *, day: date) -> Standings:
    """What held on a day for each of these, a column for each active skill of the taxonomy.

    All have to speak its version: `spoken` sees to that.
    """
    skills = [skill.slug for skill in taxonomy.active]
    slots = [taxonomy.slots[skill] for skill in skills]
    months = [taxonomy.review_months(skill) for skill in skills]
    said = stacked([one.said for one in kept], slots, taxonomy.width)
    agreed = stacked([one.agreed for one in kept], slots, taxonomy.width)
    return effective_shared(said, agreed, cutoffs(months, today=day))


def spoken(kept: Sequence[MonthVectors], taxonomy: Taxonomy) -> list[MonthVectors]:
    """The same in the words of a version: those that a later version has touched are folded again from the rows."""
    translation = to_published(taxonomy)
    older = [one for one in kept if _is_touched(one, translation)]
    again = {
        (one.person_id, one.day): one for one in fold_months(((o.person_id, o.day) for o in older), taxonomy)
    }
    return [again.get((one.person_id, one.day), one) for one in kept] if again else list(kept)


def _is_touched(one: MonthVectors, translation: Translation) -> bool:
    if one.version >= translation.number:
        return False
    slots = translation.touched(one.version)
    if slots is None:
        return True
    places = np.array(slots, dtype=np.intp)
    return any(_states(values, places) for values in (one.said[0], one.agreed[0]))


def _states(values: Any, places: Any) -> bool:
    packed = np.frombuffer(bytes(values), dtype=np.uint8)
    return bool((packed[places[places < len(packed)]] != UNRATED).any())
