"""How a group's levels moved from month to month, by area; read from the month-end vectors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from django.db import connection

from assessments.levels import months
from assessments.levels.matrices import as_array
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


# A month of a thousand people is one row: reading it costs no more than its bytes. Nothing is sorted: whatever order
# people are met in, it is the same for all of a row's columns.
_KEPT = """
SELECT day, version, array_agg(person_id), string_agg(said_values, ''::bytea), string_agg(said_days, ''::bytea),
    string_agg(agreed_values, ''::bytea), string_agg(agreed_days, ''::bytea)
FROM roadmaps_monthend WHERE person_id = ANY(%(people)s::bigint[]) AND day = ANY(%(days)s)
GROUP BY day, version
"""


def trend(person_ids: Iterable[int], days: Sequence[date]) -> list[Point]:
    """The areas of the current taxonomy at each of these month ends, in order. One query.

    Two more a month where a later version of the taxonomy has touched what was kept under an earlier one.
    """
    taxonomy = versions.current()
    areas, adding = _areas(taxonomy)
    if not areas:
        return []
    blocks: dict[date, list[MonthBlock]] = {}
    for block in kept(person_ids, days):
        blocks.setdefault(block.day, []).append(block)
    return [point for day in days for point in _points(day, blocks.get(day, []), taxonomy, areas, adding)]


def kept(person_ids: Iterable[int], days: Sequence[date]) -> list[MonthBlock]:
    """What is kept of these people, a block a month and version."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, {"people": as_array(person_ids), "days": list(days)})
        return [MonthBlock(*row) for row in cursor.fetchall()]


def _areas(taxonomy: Taxonomy) -> tuple[list[str], npt.NDArray[np.float32]]:
    """The areas that have a skill; and which skill (a row) is in which (a column), to add up by.

    Numbers with a point multiply many times as fast, and these sums are far below where those would round.
    """
    area_of = [taxonomy.area_of[skill.slug].slug for skill in taxonomy.active]
    areas = list(dict.fromkeys(area_of))
    return areas, np.array([[area == one for one in areas] for area in area_of], dtype=np.float32)


def _points(
    day: date,
    blocks: Sequence[MonthBlock],
    taxonomy: Taxonomy,
    areas: Sequence[str],
    adding: npt.NDArray[np.float32],
) -> list[Point]:
    if not blocks:
        return [Point(day, area, None, 0, 0) for area in areas]
    levels = np.concatenate([months.levels(block, taxonomy) for block in blocks])
    known = levels <= HIGHEST
    rated, total = known @ adding, (levels * known) @ adding
    figures = [one.sum(axis=0, dtype=np.int64).tolist() for one in (rated, total, rated > 0)]
    return [
        Point(day, area, level / cells if cells else None, cells, people)
        for area, cells, level, people in zip(areas, *figures, strict=True)
    ]
