"""Many statements at once, made elsewhere and on earlier days: added as rows, then folded.

`saving` is for what somebody says now. Here the rows come first, each under a revision of its own in the order of
their days, and the vectors are folded from all rows afterwards. The profile is held meanwhile, so whoever saves at
the same moment comes before or after all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from assessments.models import Rating
from assessments.models.rating import NOT_APPLICABLE
from skillmatrix.jobs.actions import CHANNEL
from skillmatrix.taxonomy.document import Taxonomy

from . import folding
from .encoding import to_published
from .saving import VersionMoved
from .translation import OWN_SOURCES, fold

_HOLD = """
INSERT INTO assessments_profile (
    person_id, revision, own_revision, shared_revision, version,
    own_values, own_days, shared_values, shared_days, agreed_values, agreed_days)
VALUES (%(person)s, 0, 0, 0, 0, '', '', '', '', '', '')
ON CONFLICT (person_id) DO UPDATE SET revision = assessments_profile.revision
RETURNING revision, (SELECT max(number) FROM taxonomy_taxonomyversion)
"""
_ADD = """
INSERT INTO assessments_rating
    (person_id, skill_id, revision, key, source, state, value, day, reason, version, by_id)
SELECT %(person)s, s.id, %(revision)s + told.number, told.key, 'imported',
    CASE WHEN told.value = %(not_applicable)s THEN 'not_applicable' ELSE 'level' END,
    told.value, told.day, told.reason, %(version)s, %(by)s
FROM unnest(%(slots)s::int[], %(keys)s::uuid[], %(values)s::int[], %(days)s::date[], %(reasons)s::text[])
    WITH ORDINALITY AS told (slot, key, value, day, reason, number)
JOIN taxonomy_skill s ON s.slot = told.slot
"""
_RAISE = f"""
UPDATE assessments_profile SET revision = revision + %(count)s, own_revision = revision + %(count)s, changed_at = now()
WHERE person_id = %(person)s
RETURNING pg_notify('{CHANNEL}', (%(person)s)::text)
"""


@dataclass(frozen=True, slots=True)
class Statement:
    """One row to add: `value` is a rank of the current scale or NOT_APPLICABLE."""

    slot: int
    value: int
    day: date
    key: UUID
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """What stands in somebody's own rows: the day of what holds by slot, and every key that was used."""

    days: dict[int, date]
    keys: frozenset[UUID]


def stated(person_id: int, taxonomy: Taxonomy) -> Stated:
    """What a person has said so far, under a version. Two queries."""
    held = fold(folding.rows_of([person_id])[person_id], to_published(taxonomy), sources=OWN_SOURCES)
    keys = Rating.objects.filter(person_id=person_id).values_list("key", flat=True)
    return Stated({slot: said.day for slot, said in held.items()}, frozenset(keys))


@contextmanager
def holding(person_id: int, taxonomy: Taxonomy) -> Iterator[int]:
    """Hold a person's profile for the block, in one transaction; yields their revision.

    Raises VersionMoved when the version is no longer the current one.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_HOLD, {"person": person_id})
            revision, current = cursor.fetchone()
        if current != taxonomy.number:
            raise VersionMoved
        yield revision


def add(
    person_id: int, statements: Sequence[Statement], taxonomy: Taxonomy, *, revision: int, by_id: int
) -> None:
    """Add imported statements in this order, inside `holding`, whose `revision` it is."""
    values: dict[str, Any] = {
        "person": person_id, "revision": revision, "version": taxonomy.number, "by": by_id,
        "not_applicable": NOT_APPLICABLE, "count": len(statements),
        "slots": [new.slot for new in statements], "keys": [new.key for new in statements],
        "values": [new.value for new in statements], "days": [new.day for new in statements],
        "reasons": [new.reason for new in statements],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_ADD, values)
        cursor.execute(_RAISE, values)
    folding.settle(person_id)


def imported(person_id: int, taxonomy: Taxonomy) -> frozenset[str]:
    """The skills of which a person's newest statement was imported and not said again since. One query."""
    found: dict[int, bool] = {}
    translation = to_published(taxonomy)
    for row in reversed(folding.own_rows_with_imports(person_id)):
        for slot, _again in translation.places(row):
            found.setdefault(slot, row.source == Rating.Source.IMPORTED)
    slugs = {slot: slug for slug, slot in taxonomy.slots.items()}
    return frozenset(slugs[slot] for slot, was in found.items() if was and slot in slugs)
