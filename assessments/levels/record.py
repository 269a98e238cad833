"""Everything that was said about one person, row by row, as one reader may know it.

The person reads what they said and what was agreed. What their lead rated is the lead's to show: it stands here once
a level was agreed after it, for then both had laid open what they think. Others read what they could have seen at
some time: of what was said between two shares only the last word on each skill, as the list before sharing promised,
never what was said and taken back in between; what was agreed; and what they rated themselves. Of somebody who has
shared nothing they read nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from assessments.inputs import Audience
from assessments.models import Rating, Share
from assessments.models.rating import UNRATED
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.models import TaxonomyVersion

from .encoding import to_published
from .past_rows import EVERYTHING
from .translation import AGREED_SOURCES, OWN_SOURCES, RATING_COLUMNS, RatingRow, Translation, standing
from .vectors import Held


class Told(NamedTuple):
    """One row: what was stated, by whom and when. `before`: up to which revision the reader knew what held before."""

    row: RatingRow
    reason: str
    by_id: int
    made: datetime
    before: int

    @property
    def voice(self) -> tuple[str, int]:
        """Whose statements hold one after the other: the person's own, the agreed ones, those of one rater."""
        if self.row.source in OWN_SOURCES:
            return Rating.Source.SELF.value, 0
        return self.row.source, 0 if self.row.source in AGREED_SOURCES else self.by_id


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as it is read: the values before and after it, both in the words of the version it was said under.

    A value is a rank, NOT_APPLICABLE or UNRATED.
    """

    told: Told
    before: int
    taxonomy: Taxonomy

    @property
    def after(self) -> int:
        """The value that holds after it."""
        return self.told.row.value

    @property
    def is_undo(self) -> bool:
        """It takes another one back."""
        return self.told.row.state == Rating.State.WITHDRAWN

    @property
    def is_confirmed(self) -> bool:
        """It says again what held before."""
        return self.before == self.after and not self.is_undo


class Record:
    """The rows of one person that a reader may know, newest first, and what held before each."""

    def __init__(self, rows: Iterable[Told], shown: Iterable[Told], published: Mapping[int, str]) -> None:
        self._rows, self._published = list(rows), published
        self.shown = sorted(shown, key=lambda told: -told.row.revision)
        self._slots: dict[tuple[tuple[str, int], int], _Slots] = {}

    def leave_out(self, skills: Collection[str]) -> None:
        """Show no row about these skills; what held before others is not touched by it."""
        self.shown = [told for told in self.shown if told.row.skill not in skills]

    def matching(
        self, *, skills: Collection[str] | None = None, sources: Collection[str] | None = None
    ) -> list[Told]:
        """The rows about these skills and from these sources, newest first; None for all."""
        return [
            told
            for told in self.shown
            if (skills is None or told.row.skill in skills)
            and (sources is None or told.row.source in sources)
        ]

    def read(self, told: Told) -> Entry:
        """One of the rows, with what held before."""
        slots = self._in_words_of(told)
        held = slots.held(told.row.slot, told.before)
        return Entry(told, held.value if held else UNRATED, slots.translation.taxonomy)

    def _in_words_of(self, told: Told) -> _Slots:
        key = told.voice, told.row.version
        if key not in self._slots:
            number = told.row.version
            translation = to_published(versions.load(number, self._published[number]))
            rows = [other.row for other in self._rows if other.voice == told.voice]
            self._slots[key] = _Slots(rows, translation)
        return self._slots[key]


class _Slots:
    """One voice's statements by the slot in which they count under one version."""

    def __init__(self, rows: list[RatingRow], translation: Translation) -> None:
        self.translation = translation
        self._taken_back = {row.withdraws: row.revision for row in rows if row.withdraws is not None}
        self._by_slot: dict[int, list[RatingRow]] = {}
        for row in standing(
            (row for row in rows if row.withdraws is None), sources={row.source for row in rows}
        ):
            for slot, _again in translation.places(row):
                self._by_slot.setdefault(slot, []).append(row)

    def held(self, slot: int, up_to: int) -> Held | None:
        """What held in a slot by a revision; None for nothing."""
        for row in reversed(self._by_slot.get(slot, ())):
            if row.revision <= up_to < self._taken_back.get(row.revision, EVERYTHING):
                return Held(self.translation.value(row.version, row.value), row.day)
        return None


def record_of(person_id: int, audience: Audience, *, viewer_id: int) -> Record:
    """Everything that was said about a person, as far as the viewer may know it.

    Three queries, however many rows there are. A version that this process has not met yet costs two more when an
    entry made under it is read.
    """
    told = _rows(person_id)
    published = dict(TaxonomyVersion.objects.values_list("number", "fingerprint"))
    if audience is Audience.OWN:
        return Record(told, _open_to_oneself(told), published)
    shares = list(
        Share.objects.filter(person_id=person_id)
        .order_by("revision")
        .values_list("up_to_revision", flat=True)
    )
    known = list(_known_to_others(told, shares, viewer_id)) if shares else []
    released = shares[-1] if shares else 0
    rows = [one for one in told if one.row.source not in OWN_SOURCES or one.row.revision <= released]
    found = Record(rows, known, published)
    found.shown = [one for one in found.shown if not _came_to_nothing(found, one)]
    return found


def _rows(person_id: int) -> list[Told]:
    rows = Rating.objects.filter(person_id=person_id).order_by("revision")
    return [
        Told(RatingRow._make(row), reason, by_id, made, row[0] - 1)
        for *row, reason, by_id, made in rows.values_list(*RATING_COLUMNS, "reason", "by_id", "created_at")
    ]


def _open_to_oneself(told: Sequence[Told]) -> Iterable[Told]:
    """What I said and what was agreed, with the rating of the lead that each agreement was about."""
    agreed: set[str] = set()
    for one in reversed(told):
        skill, source = one.row.skill, one.row.source
        if source in AGREED_SOURCES:
            agreed.add(skill)
        if source in (*OWN_SOURCES, *AGREED_SOURCES):
            yield one
        elif source == Rating.Source.MANAGER and skill in agreed:
            agreed.discard(skill)
            yield one


def _known_to_others(told: Iterable[Told], shares: Iterable[int], viewer_id: int) -> Iterable[Told]:
    """The last word on each skill at each share, what was agreed, and what the viewer rated."""
    own = [one for one in told if one.row.source in OWN_SOURCES]
    yield from (
        one
        for one in told
        if one.row.source in AGREED_SOURCES or (one.row.source not in OWN_SOURCES and one.by_id == viewer_id)
    )
    start = 0
    for up_to in shares:
        last = {one.row.skill: one for one in own if start < one.row.revision <= up_to}
        yield from (one._replace(before=start) for one in last.values())
        start = up_to


def _came_to_nothing(record: Record, told: Told) -> bool:
    """It was taken back before it was shared: for others nothing has happened."""
    return told.row.state == Rating.State.WITHDRAWN and record.read(told).before == told.row.value
