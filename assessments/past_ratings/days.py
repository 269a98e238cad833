"""The day in a cell, however a spreadsheet writes it; what can be read in two ways is not guessed."""

from __future__ import annotations

import re
from datetime import date, timedelta

# Spreadsheets count days from here (their 1900 was a leap year); vectors hold days from 2000 on.
_SPREADSHEET_EPOCH = date(1899, 12, 30)
EARLIEST = date(2000, 1, 1)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)


def read_day(text: str) -> date | None:
    """The day of `2024-05-31`, `31.05.2024`, a slashed one that can mean one day only, or a spreadsheet's number."""
    if found := _ISO.fullmatch(text):
        return _day(*map(int, found.groups()))
    if found := _DOTTED.fullmatch(text):
        day, month, year = map(int, found.groups())
        return _day(year, month, day)
    if found := _SLASHED.fullmatch(text):
        return _slashed(*map(int, found.groups()))
    if found := _SERIAL.fullmatch(text):
        return _SPREADSHEET_EPOCH + timedelta(days=int(found[1]))
    return None


def _slashed(first: int, second: int, year: int) -> date | None:
    """Day and month in either order: one of them beyond twelve, or both the same, tells which is which."""
    days = {found for found in (_day(year, first, second), _day(year, second, first)) if found}
    return days.pop() if len(days) == 1 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
