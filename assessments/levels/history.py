"""What happened to one person's inputs over time, as plain values; `importing` writes them.

An event takes one revision. Events stand in the order in which they happened: of two statements
about a skill the later one holds, whatever their days are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias


class Stated(NamedTuple):
    """Somebody (`by`; None: the person themselves) stated a value about a skill.

    `value` is a rank, or NOT_APPLICABLE; `source` is one of Rating.Source.
    """

    day: date
    skill: str
    value: int
    source: str = "self"
    by: int | None = None
    reason: str = ""


class Released(NamedTuple):
    """The person shared everything they had said so far."""

    day: date


class Aimed(NamedTuple):
    """The person chose a next role, or none."""

    day: date
    role: str | None


class Listed(NamedTuple):
    """The person put a skill on their own list, or took it off."""

    day: date
    skill: str
    added: bool = True


class Wished(NamedTuple):
    """The person said what they want to do with a skill; `wish` is one of inputs.Wish."""

    day: date
    skill: str
    wish: str


class Assigned(NamedTuple):
    """Somebody gave the person a role, from `day` until the day before `until`."""

    day: date
    role: str
    until: date | None = None
    by: int | None = None


class Excepted(NamedTuple):
    """A lead asked another level of the person than the role does, from `day` until the day before `until`."""

    day: date
    skill: str
    level: int
    reason: str
    by: int
    until: date | None = None


Event: TypeAlias = Stated | Released | Aimed | Listed | Wished | Assigned | Excepted


@dataclass(frozen=True, slots=True)
class History:
    """Everything that was said by and about a person who has had no inputs so far."""

    person_id: int
    events: Sequence[Event]
