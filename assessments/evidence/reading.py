"""What speaks for one person's levels, all of it in one statement: for themselves, or as far as their lead reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from assessments.levels.encoding import to_published
from assessments.levels.translation import Translation
from skillmatrix.taxonomy.document import Taxonomy

from .proof import Kind, Offer, Piece, Proof

MOST = 500  # of each kind, newest first: more than anybody reads
# `told`, `win`, `certificate` and `piece` are conditions that say what the reader may know.
_SELECT = """
SELECT (
    SELECT json_agg(one) FROM (
        SELECT json_build_array(s.slug, e.version, e.id, e.kind, coalesce(w.what, c.title, e.text),
            coalesce(c.url, e.url), e.level, coalesce(w.day, c.issued_on, (e.created_at AT TIME ZONE 'UTC')::date),
            {told}, c.expires_on, coalesce(w.my_part, ''), coalesce(w.outcome, ''), w.id, c.id) AS one
        FROM assessments_evidence e JOIN taxonomy_skill s ON s.id = e.skill_id
        LEFT JOIN assessments_win w ON w.id = e.win_id
        LEFT JOIN assessments_certificate c ON c.id = e.certificate_id
        WHERE e.person_id = %(person)s AND e.removed_at IS NULL AND w.removed_at IS NULL AND c.removed_at IS NULL
          AND {piece}
        ORDER BY e.id DESC LIMIT %(most)s) pieces
), (
    SELECT json_agg(one) FROM (
        SELECT json_build_array(s.slug, w.version, w.id, 'win', w.what, w.day, w.my_part, w.outcome) AS one
        FROM assessments_win w JOIN assessments_win_skills t ON t.win_id = w.id JOIN taxonomy_skill s ON s.id = t.skill_id
        WHERE w.person_id = %(person)s AND w.removed_at IS NULL AND {win}
        ORDER BY w.day DESC, w.id DESC LIMIT %(most)s) wins
), (
    SELECT json_agg(one) FROM (
        SELECT json_build_array(s.slug, c.version, c.id, 'certificate', c.title, c.issued_on, '', '') AS one
        FROM assessments_certificate c JOIN assessments_certificate_skills t ON t.certificate_id = c.id
        JOIN taxonomy_skill s ON s.id = t.skill_id
        WHERE c.person_id = %(person)s AND c.removed_at IS NULL
          AND (c.expires_on IS NULL OR c.expires_on > %(today)s) AND {certificate}
        ORDER BY c.issued_on DESC, c.id DESC LIMIT %(most)s) certificates
)
"""
_IS_SHARED = "e.shared AND coalesce(w.shared, c.shared, true)"
_OWN = _SELECT.format(told=_IS_SHARED, piece="true", win="true", certificate="true")
# The rating must be shared as well, and not taken back since as far as the lead knows.
_RATING_IS_SHARED = """
(e.revision IS NULL OR e.revision <= %(shared)s AND NOT EXISTS (
    SELECT FROM assessments_rating r
    WHERE r.person_id = e.person_id AND r.withdraws = e.revision AND r.revision <= %(shared)s))
"""
_SHARED = _SELECT.format(
    told="true",
    piece=f"{_IS_SHARED} AND {_RATING_IS_SHARED}",
    win="w.shared",
    certificate="false",  # what could be given as evidence is for the person to decide
)


class _Told(NamedTuple):
    """A piece as it is selected."""

    skill: str
    version: int
    id: int
    kind: str
    text: str
    url: str
    level: int | None
    day: str
    shared: bool
    expires_on: str | None
    my_part: str
    outcome: str
    win: int | None
    certificate: int | None


class _Offered(NamedTuple):
    """A win or a certificate as it is selected, once for each of its skills."""

    skill: str
    version: int
    id: int
    kind: str
    text: str
    day: str
    my_part: str
    outcome: str


_Pieces = Sequence[tuple[str, _Told, Piece]]
_Offers = Sequence[tuple[str, Offer]]


def own_proofs(person_id: int, taxonomy: Taxonomy, *, today: date) -> dict[str, Proof]:
    """Everything that speaks for the person's levels, by skill. One query.

    A skill that took the place of another has what was given for that one. Certificates that have expired are shown
    where they were given, and offered no more.
    """
    pieces, offers = _read(_OWN, to_published(taxonomy), person=person_id, today=today)
    return _gathered(pieces, offers)


def shared_proofs(
    person_id: int, taxonomy: Taxonomy, *, shared_revision: int, today: date
) -> dict[str, Proof]:
    """What the person's lead may read of it, by skill; offers are the wins that are shared as such. One query.

    Whoever asks has made sure that the reader is the lead (`Relation.sees_shared_evidence`).
    """
    translation = to_published(taxonomy)
    pieces, offers = _read(_SHARED, translation, person=person_id, today=today, shared=shared_revision)
    return _gathered(pieces, offers)


def _read(sql: str, translation: Translation, **given: Any) -> tuple[_Pieces, _Offers]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"most": MOST, **given})
        told, wins, certificates = cursor.fetchone()
    pieces: _Pieces = [
        (skill, row, _piece(row, translation))
        for row in (_Told(*one) for one in told or ())
        for skill, _ in translation.skills(row.version, row.skill)
    ]
    offers: _Offers = [
        (skill, _offer(row))
        for row in (_Offered(*one) for one in (*(wins or ()), *(certificates or ())))
        for skill, _ in translation.skills(row.version, row.skill)
    ]
    return pieces, offers


def _piece(row: _Told, translation: Translation) -> Piece:
    return Piece(
        id=row.id,
        kind=Kind(row.kind),
        text=row.text,
        url=row.url,
        level=None if row.level is None else translation.value(row.version, row.level),
        day=date.fromisoformat(row.day),
        shared=row.shared,
        expires_on=date.fromisoformat(row.expires_on) if row.expires_on else None,
        more=tuple(text for text in (row.my_part, row.outcome) if text),
    )


def _offer(row: _Offered) -> Offer:
    more = tuple(text for text in (row.my_part, row.outcome) if text)
    return Offer(row.id, Kind(row.kind), row.text, date.fromisoformat(row.day), more)


def _gathered(pieces: _Pieces, offers: _Offers) -> dict[str, Proof]:
    """By skill. What is given already is offered no more, and nothing twice where two skills became one."""
    given = {(skill, row.kind, row.win or row.certificate) for skill, row, _ in pieces}
    free = [(skill, offer) for skill, offer in offers if (skill, offer.kind.value, offer.id) not in given]
    by_skill: Mapping[str, Iterable[Piece]] = _grouped((skill, piece) for skill, _, piece in pieces)
    offered: Mapping[str, Iterable[Offer]] = _grouped(free)
    return {
        skill: Proof(tuple(by_skill.get(skill, ())), tuple(offered.get(skill, ())))
        for skill in {*by_skill, *offered}
    }


def _grouped(pairs: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for skill, one in pairs:
        rows = found.setdefault(skill, [])
        if one not in rows:
            rows.append(one)
    return found
