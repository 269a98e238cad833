"""Levels by area over 24 months, from month-end vectors beside SQL over the rating rows as of each month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from benchmarks import as_of
from benchmarks.ground import Asked, everybody, organisation
from benchmarks.measuring import Figure, compared, interleaved, seconds, stamped, tell, watched

MONTHS = 24
ROUNDS = 5
LOOK = "`assessments.levels.months.standings`, and how `roadmaps.trends.trend` reads its rows"


def run(asked: Asked) -> list[Figure]:
    """A department, and a team of ten."""
    from roadmaps.trends.keeping import month_ends
    from skillmatrix.people.dated import current_day

    figures: list[Figure] = []
    for people in asked.sizes(1_000):
        with organisation(people, months=asked.history(MONTHS), fresh=False) as _, watched() as block:
            days = month_ends(current_day(), 2 if asked.quick else MONTHS)
            found = [keeping()]
            found += measured(everybody(), days, asked.times(ROUNDS), limit=150)
            found += measured(everybody()[:10], days, asked.times(ROUNDS), limit=None)
        figures += stamped(found, people=people, foreign=block.foreign)
    return figures


def keeping() -> Figure:
    """How long it takes to work out all months of everybody from nothing; a month at a time is what runs."""
    from roadmaps.models import MonthEnd

    tell("keeping every month that is over")
    took = seconds(keep_all)
    return Figure("one person and month kept", took * 1000 / max(1, MonthEnd.objects.count()), "ms")


def keep_all() -> None:
    """As the recurring job does, run after run."""
    from roadmaps.trends.keeping import keep_month_ends
    from skillmatrix.jobs.actions import Unfinished

    while True:
        try:
            keep_month_ends()
            return
        except Unfinished:
            continue


def measured(
    people: Sequence[int], days: Sequence[date], rounds: int, *, limit: float | None
) -> list[Figure]:
    """The same figures both ways, which have to be equal."""
    from roadmaps.trends.trend import trend

    ours = {
        (p.day, p.area): (round(p.level or 0, 6), p.rated, p.people) for p in trend(people, days) if p.rated
    }
    theirs = {(row[0], row[1]): (round(row[2], 6), *row[3:]) for row in as_of.rows(as_of.AREAS, people, days)}
    if ours != theirs:
        raise SystemExit("the two ways to a trend disagree")
    tell(f"{rounds} rounds of {len(days)} months of {len(people):,} people")
    times = interleaved(
        {"ours": partial(trend, people, days), "sql": partial(as_of.rows, as_of.AREAS, people, days)}, rounds
    )
    return [
        compared(
            f"{len(days)} months of {len(people):,} people", times["ours"], times["sql"], limit=limit, at_least=True,
            floor_name="as-of SQL over rows", look=LOOK,
        )
    ]  # fmt: skip
