"""On which days a series opens its cycles. Pure."""

from __future__ import annotations

import calendar
from datetime import date

from assessments.standing import stale_on

MONTHS = {"quarterly": 3, "yearly": 12}


def following(rhythm: str, starts_on: date, after: date) -> date:
    """The first day of a quarterly or yearly series behind `after`. Counted from the start, so the 31st stays it."""
    months = MONTHS[rhythm]
    passed = (after.year - starts_on.year) * 12 + after.month - starts_on.month
    times = max(1, passed // months)
    while (day := stale_on(starts_on, months * times)) <= after:
        times += 1
    return day


def is_anniversary(joined_on: date, day: date) -> bool:
    """A year or several after they joined. Who joined on 29 February has it on the 28th where there is none."""
    if day.year <= joined_on.year:
        return False
    last = calendar.monthrange(day.year, joined_on.month)[1]
    return (day.month, day.day) == (joined_on.month, min(joined_on.day, last))
