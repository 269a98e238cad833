"""What one key press changed in a roadmap, for the strip beside the assessment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from roadmaps.planning.roadmap import Question, Roadmap, Step
from roadmaps.planning.words import Because, Horizon, Milestone


class Cause(StrEnum):
    """Why a step came or went."""

    REACHED = "reached"  # went: the level is there
    SET_ASIDE = "set_aside"  # went: not applicable now
    WITHDRAWN = "withdrawn"  # went: unrated now, so it is a question
    NOT_NEEDED = "not_needed"  # went: no target asks for it, and what it unlocked went (`skills`)
    RATED = "rated"  # came: a level is known now
    FELL = "fell"  # came: the known level is lower now
    NEEDED = "needed"  # came: what it unlocks came or changed (`skills`)
    ASKED = "asked"  # came: a target asks for it now


@dataclass(frozen=True, slots=True)
class StepChange:
    """One step that came or went. `skills` are those it came or went for, where that is the cause."""

    step: Step
    cause: Cause
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoadmapChange:
    """Steps that came, went or moved between now, next and later; questions asked and answered."""

    added: tuple[StepChange, ...]
    removed: tuple[StepChange, ...]
    nearer: tuple[tuple[Step, Horizon], ...]  # the step as it is, and where it was
    further: tuple[tuple[Step, Horizon], ...]
    asked: tuple[Question, ...]
    answered: tuple[Question, ...]


def diff(old: Roadmap, new: Roadmap) -> RoadmapChange:
    """Compares two roadmaps to the same destination, in the order of the steps."""
    before, after = _by_milestone(old), _by_milestone(new)
    was_asked = {question.skill for question in old.questions}
    is_asked = {question.skill for question in new.questions}
    moved = [(step, before[name].horizon) for name, step in after.items() if name in before]
    return RoadmapChange(
        added=tuple(_came(old, new, step) for name, step in after.items() if name not in before),
        removed=tuple(_went(old, new, step) for name, step in before.items() if name not in after),
        nearer=tuple(pair for pair in moved if _rank(pair[0].horizon) < _rank(pair[1])),
        further=tuple(pair for pair in moved if _rank(pair[0].horizon) > _rank(pair[1])),
        asked=tuple(question for question in new.questions if question.skill not in was_asked),
        answered=tuple(question for question in old.questions if question.skill not in is_asked),
    )


def _came(old: Roadmap, new: Roadmap, step: Step) -> StepChange:
    known = old.levels.get(step.skill)
    if known is not None and known >= step.to_level:
        return StepChange(step, Cause.FELL)
    if known is None and _was_asked_about(old, step.skill):
        return StepChange(step, Cause.RATED)
    if step.is_supporting:
        return StepChange(step, Cause.NEEDED, _lost_or_found(step, old))
    return StepChange(step, Cause.ASKED)


def _went(old: Roadmap, new: Roadmap, step: Step) -> StepChange:
    level = new.levels.get(step.skill)
    if level is not None and level >= step.to_level:
        return StepChange(step, Cause.REACHED)
    if step.skill in new.set_aside:
        return StepChange(step, Cause.SET_ASIDE)
    if level is None and _was_asked_about(new, step.skill):
        return StepChange(step, Cause.WITHDRAWN)
    return StepChange(step, Cause.NOT_NEEDED, _lost_or_found(step, new))


def _was_asked_about(roadmap: Roadmap, skill: str) -> bool:
    return any(question.skill == skill for question in roadmap.questions) or skill in roadmap.set_aside


def _lost_or_found(step: Step, other: Roadmap) -> tuple[str, ...]:
    """The skills behind a step whose own steps differ in the other roadmap; all of them if none does."""
    behind = [*step.because(Because.UNLOCKS), *step.because(Because.LEADS_TO)]
    gone = [reason.skill for reason in behind if other.step(reason.skill, reason.level) is None]
    return tuple(gone or [reason.skill for reason in behind])


def _by_milestone(roadmap: Roadmap) -> dict[Milestone, Step]:
    return {step.milestone: step for step in roadmap.steps}


def _rank(horizon: Horizon) -> int:
    return list(Horizon).index(horizon)
