"""The words a roadmap is told in: what a step is for, how near it is, and the kinds of reason."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Milestone(NamedTuple):
    """A skill at a level; a step is named by the one it reaches."""

    skill: str
    level: int

    @property
    def from_level(self) -> int:
        """Steps are one rank each."""
        return self.level - 1


class Part(StrEnum):
    """What a step is for. Supporting: nobody asks for it, and something that is asked for needs it."""

    CURRENT = "current"
    NEXT = "next"
    SUPPORTING = "supporting"


class Horizon(StrEnum):
    """How near a step is. A wall of a hundred steps helps nobody."""

    NOW = "now"
    NEXT = "next"
    LATER = "later"


class Because(StrEnum):
    """The kinds of reason. What `skill` and `level` of the reason mean is said beside each."""

    ASKED = "asked"  # `role` asks for `level` here, with `weight`
    UNLOCKS = "unlocks"  # the step of `skill` to `level` needs this one
    LEADS_TO = "leads_to"  # as above, through other steps; `level` is the last of the plan
    AFTER = "after"  # waits for this earlier step
    ASSUMED = "assumed"  # unrated, taken to stand at `level` because `via` is held
    UNANSWERED = "unanswered"  # unrated, counted as met at `level` until the question is answered
    STALE = "stale"  # counted at `level`, though that was said long ago
    LEFT_OUT = "left_out"  # a prerequisite at `level` that the person set aside as not applicable
    INTEREST = (
        "interest"  # the person is keen on `skill`, this much; below 0: they want nothing to do with it
    )
    CARRIES = "carries"  # stands where it does on account of this milestone of the profile


class Reason(NamedTuple):
    """Why a step is there, or there and not elsewhere."""

    kind: Because
    skill: str
    level: int
    role: str = ""
    weight: int = 0
    via: str = ""


class Dropped(NamedTuple):
    """A prerequisite that is not applicable, and the steps that would have counted on it."""

    skill: str
    steps: tuple[Milestone, ...]
