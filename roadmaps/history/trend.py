"""How many targets were met in each area at the end of each month, and what moved in between. Pure.

A line goes on only as long as the same is asked: where a role, a target or a version of the taxonomy changed what is
asked in an area, its line breaks off and begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assessments.inputs import Audience
from assessments.past import Past
from skillmatrix.taxonomy.document import Taxonomy

from .attribution import Change, Ground, Seen, attribute, seen


@dataclass(frozen=True, slots=True)
class Count:
    """Targets met of targets asked; what is not applicable is in neither."""

    met: int = 0
    asked: int = 0

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nothing is asked."""
        return self.met / self.asked if self.asked else None


@dataclass(frozen=True, slots=True)
class Point:
    """One area at the end of a day. `begins`: what is asked there is not what was asked at the point before."""

    day: date
    count: Count
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What moved between two points of the trend: from the end of `since` to the end of the day of `past`."""

    since: date
    past: Past
    changes: tuple[Change, ...]

    @property
    def met(self) -> int:
        """How many targets more are met than before, where the same was asked before and after."""
        return sum(change.met for change in self.changes if not change.is_expectation)


@dataclass(frozen=True, slots=True)
class Trend:
    """The areas that are or were asked for, in the order of the newest document, each with a point a day."""

    areas: Mapping[str, tuple[Point, ...]]
    steps: tuple[Step, ...]


def trend(pasts: Sequence[Past], carried: Sequence[Past], audience: Audience) -> Trend:
    """The trend over days in order. `carried[n]` is `pasts[n]` in the words of the taxonomy of the day after it."""
    steps = tuple(
        Step(before.day, after, attribute(before, between, after, audience))
        for before, between, after in zip(pasts, carried, pasts[1:], strict=False)
    )
    counts = [
        by_area(dict(seen(Ground.of(past, audience), audience)), past.inputs.taxonomy) for past in pasts
    ]
    broken = [frozenset[str](), *(_asked_anew(step) for step in steps)]
    order = [area.slug for past in reversed(pasts) for area in past.inputs.taxonomy.areas]
    asked = {area for count in counts for area in count}
    return Trend(
        areas={
            area: tuple(
                Point(past.day, count.get(area, Count()), area in anew)
                for past, count, anew in zip(pasts, counts, broken, strict=True)
            )
            for area in dict.fromkeys(order)
            if area in asked
        },
        steps=steps,
    )


def by_area(lines: Mapping[str, Seen], taxonomy: Taxonomy) -> dict[str, Count]:
    """The counts of each area of which anything is asked."""
    found: dict[str, list[Seen]] = {}
    for skill, line in lines.items():
        if line.counts:
            found.setdefault(taxonomy.area_of[skill].slug, []).append(line)
    return {area: Count(sum(line.met for line in some), len(some)) for area, some in found.items()}


def segments(points: Iterable[Point]) -> list[list[Point]]:
    """Runs of points that can be joined by a line: each has a figure, and the same is asked in all of them."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point.begins or point.count.share is None:
            runs.append([])
        if point.count.share is not None:
            runs[-1].append(point)
    return [run for run in runs if run]


def month_ends(first: date, today: date, most: int) -> list[date]:
    """The last days of the months from that of `first`, then today; the newest `most` of them."""
    found = [today]
    while len(found) < most:
        end = found[-1].replace(day=1) - timedelta(days=1)
        if end < first:
            break
        found.append(end)
    return found[::-1]


def _asked_anew(step: Step) -> frozenset[str]:
    """The areas in which something else is asked after a step than before it."""
    area_of = step.past.inputs.taxonomy.area_of
    return frozenset(
        area_of[change.skill].slug
        for change in step.changes
        if change.is_expectation and change.skill in area_of
    )
