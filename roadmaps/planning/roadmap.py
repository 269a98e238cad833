"""The roadmap as values, and as the JSON in which reports are stored. Words for people are made by templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from roadmaps.planning.words import Because, Dropped, Horizon, Milestone, Part, Reason


@dataclass(frozen=True, slots=True)
class Step:
    """One rank in one skill.

    `part` is what it is for by itself, `serves` the role for whose sake it comes where it comes.
    `drops_off`: reaching any one of these takes the step off the roadmap.
    """

    skill: str
    area: str
    to_level: int
    part: Part
    serves: Part
    size: str
    effort: float
    horizon: Horizon
    reasons: tuple[Reason, ...]
    drops_off: tuple[Milestone, ...]

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

    def to_json(self) -> dict[str, Any]:
        """Plain, compact and the same for equal roadmaps: a row of values for a step, question or reason."""
        return {
            "destination": self.destination,
            "good_until": None if self.good_until is None else self.good_until.isoformat(),
            "steps": [_step_row(step) for step in self.steps],
            "questions": [_question_row(question) for question in self.questions],
            "dropped": [[skill, [list(step) for step in steps]] for skill, steps in self.dropped],
            "levels": dict(self.levels),
            "set_aside": list(self.set_aside),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Roadmap:
        """The roadmap that `to_json` wrote."""
        end = data["good_until"]
        return cls(
            steps=tuple(map(_step, data["steps"])),
            questions=tuple(map(_question, data["questions"])),
            dropped=tuple(Dropped(skill, _milestones(steps)) for skill, steps in data["dropped"]),
            levels=data["levels"],
            set_aside=tuple(data["set_aside"]),
            destination=data["destination"],
            good_until=None if end is None else date.fromisoformat(end),
        )


def _step_row(step: Step) -> list[Any]:
    return [
        step.skill,
        step.area,
        step.to_level,
        step.part.value,
        step.serves.value,
        step.size,
        step.effort,
        step.horizon.value,
        [_reason_row(reason) for reason in step.reasons],
        [list(milestone) for milestone in step.drops_off[1:]],  # the first is the step itself
    ]


def _reason_row(reason: Reason) -> list[Any]:
    """Most reasons are a kind, a skill and a level; there are hundreds of them."""
    kind, skill, level, role, weight, via = reason
    if via:
        return [kind.value, skill, level, role, weight, via]
    return [kind.value, skill, level, role, weight] if role or weight else [kind.value, skill, level]


def _step(row: list[Any]) -> Step:
    skill, area, level, part, serves, size, effort, horizon, reasons, drops_off = row
    return Step(
        skill,
        area,
        level,
        Part(part),
        Part(serves),
        size,
        effort,
        Horizon(horizon),
        tuple(Reason(Because(kind), *rest) for kind, *rest in reasons),
        (Milestone(skill, level), *_milestones(drops_off)),
    )


def _question_row(question: Question) -> list[Any]:
    return [
        question.skill,
        question.area,
        question.role,
        question.target,
        question.weight,
        question.needed,
        question.assumed,
        [list(milestone) for milestone in question.blocks],
    ]


def _question(row: list[Any]) -> Question:
    skill, area, role, target, weight, needed, assumed, blocks = row
    return Question(skill, area, role, target, weight, needed, assumed, _milestones(blocks))


def _milestones(rows: list[list[Any]]) -> tuple[Milestone, ...]:
    return tuple(Milestone(skill, level) for skill, level in rows)
