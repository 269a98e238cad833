"""One person's part in a cycle as it stands at a moment, and the sums over many. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from .deadlines import Absence, is_open, local_day


class State(StrEnum):
    """The first of these that applies."""

    SUBMITTED = "submitted"
    NEW = "new"
    MISSING = "missing"
    AWAY = "away"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Part:
    """What a cycle asks of one person. `self_by` and `lead_by` are moved by the days they are away.

    `self_at` and `lead_at` say when each side's part was submitted. New people are asked for nothing but a first
    session on `first_session_on`.
    """

    participant_id: int
    person_id: int
    public_id: UUID
    name: str
    zone: ZoneInfo
    team: str
    skills: tuple[str, ...]
    self_by: date | None
    lead_by: date | None
    first_session_on: date | None
    self_at: datetime | None
    lead_at: datetime | None
    absences: tuple[Absence, ...] = ()

    def absence(self, now: datetime) -> Absence | None:
        """The absence under way."""
        day = local_day(now, self.zone)
        return next((one for one in self.absences if one.holds_on(day)), None)

    def state(self, now: datetime) -> State:
        """How their own part stands."""
        if self.self_at is not None:
            return State.SUBMITTED
        if self.first_session_on is not None:
            return State.NEW
        if not self.is_open(now):
            return State.MISSING
        return State.AWAY if self.absence(now) else State.OPEN

    def is_open(self, now: datetime) -> bool:
        """Their day has not ended yet."""
        return is_open(self.self_by, self.zone, now)

    def is_concealed(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whoever leads them is not to see their levels yet: one side's part waits, and there is still time for it.

        `zone` is the lead's, whose deadline it is that ends it.
        """
        if self.first_session_on is not None or (self.self_at and self.lead_at):
            return False
        return is_open(self.lead_by, zone, now)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many people there are of each state. `due` are those who are asked: neither new nor away."""

    submitted: int = 0
    new: int = 0
    away: int = 0
    open: int = 0
    missing: int = 0
    lead_done: int = 0

    @property
    def due(self) -> int:
        """How many are expected to submit."""
        return self.submitted + self.open + self.missing

    @property
    def people(self) -> int:
        """How many there are."""
        return self.due + self.new + self.away


def progress(parts: Iterable[Part], now: datetime) -> Progress:
    """The sums over these parts."""
    counts = dict.fromkeys(State, 0)
    lead_done = 0
    for part in parts:
        counts[part.state(now)] += 1
        lead_done += part.lead_at is not None
    return Progress(**{state.value: count for state, count in counts.items()}, lead_done=lead_done)
