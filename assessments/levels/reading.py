"""The inputs of people, each exactly as they stood at one revision: one statement for any number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection

from assessments.inputs import Inputs, Said
from assessments.targets import Override
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy

from .vectors import unpack

_NEXT = """
    (SELECT r.slug FROM assessments_nextrole n LEFT JOIN taxonomy_role r ON r.id = n.role_id
     WHERE n.person_id = w.person_id AND n.revision <= {bound} ORDER BY n.revision DESC LIMIT 1)
"""
_EXTRA = """
    (SELECT array_agg(s.slug ORDER BY s.slug) FROM (
        SELECT DISTINCT ON (skill_id) skill_id, added FROM assessments_extraskill e
        WHERE e.person_id = w.person_id AND e.revision <= {bound} ORDER BY skill_id, revision DESC
     ) newest JOIN taxonomy_skill s ON s.id = newest.skill_id WHERE newest.added)
"""
_SELECT = f"""
SELECT w.person_id, coalesce(p.revision, 0), coalesce(p.own_revision, 0), coalesce(p.shared_revision, 0),
    p.shared_on, t.number, t.fingerprint,
    p.own_values, p.own_days, p.shared_values, p.shared_days, p.agreed_values, p.agreed_days,
    (SELECT json_agg(json_build_array(r.slug, a.starts_on, a.ends_on))
     FROM assessments_roleassignment a JOIN taxonomy_role r ON r.id = a.role_id
     WHERE a.person_id = w.person_id AND (a.ends_on IS NULL OR a.ends_on > %(today)s)),
    (SELECT json_agg(json_build_array(s.slug, o.starts_on, o.ends_on, o.level, o.reason))
     FROM assessments_targetoverride o JOIN taxonomy_skill s ON s.id = o.skill_id
     WHERE o.person_id = w.person_id AND (o.ends_on IS NULL OR o.ends_on > %(today)s)),
    {_NEXT.format(bound="coalesce(p.own_revision, 0)")}, {_NEXT.format(bound="coalesce(p.shared_revision, 0)")},
    {_EXTRA.format(bound="coalesce(p.own_revision, 0)")}, {_EXTRA.format(bound="coalesce(p.shared_revision, 0)")}
FROM unnest(%(people)s::bigint[]) WITH ORDINALITY AS w (person_id, place)
CROSS JOIN (SELECT number, fingerprint FROM taxonomy_taxonomyversion ORDER BY number DESC LIMIT 1) t
LEFT JOIN assessments_profile p ON p.person_id = w.person_id
ORDER BY w.place
"""


def load(person_ids: Iterable[int], *, today: date) -> list[Inputs]:
    """The inputs of these people on `today`, in the order asked for, under the current taxonomy.

    One statement, plus the taxonomy when this process has not met its version yet. Someone
    without a profile comes back with revision 0 and nothing said. Empty while no taxonomy is published.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, {"people": list(person_ids), "today": today})
        rows = cursor.fetchall()
    if not rows:
        return []
    taxonomy = versions.load(rows[0][5], rows[0][6])
    return [_inputs(row, taxonomy, today) for row in rows]


def _inputs(row: Sequence[Any], taxonomy: Taxonomy, today: date) -> Inputs:
    roles = [(slug, _day(start), _day(end)) for slug, start, end in row[13] or ()]
    exceptions = [
        (slug, _day(start), _day(end), level, why) for slug, start, end, level, why in row[14] or ()
    ]
    agreed = _statements(row[11], row[12], taxonomy)
    return Inputs(
        person_id=row[0],
        revision=row[1],
        own_revision=row[2],
        shared_revision=row[3],
        shared_on=row[4],
        taxonomy=taxonomy,
        role=next((slug for slug, start, _ in roles if start <= today), None),
        overrides={slug: Override(level, why) for slug, start, _, level, why in exceptions if start <= today},
        changes_on=_next_change([(start, end) for _, start, end, *_ in [*roles, *exceptions]], today),
        own=Said(_statements(row[7], row[8], taxonomy), agreed, row[15], frozenset(row[17] or ())),
        shared=Said(_statements(row[9], row[10], taxonomy), agreed, row[16], frozenset(row[18] or ())),
    )


def _statements(values: bytes | None, days: bytes | None, taxonomy: Taxonomy) -> dict[str, Any]:
    return unpack(bytes(values or b""), bytes(days or b""), taxonomy.slots)


def _day(text: str | None) -> date:
    return date.fromisoformat(text) if text else date.max


def _next_change(periods: Iterable[tuple[date, date]], today: date) -> date | None:
    later = [day for period in periods for day in period if today < day < date.max]
    return min(later, default=None)
