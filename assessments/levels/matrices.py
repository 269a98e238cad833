"""Many people at once: what one audience may know of them, as numpy matrices.

A row a person in the order asked for, a column a skill. What follows from them in each cell is in `standings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from django.db import connection

from assessments.inputs import Audience
from assessments.models.rating import HIGHEST, NOT_APPLICABLE, UNRATED
from assessments.targets import NO_OVERRIDES, Override
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy

from .encoding import NOTHING, Encoded, PackedVectors, to_published, translated
from .standings import Standings, Vectors, cutoffs, effective_own, effective_shared
from .translation import OverrideRow, Translation

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
