"""What the rule says of one person, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.standing import State

Way = Mapping[str, int]


class Answer(StrEnum):
    """Whether a condition, a pillar or the base is met."""

    MET = "met"
    NOT_MET = "not_met"
    CANT_TELL = "cant_tell"


class Verdict(StrEnum):
    """What the rule says."""

    CLEARLY = "clearly"  # every pillar
    MEETS = "meets"  # as many as needed
    EXCEPTION = "exception"  # one short, with a pillar's leading skill at the top: needs a conversation
    NOT_YET = "not_yet"  # some
    NONE_YET = "none_yet"  # no pillar
    BASE_FIRST = "base_first"  # pillars enough, but the base is not met
    CANT_TELL = "cant_tell"  # what is unknown decides


@dataclass(frozen=True, slots=True)
class Missing:
    """A skill that does not stand where a condition wants it; `level` None when that is not known."""

    skill: str
    needed: int
    level: int | None
    state: State


@dataclass(frozen=True, slots=True)
class PillarResult:
    """One pillar. `missing` is known to be lower, `unknown` unrated or not applicable."""

    slug: str
    answer: Answer
    missing: tuple[Missing, ...]
    unknown: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the rule says of one person.

    `way`: the levels that together meet the rule for the least effort, prerequisites counted; empty when
    it is met or when skills set aside (`blocked_by`) leave no way. `closest`: the unmet pillar that takes
    least, the next goal, and `closest_way` the levels that together meet it. `undecided`: rating what is unknown could lift the verdict. `other_path`: suggest
    talking about a management or product path as well. `stale`: skills counted at a level said long ago.
    """

    role: str
    verdict: Verdict
    needed: int
    pillars: tuple[PillarResult, ...]
    base: Answer
    base_missing: tuple[Missing, ...]
    base_unknown: tuple[Missing, ...]
    closest: str
    closest_way: Way
    way: Way
    blocked_by: tuple[str, ...]
    undecided: bool
    other_path: bool
    stale: tuple[str, ...]

    @property
    def met(self) -> int:
        """How many pillars are met."""
        return sum(pillar.answer is Answer.MET for pillar in self.pillars)
