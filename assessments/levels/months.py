"""What people had shared, and what had been agreed, by the end of a month: folded from the rows as of that day.

The vectors of a month are worked out once the month is over and never change after it, because rows are only ever
added. Whoever keeps them (a room to the right) sees bytes and hands them back here to be read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import numpy as np
from django.db import connection
from django.utils import timezone

from assessments.models.rating import UNRATED
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy

from .encoding import Packed, to_published
from .standings import Bytes, Days, Mask, Places, Vectors, cutoffs, where
from .translation import AGREED_SOURCES, OWN_SOURCES, RatingRow, Translation, fold
from .vectors import pack


class MonthVectors(NamedTuple):
    """One person at the end of one month, in the words of a taxonomy version; both as wide as that version is."""

    person_id: int
    day: date
    version: int
    said: Packed
    agreed: Packed


class MonthBlock(NamedTuple):
    """Many people at the end of one month, all in the words of one version: their vectors one behind the other."""

    day: date
    version: int
    people: Sequence[int]
    said_values: bytes
    said_days: bytes
    agreed_values: bytes
    agreed_days: bytes


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
    found = ((person, day, histories[person].as_of(ends_at(day), translation)) for person, day in pairs)
    return [
        MonthVectors(person, day, current.number, _wide(said, current.width), _wide(agreed, current.width))
        for person, day, (said, agreed) in found
    ]


def _wide(packed: Packed, width: int) -> Packed:
    values, days = packed
    return values.ljust(width, bytes([UNRATED])), days.ljust(2 * width, b"\0")


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
        cursor.execute(_ROWS, {"people": list(people), "sources": sources})
        for person, moment, *row in cursor.fetchall():
            found[person].rows.append(RatingRow._make(row))
            found[person].moments.append(moment)
        cursor.execute(_SHARES, {"people": list(people)})
        for person, moment, up_to in cursor.fetchall():
            found[person].shares.append((moment, up_to))
    return found


def levels(block: MonthBlock, taxonomy: Taxonomy) -> Bytes:
    """What held at the end of the month as others might know it: a row a person, a column an active skill.

    As `standings.effective_shared` has it (a test compares), only without why: two levels have to be compared just
    where one was agreed. The block is read in the words of `taxonomy`: whatever that has touched since is folded
    again from the rows.
    """
    block = _spoken(block, taxonomy)
    slots = [taxonomy.slots[skill.slug] for skill in taxonomy.active]
    values, agreed = _values(block.said_values, block, slots), _values(block.agreed_values, block, slots)
    places = where(agreed != UNRATED)
    if len(places[0]):
        rows, columns = places
        cells = rows, np.array(slots)[columns]
        months = [taxonomy.review_months(skill.slug) for skill in taxonomy.active]
        cutoff = cutoffs(months, today=block.day)[columns]
        said = Vectors(values[places], _days(block.said_days, block, cells))
        both = Vectors(agreed[places], _days(block.agreed_days, block, cells))
        values[places] = np.where(stands(said, both, cutoff), both.values, said.values)
    return values


def stands(said: Vectors, agreed: Vectors, cutoff: Days) -> Mask:
    """Where the agreed level holds: unless what was said later is lower, or nobody has confirmed it lately."""
    outdated = agreed.again | (agreed.days <= cutoff)
    of_one_day = (said.days == agreed.days) & agreed.again & ~said.again
    newer = (said.values != UNRATED) & ((said.days > agreed.days) | of_one_day)
    return ~(newer & (outdated | (said.values < agreed.values)))


def _values(packed: bytes, block: MonthBlock, slots: Sequence[int]) -> Bytes:
    """These columns; a skill that is newer than the block has none yet."""
    matrix = np.frombuffer(packed, dtype=np.uint8).reshape(len(block.people), -1)
    missing = max(slots, default=-1) + 1 - matrix.shape[1]
    wide = np.pad(matrix, ((0, 0), (0, missing)), constant_values=UNRATED) if missing > 0 else matrix
    # All of them in order, as mostly, is a copy of the bytes as they lie there.
    return wide[:, : len(slots)].copy() if list(slots) == list(range(len(slots))) else wide[:, slots]


def _days(packed: bytes, block: MonthBlock, cells: Places) -> Days:
    """The days of these cells alone."""
    return np.frombuffer(packed, dtype=">u2").reshape(len(block.people), -1)[cells].astype(np.uint16)


def _spoken(block: MonthBlock, taxonomy: Taxonomy) -> MonthBlock:
    if block.version >= taxonomy.number or not _is_touched(block, to_published(taxonomy)):
        return block
    again = fold_months(((person, block.day) for person in block.people), taxonomy)
    return MonthBlock(
        block.day,
        taxonomy.number,
        block.people,
        b"".join(one.said[0] for one in again),
        b"".join(one.said[1] for one in again),
        b"".join(one.agreed[0] for one in again),
        b"".join(one.agreed[1] for one in again),
    )


def _is_touched(block: MonthBlock, translation: Translation) -> bool:
    """A later version has changed something that one of these people had said."""
    slots = translation.touched(block.version)
    if slots is None:
        return True
    both = (_values(packed, block, slots) for packed in (block.said_values, block.agreed_values))
    return any(bool((values != UNRATED).any()) for values in both)
