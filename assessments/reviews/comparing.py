"""In which order two views of the same skills are talked about. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from assessments.standing import Statement

FAR = 2  # levels apart from which two people should talk, in either direction


class Compared(Protocol):
    """A skill with both views of it. `apart` is None where one of them is missing."""

    @property
    def apart(self) -> int | None:
        """How many levels lie between them, whoever's is higher."""

    @property
    def is_settled(self) -> bool:
        """There is nothing left to say."""


_Compared = TypeVar("_Compared", bound=Compared)


def apart(one: Statement | None, other: Statement | None) -> int | None:
    """How many levels lie between two statements; None where one is missing or says "not applicable"."""
    if one is None or other is None or one.level is None or other.level is None:
        return None
    return abs(one.level - other.level)


def farthest_first(found: Iterable[_Compared]) -> list[_Compared]:
    """What is open before what is settled, and the farthest apart first; what is equal stays as it was."""
    return sorted(found, key=lambda one: (one.is_settled, -(one.apart or 0)))
