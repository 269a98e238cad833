"""The roadmap as values. Words for people are made by templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from roadmaps.planning.words import Because, Dropped, Horizon, Milestone, Part, Reason


class Explanation(NamedTuple):
    """Why a step is there; reaching any one of `drops_off` takes it off the roadmap."""

    reasons: tuple[Reason, ...]
    drops_off: tuple[Milestone, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Step:
    """One rank in one skill.

    `part` is what it is for by itself, `serves` the role for whose sake it comes where it comes. Its explanation is
    worked out when somebody asks: a roadmap has a hundred steps, and a page explains eight of them.
    """

    skill: str
    area: str
    to_level: int
    part: Part
    serves: Part
    size: str
    effort: float
    horizon: Horizon
    explain: Callable[[], Explanation]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Step) and self._told == other._told

    def __hash__(self) -> int:
        return hash(self.milestone)

    def __repr__(self) -> str:
        return f"Step{self._told}"

    @cached_property
    def _explained(self) -> Explanation:
        return self.explain()

    @property
    def _told(self) -> tuple[object, ...]:
        place = (self.skill, self.area, self.to_level, self.part, self.serves)
        return (*place, self.size, self.effort, self.horizon, *self._explained)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What it is for, why it stands where it does, and what it counts on."""
        return self._explained.reasons

    @property
    def drops_off(self) -> tuple[Milestone, ...]:
        """Reaching any one of these takes the step off the roadmap."""
        return self._explained.drops_off

    @property
    def from_level(self) -> int:
        """Steps are one rank each."""
        return self.to_level - 1

    @property
    def milestone(self) -> Milestone:
        """The name of the step."""
        return Milestone(self.skill, self.to_level)

    @property
    def is_supporting(self) -> bool:
        """Whether it is there only for what it unlocks."""
        return self.part is Part.SUPPORTING

    @property
    def stale(self) -> bool:
        """Whether a level it counts on was said long ago."""
        return any(reason.kind is Because.STALE for reason in self.reasons)

    @property
    def starts_stale(self) -> bool:
        """Whether the level it starts from is itself out of date."""
        start = Milestone(self.skill, self.from_level)
        return any(Milestone(reason.skill, reason.level) == start for reason in self.because(Because.STALE))

    @property
    def assumed(self) -> bool:
        """Whether it counts on a level that nobody stated."""
        return any(reason.kind is Because.ASSUMED for reason in self.reasons)

    def because(self, kind: Because) -> tuple[Reason, ...]:
        """Its reasons of one kind."""
        return tuple(reason for reason in self.reasons if reason.kind is kind)


@dataclass(frozen=True, slots=True)
class Question:
    """ "Rate this, one minute": a skill about which nothing is known.

    `needed` is the level that the steps in `blocks` count on (0: none does); `before` is the first of
    them. `target`, `role` and `weight` say what is asked of the skill itself (0 and "": nothing).
    `assumed` is what a skill held above it suggests, and not enough.
    """

    skill: str
    area: str
    role: str
    target: int
    weight: int
    needed: int
    assumed: int | None
    blocks: tuple[Milestone, ...]

    @property
    def before(self) -> Milestone | None:
        """The first step that it stands before."""
        return self.blocks[0] if self.blocks else None


@dataclass(frozen=True)
class Roadmap:
    """Steps in order, and what to rate first. `levels` and `set_aside` are what it was made from, where it matters."""

    steps: tuple[Step, ...]
    questions: tuple[Question, ...]
    dropped: tuple[Dropped, ...]
    levels: Mapping[str, int]
    set_aside: tuple[str, ...]
    destination: str
    good_until: date | None = None

    @cached_property
    def now(self) -> tuple[Step, ...]:
        """At most three steps to take now."""
        return self._at(Horizon.NOW)

    @cached_property
    def next(self) -> tuple[Step, ...]:
        """At most five that follow."""
        return self._at(Horizon.NEXT)

    @cached_property
    def later(self) -> tuple[Step, ...]:
        """All others."""
        return self._at(Horizon.LATER)

    @cached_property
    def later_by_area(self) -> tuple[tuple[str, tuple[Step, ...]], ...]:
        """All others folded by area, the area of the nearest step first."""
        areas: dict[str, list[Step]] = {}
        for step in self.later:
            areas.setdefault(step.area, []).append(step)
        return tuple((area, tuple(steps)) for area, steps in areas.items())

    def questions_before(self, step: Step) -> tuple[Question, ...]:
        """What to rate before this step."""
        return self._by_step.get(step.milestone, ())

    def step(self, skill: str, level: int) -> Step | None:
        """The step that reaches a level, or None."""
        return self._steps.get(Milestone(skill, level))

    @property
    def ends(self) -> dict[str, int]:
        """How far each skill goes."""
        return _ends(self.steps)

    @property
    def ends_now(self) -> dict[str, int]:
        """How far each skill goes for the sake of the current role."""
        return _ends(step for step in self.steps if step.serves is Part.CURRENT)

    @cached_property
    def _steps(self) -> dict[Milestone, Step]:
        return {step.milestone: step for step in self.steps}

    @cached_property
    def _by_step(self) -> dict[Milestone, tuple[Question, ...]]:
        found: dict[Milestone, tuple[Question, ...]] = {}
        for question in self.questions:
            if question.before is not None:
                found[question.before] = (*found.get(question.before, ()), question)
        return found

    def _at(self, horizon: Horizon) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.horizon is horizon)


def _ends(steps: Iterable[Step]) -> dict[str, int]:
    last: dict[str, int] = {}
    for step in steps:
        last[step.skill] = max(last.get(step.skill, 0), step.to_level)
    return last
