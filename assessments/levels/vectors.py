"""Bytes to statements and back.

Two byte strings a person, audience and source: `values` has one byte a skill slot (a rank, 254
not applicable, 255 unrated), `days` two bytes a slot (days since 2000-01-01, big-endian; 0 when
unrated). A vector that is shorter than a slot says "unrated" there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from assessments.models.rating import HIGHEST, NOT_APPLICABLE, UNRATED
from assessments.standing import Statement

EPOCH = date(2000, 1, 1)


def day_number(day: date) -> int:
    """Days since 2000-01-01. Raises ValueError outside 2000 … 2179."""
    number = (day - EPOCH).days
    if not 0 <= number <= 0xFFFF:
        message = f"{day} is outside the range of days a vector can hold."
        raise ValueError(message)
    return number


def to_day(number: int) -> date:
    """The day with this number."""
    return EPOCH + timedelta(days=number)


def value_at(values: bytes, slot: int) -> int:
    """The byte at a slot; unrated beyond the end."""
    return values[slot] if slot < len(values) else UNRATED


def statement(value: int, day: int) -> Statement | None:
    """What a value and a day number state; None when unrated."""
    if value <= HIGHEST:
        return Statement(level=value, day=to_day(day))
    if value == NOT_APPLICABLE:
        return Statement(level=None, day=to_day(day), state="not_applicable")
    return None


def unpack(values: bytes, days: bytes, slots: Mapping[str, int]) -> dict[str, Statement]:
    """The statements of a vector by skill slug; unrated skills are absent."""
    found = {}
    for slug, slot in slots.items():
        if slot < len(values) and values[slot] != UNRATED:
            said = statement(values[slot], int.from_bytes(days[2 * slot : 2 * slot + 2], "big"))
            if said is not None:
                found[slug] = said
    return found


def pack(holding: Mapping[int, tuple[int, date]]) -> tuple[bytes, bytes]:
    """(values, days) for a mapping slot → (value, day)."""
    width = max(holding, default=-1) + 1
    values = bytearray([UNRATED]) * width
    days = bytearray(2 * width)
    for slot, (value, day) in holding.items():
        if value != UNRATED:
            values[slot] = value
            days[2 * slot : 2 * slot + 2] = day_number(day).to_bytes(2, "big")
    return bytes(values), bytes(days)
