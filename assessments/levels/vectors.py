"""Bytes to statements and back.

Two byte strings a person, audience and source: `values` has one byte a skill slot (a rank, 254
not applicable, 255 unrated), `days` two bytes a slot (days since 2000-01-01, big-endian; 0 when
unrated). The highest bit of a day says that the statement asks again. A vector that is shorter than a slot says
"unrated" there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from assessments.models.rating import HIGHEST, NOT_APPLICABLE, UNRATED
from assessments.standing import Statement

EPOCH = date(2000, 1, 1)
ASKS_AGAIN = 0x8000


class Held(NamedTuple):
    """What a slot says: a value, since when, and whether the skill has since become another."""

    value: int
    day: date
    asks_again: bool = False


def day_number(day: date) -> int:
    """Days since 2000-01-01. Raises ValueError outside 2000 … 2089."""
    number = (day - EPOCH).days
    if not 0 <= number < ASKS_AGAIN:
        message = f"{day} is outside the range of days a vector can hold."
        raise ValueError(message)
    return number


def to_day(number: int) -> date:
    """The day with this number, whether it asks again or not."""
    return EPOCH + timedelta(days=number & ~ASKS_AGAIN)


def value_at(values: bytes, slot: int) -> int:
    """The byte at a slot; unrated beyond the end."""
    return values[slot] if slot < len(values) else UNRATED


@lru_cache(maxsize=1 << 15)
def statement(value: int, day: int) -> Statement | None:
    """What a value and the two bytes of a day state; None when unrated. Many people say the same on one day."""
    again = day >= ASKS_AGAIN
    if value <= HIGHEST:
        return Statement(level=value, day=to_day(day), asks_again=again)
    if value == NOT_APPLICABLE:
        return Statement(level=None, day=to_day(day), state="not_applicable", asks_again=again)
    return None


def held(said: Statement) -> Held:
    """What a slot says that states this."""
    return Held(NOT_APPLICABLE if said.level is None else said.level, said.day, said.asks_again)


def unpack(values: bytes, days: bytes, slots: Mapping[str, int]) -> dict[str, Statement]:
    """The statements of a vector by skill slug; unrated skills are absent."""
    found = {}
    for slug, slot in slots.items():
        if slot < len(values) and values[slot] != UNRATED:
            said = statement(values[slot], int.from_bytes(days[2 * slot : 2 * slot + 2], "big"))
            if said is not None:
                found[slug] = said
    return found


def pack(holding: Mapping[int, Held]) -> tuple[bytes, bytes]:
    """(values, days) for a mapping slot → what is held there."""
    width = max(holding, default=-1) + 1
    values = bytearray([UNRATED]) * width
    days = bytearray(2 * width)
    for slot, (value, day, asks_again) in holding.items():
        if value != UNRATED:
            values[slot] = value
            number = day_number(day) | (ASKS_AGAIN if asks_again else 0)
            days[2 * slot : 2 * slot + 2] = number.to_bytes(2, "big")
    return bytes(values), bytes(days)
