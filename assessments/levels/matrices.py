"""Many people at once: their vectors as numpy matrices, and the effective level of every cell.

A row a person, a column a skill, in the order asked for. It says exactly what `standing` says of one
person and one skill, cell by cell (a test compares); it is here because two hundred people times eighty
skills are one operation on bytes, and sixteen thousand objects otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from django.db import connection

from assessments.inputs import Audience
from assessments.models.rating import HIGHEST, NOT_APPLICABLE, UNRATED
from assessments.standing import BASES, Basis, Standing, State, stale_on
from assessments.targets import NO_OVERRIDES, Override
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy

from .encoding import NOTHING, Encoded, PackedVectors, to_published, translated
from .translation import OverrideRow, Translation
from .vectors import ASKS_AGAIN, EPOCH, day_number, to_day

Bytes = npt.NDArray[np.uint8]
Days = npt.NDArray[np.uint16]
Mask = npt.NDArray[np.bool_]
Places = tuple[npt.NDArray[np.intp], ...]

_CODE = {basis: np.uint8(code) for code, basis in enumerate(BASES)}

# `audience` is one of two words of ours, never anything that a request brings along. The first row, of nobody, holds
# the number and the fingerprint of the current version, and everybody's exceptions; it is there once one is published.
# Whoever has no profile comes in a part of their own, so that the wide rows are only read, never sorted or joined to.
_ROLES = """
LEFT JOIN assessments_roleassignment a ON a.person_id = {of}.person_id
    AND a.starts_on <= %(today)s AND (a.ends_on IS NULL OR a.ends_on > %(today)s)
LEFT JOIN taxonomy_role role ON role.id = a.role_id
"""
_SELECT = f"""
(SELECT NULL::bigint, t.number, 0::bigint, 0::bigint, NULL::date, ''::bytea, ''::bytea, ''::bytea, ''::bytea,
    t.fingerprint, (
        SELECT json_agg(json_build_array(
            o.person_id, s.slug, o.level, o.reason, o.version, o.starts_on, o.id))
        FROM assessments_targetoverride o JOIN taxonomy_skill s ON s.id = o.skill_id
        WHERE o.person_id = ANY(%(people)s::bigint[])
          AND o.starts_on <= %(today)s AND (o.ends_on IS NULL OR o.ends_on > %(today)s)
    )
FROM taxonomy_taxonomyversion t ORDER BY t.number DESC LIMIT 1)
UNION ALL
SELECT p.person_id, p.version, p.revision, p.shared_revision, p.shared_on, p.{{audience}}_values, p.{{audience}}_days,
    p.agreed_values, p.agreed_days, role.slug, NULL
FROM assessments_profile p {_ROLES.format(of="p")}
WHERE p.person_id = ANY(%(people)s::bigint[])
UNION ALL
SELECT w.person_id, 0, 0, 0, NULL, '', '', '', '', role.slug, NULL
FROM unnest(%(people)s::bigint[]) AS w (person_id) {_ROLES.format(of="w")}
WHERE NOT EXISTS (SELECT FROM assessments_profile p WHERE p.person_id = w.person_id)
"""


class _Told(NamedTuple):
    """One row of what is selected."""

    person_id: int | None
    version: int
    revision: int
    shared_revision: int
    shared_on: date | None
    said_values: bytes
    said_days: bytes
    agreed_values: bytes
    agreed_days: bytes
    role: str | None
    exceptions: list[list[Any]] | None


@dataclass(frozen=True)
class Vectors:
    """Statements: what was said (a rank, 254 not applicable, 255 unrated), and the day's two bytes."""

    values: Bytes
    stored_days: Days

    @cached_property
    def days(self) -> Days:
        """The numbers of the days."""
        return self.stored_days & np.uint16(~ASKS_AGAIN & 0xFFFF)

    @cached_property
    def again(self) -> Mask:
        """Where the skill has become another since, so that the statement asks again."""
        return self.stored_days >= np.uint16(ASKS_AGAIN)

    def at(self, places: Places) -> Vectors:
        """Only these cells, in a row."""
        return Vectors(self.values[places], self.stored_days[places])


class Row(NamedTuple):
    """What one row is about, besides its vectors. `role` and `overrides` are those of the day."""

    person_id: int
    revision: int
    shared_on: date | None
    role: str | None
    overrides: Mapping[str, Override]


@dataclass(frozen=True, slots=True)
class Crowd:
    """The statements of many people as one audience may know them. Columns are `skills`."""

    taxonomy: Taxonomy
    audience: Audience
    skills: tuple[str, ...]
    rows: tuple[Row, ...]
    said: Vectors
    agreed: Vectors


@dataclass(frozen=True)
class Standings:
    """What holds, cell by cell. `basis` holds places in BASES; a day means nothing where unrated."""

    values: Bytes
    stale: Mask
    basis: Bytes
    days: Days

    @cached_property
    def rated(self) -> Mask:
        """Where there is a level: neither unrated nor not applicable."""
        return self.values <= HIGHEST

    def take(self, rows: Sequence[int] | npt.NDArray[Any]) -> Standings:
        """Only these rows, in this order."""
        chosen = np.asarray(rows, dtype=np.intp)
        return Standings(self.values[chosen], self.stale[chosen], self.basis[chosen], self.days[chosen])

    def at(self, row: int, column: int) -> Standing:
        """One cell in the words of `standing`; the day on which time changes it is not known here."""
        value = int(self.values[row, column])
        if value == UNRATED:
            return Standing(State.UNRATED, None, stale=False, basis=Basis.NONE, day=None)
        rated = value != NOT_APPLICABLE
        return Standing(
            State.RATED if rated else State.NOT_APPLICABLE,
            value if rated else None,
            bool(self.stale[row, column]),
            BASES[int(self.basis[row, column])],
            to_day(int(self.days[row, column])),
        )


def load(person_ids: Iterable[int], audience: Audience, *, today: date) -> Crowd | None:
    """The statements of these people over all active skills, in the order asked for.

    One query, and one more for all whose ratings a later version has touched since they were stored. None while no
    taxonomy is published or nobody is asked about. Only what this audience may know is read.
    """
    people = list(person_ids)
    with connection.cursor() as cursor:
        of: dict[str, Any] = {"people": as_array(people), "today": today}
        cursor.execute(_SELECT.format(audience=audience.value), of)
        told = {row[0]: row for row in cursor.fetchall()}
    if None not in told or not people:
        return None
    head = _Told._make(told[None])
    taxonomy = versions.load(head.version, head.role or "")
    translation = to_published(taxonomy)
    rows = _spoken([told[person] for person in people], translation, audience)
    # A column each: a thousand rows as objects would cost more than all that is worked out from them.
    found: Any = _Told._make(zip(*rows, strict=True))
    overrides = _overrides(head.exceptions or (), translation)
    held = [overrides.get(person, NO_OVERRIDES) for person in people]
    skills = tuple(skill.slug for skill in taxonomy.active)
    slots = [taxonomy.slots[skill] for skill in skills]
    return Crowd(
        taxonomy=taxonomy,
        audience=audience,
        skills=skills,
        rows=tuple(map(Row, people, found.revision, found.shared_on, found.role, held)),
        said=_below(found.said_values, found.said_days, slots, taxonomy.width),
        agreed=_below(found.agreed_values, found.agreed_days, slots, taxonomy.width),
    )


def as_array(ids: Iterable[int]) -> str:
    """Ids as one text for PostgreSQL, because psycopg looks at each number of a list by itself."""
    return f"{{{','.join(map(str, ids))}}}"


def _spoken(rows: list[Sequence[Any]], translation: Translation, audience: Audience) -> list[Sequence[Any]]:
    """The same rows in the words of the current version, those that it has touched translated."""
    older = [_encoded(_Told._make(row), audience) for row in rows if 0 < row[1] < translation.number]
    changed = translated(older, translation) if older else {}
    return [_anew(_Told._make(row), changed, audience) for row in rows] if changed else rows


def _anew(row: _Told, changed: Mapping[int, PackedVectors], audience: Audience) -> _Told:
    vectors = changed.get(row.person_id or 0)
    if vectors is None:
        return row
    said, agreed = getattr(vectors, audience), vectors.agreed
    return row._replace(
        said_values=said[0], said_days=said[1], agreed_values=agreed[0], agreed_days=agreed[1]
    )


def _encoded(row: _Told, audience: Audience) -> Encoded:
    is_own, said = audience is Audience.OWN, (row.said_values, row.said_days)
    return Encoded(
        person_id=row.person_id or 0,
        version=row.version,
        revision=row.revision,
        own_up_to=row.revision if is_own else 0,
        shared_up_to=0 if is_own else row.shared_revision,
        vectors=PackedVectors(
            said if is_own else NOTHING, NOTHING if is_own else said, (row.agreed_values, row.agreed_days)
        ),
    )


def _overrides(
    exceptions: Iterable[Sequence[Any]], translation: Translation
) -> dict[int, dict[str, Override]]:
    """By person, for those who have any."""
    found: dict[int, list[OverrideRow]] = {}
    for person_id, *one in exceptions:
        found.setdefault(person_id, []).append(OverrideRow(*one))
    return {person_id: translation.overrides(rows) for person_id, rows in found.items()}


def stacked(packed: Iterable[tuple[Any, Any]], slots: Sequence[int], width: int) -> Vectors:
    """Packed vectors below each other, a column for each of `slots`. A short vector is unrated beyond its end."""
    pairs = list(packed)
    return _below(
        [bytes(said or b"") for said, _ in pairs], [bytes(when or b"") for _, when in pairs], slots, width
    )


def _below(values: Sequence[bytes], days: Sequence[bytes], slots: Sequence[int], width: int) -> Vectors:
    chosen = _columns(_table(values, np.dtype(np.uint8), b"\xff", width), slots)
    # A byte that no version has a meaning for states nothing, as in `vectors.statement`.
    unknown = (chosen > HIGHEST) & (chosen < NOT_APPLICABLE)
    if unknown.any():
        chosen = np.where(unknown, np.uint8(UNRATED), chosen)
    return Vectors(chosen, _columns(_table(days, np.dtype(">u2"), b"\0", width), slots).astype(np.uint16))


def _table(packed: Sequence[bytes], kind: np.dtype[Any], nothing: bytes, width: int) -> npt.NDArray[Any]:
    """A row each, as wide as `width`; one that is shorter says `nothing` beyond its end."""
    size = width * kind.itemsize
    told = b"".join([one.ljust(size, nothing)[:size] for one in packed])
    return np.frombuffer(told, dtype=kind).reshape(len(packed), width)


def _columns(table: npt.NDArray[Any], slots: Sequence[int]) -> npt.NDArray[Any]:
    """These columns; the table itself where they are all of it in order, as in a document that was never changed."""
    return table if list(slots) == list(range(table.shape[1])) else table[:, slots]


def standings(crowd: Crowd, *, today: date) -> Standings:
    """What holds for everybody in every skill on `today`, as the crowd's audience may know it."""
    months = [crowd.taxonomy.review_months(skill) for skill in crowd.skills]
    effective = effective_own if crowd.audience is Audience.OWN else effective_shared
    return effective(crowd.said, crowd.agreed, cutoffs(months, today=today))


def effective_shared(said: Vectors, agreed: Vectors, cutoff: Days) -> Standings:
    """`standing.effective_shared` for whole matrices. `cutoff`: see `cutoffs`.

    Few cells were ever agreed: everywhere else what was said holds, and there is nothing to compare.
    """
    has_said = said.values != UNRATED
    held = Standings(
        values=said.values.copy(),
        stale=has_said & _stale(said, cutoff),
        basis=has_said * _CODE[Basis.NOT_AGREED],  # NONE is 0
        days=said.days.copy(),
    )
    places = where(agreed.values != UNRATED)
    if len(places[0]):
        both = _beside_agreed(said.at(places), agreed.at(places), cutoff[places[-1]])
        held.values[places], held.stale[places] = both.values, both.stale
        held.basis[places], held.days[places] = both.basis, both.days
    return held


def where(mask: Mask) -> Places:
    """The cells where it holds. numpy finds them many times as fast in one row of all."""
    return np.unravel_index(np.flatnonzero(mask), mask.shape)


def _beside_agreed(said: Vectors, agreed: Vectors, cutoff: Days) -> Standings:
    """The same where a level was agreed."""
    newer = (said.values != UNRATED) & _newer(said, agreed)
    outdated = _stale(agreed, cutoff)
    # 254 is above every rank: saying "not applicable" counts as a raise.
    lowered = ~outdated & newer & (said.values < agreed.values)
    basis = np.select(
        [lowered, outdated & newer], [_CODE[Basis.LOWERED], _CODE[Basis.NOT_AGREED]], _CODE[Basis.AGREED]
    )
    stale = outdated | (lowered & said.again)
    return _chosen((outdated & newer) | lowered, said, agreed, stale, basis)


def effective_own(said: Vectors, agreed: Vectors, cutoff: Days) -> Standings:
    """`standing.effective_own` for whole matrices: the newer of the two, the agreed one on the same day."""
    has_said, has_agreed = said.values != UNRATED, agreed.values != UNRATED
    own_word = ~has_agreed | (has_said & _newer(said, agreed))
    basis = np.select(
        [~has_said & ~has_agreed, own_word], [_CODE[Basis.NONE], _CODE[Basis.SELF]], _CODE[Basis.AGREED]
    )
    stale = np.where(own_word, has_said & _stale(said, cutoff), _stale(agreed, cutoff))
    return _chosen(own_word, said, agreed, stale, basis)


def _newer(said: Vectors, agreed: Vectors) -> Mask:
    """As in `standing`: of one day, what asks again is the older."""
    of_one_day = (said.days == agreed.days) & agreed.again & ~said.again
    return (said.days > agreed.days) | of_one_day


def _stale(said: Vectors, cutoff: Days) -> Mask:
    return said.again | (said.days <= cutoff)


def cutoffs(months: Collection[int], *, today: date) -> Days:
    """For each number of months the last day (its number) on which a statement is stale `today`."""
    known = {count: _cutoff(count, today) for count in set(months)}
    return np.array([known[count] for count in months], dtype=np.uint16)


def ends(held: Standings, agreed: Vectors, months: Sequence[int]) -> Days:
    """`Standing.changes_on` for whole matrices, as numbers of days; 0 where time changes nothing.

    `months` by column. What somebody lowered lasts as long as the agreed level that it lowers.
    """
    since = np.where(held.basis == _CODE[Basis.LOWERED], agreed.days, held.days)
    known = sorted(set(months))
    table = np.concatenate([np.zeros(0, np.uint16), *(_stale_from(count) for count in known)])
    first = np.array([known.index(count) for count in months], dtype=np.int64) * ASKS_AGAIN
    found = table[first + since]
    found[held.stale | (held.values == UNRATED)] = 0
    return found


@lru_cache(maxsize=32)
def _stale_from(months: int) -> Days:
    """`stale_on` by the number of the day on which something was said."""
    days = np.datetime64(EPOCH) + np.arange(ASKS_AGAIN)
    month = days.astype("datetime64[M]")
    last = (month + (months + 1)).astype("datetime64[D]") - 1
    same_day = (month + months).astype("datetime64[D]") + (days - month.astype("datetime64[D]"))
    return (np.minimum(same_day, last) - np.datetime64(EPOCH)).astype(np.uint16)


def _cutoff(months: int, today: date) -> int:
    """`stale_on` never goes back as the day goes on, so one day divides the stale from the fresh."""
    years, month = divmod(today.month - 1 - months, 12)
    first = date(today.year + years, month + 1, 1)
    days = (first + timedelta(days=place) for place in range(31))
    return max(day_number(day) for day in days if stale_on(day, months) <= today)


def _chosen(own_word: Mask, said: Vectors, agreed: Vectors, stale: Mask, basis: Bytes) -> Standings:
    return Standings(
        values=np.where(own_word, said.values, agreed.values),
        stale=stale,
        basis=basis.astype(np.uint8),
        days=np.where(own_word, said.days, agreed.days),
    )
