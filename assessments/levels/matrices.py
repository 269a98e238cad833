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
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection

from assessments.inputs import Audience
from assessments.models.rating import HIGHEST, NOT_APPLICABLE, UNRATED
from assessments.standing import BASES, Basis, Standing, State, stale_on
from assessments.targets import Override
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy

from .encoding import NOTHING, Encoded, PackedVectors, to_published, translated
from .translation import OverrideRow, Translation
from .vectors import ASKS_AGAIN, EPOCH, day_number, to_day

Bytes = npt.NDArray[np.uint8]
Days = npt.NDArray[np.uint16]
Mask = npt.NDArray[np.bool_]

_CODE = {basis: np.uint8(code) for code, basis in enumerate(BASES)}

# `audience` is one of two words of ours, never anything that a request brings along.
_SELECT = """
SELECT t.number, t.fingerprint, w.person_id, coalesce(p.version, 0), coalesce(p.revision, 0),
    coalesce(p.shared_revision, 0), p.shared_on, coalesce(p.{audience}_values, ''), coalesce(p.{audience}_days, ''),
    coalesce(p.agreed_values, ''), coalesce(p.agreed_days, ''), role.slug, exceptions.held
FROM unnest(%(people)s::bigint[]) WITH ORDINALITY AS w (person_id, place)
CROSS JOIN (SELECT number, fingerprint FROM taxonomy_taxonomyversion ORDER BY number DESC LIMIT 1) t
LEFT JOIN assessments_profile p ON p.person_id = w.person_id
LEFT JOIN assessments_roleassignment a ON a.person_id = w.person_id
    AND a.starts_on <= %(today)s AND (a.ends_on IS NULL OR a.ends_on > %(today)s)
LEFT JOIN taxonomy_role role ON role.id = a.role_id
LEFT JOIN (
    SELECT o.person_id, json_agg(
        json_build_array(s.slug, o.level, o.reason, o.version, o.starts_on, o.id)) AS held
    FROM assessments_targetoverride o JOIN taxonomy_skill s ON s.id = o.skill_id
    WHERE o.person_id = ANY(%(people)s::bigint[])
      AND o.starts_on <= %(today)s AND (o.ends_on IS NULL OR o.ends_on > %(today)s)
    GROUP BY o.person_id
) exceptions ON exceptions.person_id = w.person_id
ORDER BY w.place
"""


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


@dataclass(frozen=True, slots=True)
class Row:
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
    with connection.cursor() as cursor:
        people: dict[str, Any] = {"people": list(person_ids), "today": today}
        cursor.execute(_SELECT.format(audience=audience.value), people)
        found = cursor.fetchall()
    if not found:
        return None
    taxonomy = versions.load(*found[0][:2])
    translation = to_published(taxonomy)
    older = [_encoded(row, audience) for row in found if 0 < row[3] < taxonomy.number]
    changed = translated(older, translation) if older else {}
    pairs = [_pairs(row, changed.get(row[2]), audience) for row in found]
    skills = tuple(skill.slug for skill in taxonomy.active)
    slots = [taxonomy.slots[skill] for skill in skills]
    return Crowd(
        taxonomy=taxonomy,
        audience=audience,
        skills=skills,
        rows=tuple(_row(row, translation) for row in found),
        said=stacked([said for said, _ in pairs], slots, taxonomy.width),
        agreed=stacked([agreed for _, agreed in pairs], slots, taxonomy.width),
    )


def _pairs(row: Sequence[Any], changed: PackedVectors | None, audience: Audience) -> tuple[Any, Any]:
    """What was said and what was agreed, as stored or as it had to be translated."""
    return (row[7:9], row[9:11]) if changed is None else (getattr(changed, audience), changed.agreed)


def _encoded(row: Sequence[Any], audience: Audience) -> Encoded:
    person_id, version, revision, shared_revision = row[2:6]
    is_own, (said, agreed) = audience is Audience.OWN, _pairs(row, None, audience)
    return Encoded(
        person_id=person_id,
        version=version,
        revision=revision,
        own_up_to=revision if is_own else 0,
        shared_up_to=0 if is_own else shared_revision,
        vectors=PackedVectors(said if is_own else NOTHING, NOTHING if is_own else said, agreed),
    )


def _row(row: Sequence[Any], translation: Translation) -> Row:
    person_id, _, revision, _, shared_on = row[2:7]
    role, exceptions = row[11:]
    overrides = translation.overrides(OverrideRow(*one) for one in exceptions) if exceptions else {}
    return Row(person_id, revision, shared_on, role, overrides)


def stacked(packed: Iterable[tuple[Any, Any]], slots: Sequence[int], width: int) -> Vectors:
    """Packed vectors below each other, a column for each of `slots`. A short vector is unrated beyond its end."""
    pairs = list(packed)
    values = b"".join(bytes(said or b"")[:width].ljust(width, b"\xff") for said, _ in pairs)
    days = b"".join(bytes(when or b"")[: 2 * width].ljust(2 * width, b"\0") for _, when in pairs)
    shape = (len(pairs), width)
    chosen = np.frombuffer(values, dtype=np.uint8).reshape(shape)[:, slots]
    # A byte that no version has a meaning for states nothing, as in `vectors.statement`.
    known = np.where((chosen <= HIGHEST) | (chosen == NOT_APPLICABLE), chosen, np.uint8(UNRATED))
    return Vectors(known, np.frombuffer(days, dtype=">u2").reshape(shape)[:, slots].astype(np.uint16))


def standings(crowd: Crowd, *, today: date) -> Standings:
    """What holds for everybody in every skill on `today`, as the crowd's audience may know it."""
    months = [crowd.taxonomy.review_months(skill) for skill in crowd.skills]
    effective = effective_own if crowd.audience is Audience.OWN else effective_shared
    return effective(crowd.said, crowd.agreed, cutoffs(months, today=today))


def effective_shared(said: Vectors, agreed: Vectors, cutoff: Days) -> Standings:
    """`standing.effective_shared` for whole matrices. `cutoff`: see `cutoffs`."""
    has_said, has_agreed = said.values != UNRATED, agreed.values != UNRATED
    newer = has_said & _newer(said, agreed)
    outdated = has_agreed & _stale(agreed, cutoff)
    # 254 is above every rank: saying "not applicable" counts as a raise.
    lowered = has_agreed & ~outdated & newer & (said.values < agreed.values)
    own_word = ~has_agreed | (outdated & newer) | lowered
    basis = np.select(
        [~has_said & ~has_agreed, lowered, own_word],
        [_CODE[Basis.NONE], _CODE[Basis.LOWERED], _CODE[Basis.NOT_AGREED]],
        _CODE[Basis.AGREED],
    )
    stale = np.where(has_agreed, outdated | (lowered & said.again), has_said & _stale(said, cutoff))
    return _chosen(own_word, said, agreed, stale, basis)


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
