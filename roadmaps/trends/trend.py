"""How a group's levels moved from month to month, by area; read from the month-end vectors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection

from assessments.levels import months
from assessments.levels.months import MonthBlock
from assessments.models.rating import HIGHEST
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy


@dataclass(frozen=True, slots=True)
class Point:
    """One area at the end of one month: the mean of all levels that hold, how many those are, of how many people.

    `level` is None where nothing is rated. Whoever shows it decides whether `people` are enough to be shown.
    """

    day: date
    area: str
    level: float | None
    rated: int
    people: int


# A month of a thousand people is one row: reading it costs no more than its bytes.
_KEPT = """
SELECT day, version, array_agg(person_id ORDER BY person_id),
    string_agg(said_values, ''::bytea ORDER BY person_id), string_agg(said_days, ''::bytea ORDER BY person_id),
    string_agg(agreed_values, ''::bytea ORDER BY person_id), string_agg(agreed_days, ''::bytea ORDER BY person_id)
FROM roadmaps_monthend WHERE person_id = ANY(%(people)s) AND day = ANY(%(days)s)
GROUP BY day, version
"""


def trend(person_ids: Iterable[int], days: Sequence[date]) -> list[Point]:
    """The areas of the current taxonomy at each of these month ends, in order. One query.

    Two more a month where a later version of the taxonomy has touched what was kept under an earlier one.
    """
    taxonomy = versions.current()
    columns = _columns(taxonomy)
    blocks: dict[date, list[MonthBlock]] = {}
    for block in kept(person_ids, days):
        blocks.setdefault(block.day, []).append(block)
    return [point for day in days for point in _points(day, blocks.get(day, []), taxonomy, columns)]


def kept(person_ids: Iterable[int], days: Sequence[date]) -> list[MonthBlock]:
    """What is kept of these people, a block a month and version."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, {"people": list(person_ids), "days": list(days)})
        return [MonthBlock(*row) for row in cursor.fetchall()]


def _columns(taxonomy: Taxonomy) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, skill in enumerate(taxonomy.active):
        found.setdefault(taxonomy.area_of[skill.slug].slug, []).append(place)
    return found


def _points(
    day: date, blocks: Sequence[MonthBlock], taxonomy: Taxonomy, columns: dict[str, list[int]]
) -> list[Point]:
    if not blocks:
        return [Point(day, area, None, 0, 0) for area in columns]
    levels = np.concatenate([months.levels(block, taxonomy) for block in blocks])
    known = levels <= HIGHEST
    counts = known.sum(axis=0)
    sums = np.where(known, levels, 0).sum(axis=0, dtype=np.int64)
    found = []
    for area, places in columns.items():
        rated = int(counts[places].sum())
        level = int(sums[places].sum()) / rated if rated else None
        found.append(Point(day, area, level, rated, int(known[:, places].any(axis=1).sum())))
    return found
