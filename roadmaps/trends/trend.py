"""How a group's levels moved from month to month, by area; read from the month-end vectors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np

from assessments.levels import months
from assessments.levels.months import MonthVectors
from roadmaps.models import MonthEnd
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


def trend(person_ids: Iterable[int], days: Sequence[date]) -> list[Point]:
    """The areas of the current taxonomy at each of these month ends, in order. One query.

    One more query where a later version of the taxonomy has touched what was kept under an earlier one.
    """
    taxonomy = versions.current()
    kept = _kept(list(person_ids), days)
    by_day = {day: list(group) for day, group in groupby(months.spoken(kept, taxonomy), lambda one: one.day)}
    columns = _columns(taxonomy)
    return [point for day in days for point in _points(day, by_day.get(day, []), taxonomy, columns)]


def _kept(people: Sequence[int], days: Sequence[date]) -> list[MonthVectors]:
    rows = (
        MonthEnd.objects.filter(person__in=people, day__in=days)
        .order_by("day")
        .values_list(
            "person_id", "day", "version", "said_values", "said_days", "agreed_values", "agreed_days"
        )
    )
    return [MonthVectors(person, day, number, (a, b), (c, d)) for person, day, number, a, b, c, d in rows]


def _columns(taxonomy: Taxonomy) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, skill in enumerate(taxonomy.active):
        found.setdefault(taxonomy.area_of[skill.slug].slug, []).append(place)
    return found


def _points(
    day: date, kept: Sequence[MonthVectors], taxonomy: Taxonomy, columns: dict[str, list[int]]
) -> list[Point]:
    if not kept:
        return [Point(day, area, None, 0, 0) for area in columns]
    held = months.standings(kept, taxonomy, day=day)
    sums = np.where(held.rated, held.values, 0).sum(axis=0, dtype=np.int64)
    counts = held.rated.sum(axis=0)
    found = []
    for area, places in columns.items():
        rated, people = int(counts[places].sum()), int(held.rated[:, places].any(axis=1).sum())
        level = int(sums[places].sum()) / rated if rated else None
        found.append(Point(day, area, level, rated, people))
    return found
