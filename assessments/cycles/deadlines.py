"""When a part is due: days that end when they end where the person is, moved by the days they are away. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Absence:
    """Away from `starts_on` until the day before `ends_on`; None: nobody knows until when."""

    starts_on: date
    ends_on: date | None

    def holds_on(self, day: date) -> bool:
        """Away on that day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


def moved(day: date, starts_on: date, absences: Iterable[Absence]) -> date | None:
    """The deadline of somebody who is away for some of the days from `starts_on` to `day`.

    It moves by as many days as they are away before it, those that it has moved over included. None while they are
    away and nobody knows until when. Absences do not overlap.
    """
    for absence in sorted(absences, key=lambda one: one.starts_on):
        first = max(absence.starts_on, starts_on)
        if first > day:
            break
        if absence.ends_on is None:
            return None
        away = max(0, (absence.ends_on - first).days)
        if away > (date.max - day).days:
            return None
        day += timedelta(days=away)
    return day


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """The time zone of this name; UTC for one that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # what it raises for no name, a folder, and a path
        return ZoneInfo("UTC")


def local_day(now: datetime, zone: ZoneInfo) -> date:
    """The day it is there."""
    return now.astimezone(zone).date()


def is_open(day: date | None, zone: ZoneInfo, now: datetime) -> bool:
    """Whether something that is due on `day` may still be done there; always without a day.

    Asked of the calendar there and not of a moment worked out beforehand: a midnight may be skipped, or come twice.
    """
    return day is None or local_day(now, zone) <= day


def reminder_day(days_before: Iterable[int], self_by: date, starts_on: date, today: date) -> date | None:
    """The latest of the days of reminders that has come; None before the first.

    Those before the cycle began are left out, and one that was missed is not made up for once the next has come.
    """
    days = (self_by - timedelta(days=before) for before in days_before)
    return max((day for day in days if starts_on <= day <= today), default=None)
