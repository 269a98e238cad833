"""Where a goal stands against today's levels and today's roadmap. Pure: the goal itself is never changed by either."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.standing import NOT_RATED, Standing
from roadmaps.planning import Roadmap


class Asked(StrEnum):
    """What the roadmap says of a goal that came from one of its steps."""

    STILL = "still"  # the step is on it
    RATE_FIRST = "rate_first"  # the skill is not rated, so it is a question now
    NO_LONGER = "no_longer"
    GONE = "gone"  # the skill has left the taxonomy


@dataclass(frozen=True, slots=True)
class Beside:
    """`level` is what the goal's level is called today; `reached`: every skill of the goal stands there."""

    skills: tuple[str, ...]
    level: int
    reached: bool
    asked: Asked


def beside(skills: Iterable[str], level: int, standings: Mapping[str, Standing], roadmap: Roadmap) -> Beside:
    """A goal about these skills (several after a split) and this level, as both are called today.

    `standings` name the skills that can be rated; a goal in none of them can neither be reached nor asked for.
    """
    named = tuple(skills)
    known = [skill for skill in named if skill in standings]
    reached = bool(known) and all(_stands(standings, skill) >= level for skill in known)
    return Beside(named, level, reached, _asked(known, level, roadmap))


def _stands(standings: Mapping[str, Standing], skill: str) -> int:
    level = standings.get(skill, NOT_RATED).level
    return -1 if level is None else level


def _asked(known: Iterable[str], level: int, roadmap: Roadmap) -> Asked:
    found = tuple(known)
    if not found:
        return Asked.GONE
    if any(roadmap.step(skill, level) for skill in found):
        return Asked.STILL
    questions = {question.skill for question in roadmap.questions}
    return Asked.RATE_FIRST if questions.intersection(found) else Asked.NO_LONGER
