"""What one key press changed in a gap report, for the strip beside the assessment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assessments.standing import State
from roadmaps.gaps.report import GapReport, Line


class Move(StrEnum):
    """What happened to one target."""

    CLOSED = "closed"  # a known gap is gone
    NARROWED = "narrowed"
    WIDENED = "widened"
    OPENED = "opened"  # met, unrated or set aside before; a known gap now
    MET = "met"  # unrated or set aside before; met now, without ever having been a gap
    SET_ASIDE = "set_aside"  # not applicable now
    WITHDRAWN = "withdrawn"  # unrated now
    REACHED = "reached"  # met before and after, at another level
    ASKED = "asked"  # the target itself is new
    NO_LONGER_ASKED = "no_longer_asked"
    RETARGETED = "retargeted"  # the target moved; the gap may have followed


@dataclass(frozen=True, slots=True)
class LineChange:
    """One target that changed: level and gap before and after, None where there was or is none."""

    skill: str
    move: Move
    before: Line | None
    after: Line | None


@dataclass(frozen=True, slots=True)
class ReportChange:
    """Everything that changed between two reports on one role, in the order of the document."""

    lines: tuple[LineChange, ...]
    met_before: int
    met_after: int
    asked_before: int
    asked_after: int


def changed(old: GapReport, new: GapReport) -> ReportChange:
    """Compares two reports line by line. Re-confirming the same level is no change."""
    return ReportChange(
        tuple(_changes(old, new)),
        old.targets_met,
        new.targets_met,
        old.targets_asked,
        new.targets_asked,
    )


def _changes(old: GapReport, new: GapReport) -> Iterator[LineChange]:
    gone = [line for line in old.lines if new.line(line.skill) is None]
    for line in new.lines:
        before = old.line(line.skill)
        if before is None:
            yield LineChange(line.skill, Move.ASKED, None, line)
        elif (move := _move(before, line)) is not None:
            yield LineChange(line.skill, move, before, line)
    for line in gone:
        yield LineChange(line.skill, Move.NO_LONGER_ASKED, line, None)


def _move(before: Line, after: Line) -> Move | None:
    if before.target != after.target:
        return Move.RETARGETED
    if (before.state, before.level) == (after.state, after.level):
        return None
    if after.state is State.UNRATED:
        return Move.WITHDRAWN
    if after.state is State.NOT_APPLICABLE:
        return Move.SET_ASIDE
    return _rated(before, after)


def _rated(before: Line, after: Line) -> Move:
    """The move of a target that has a level now."""
    if after.gap and before.gap:
        return Move.NARROWED if after.gap < before.gap else Move.WIDENED
    if after.gap:
        return Move.OPENED
    if before.gap:
        return Move.CLOSED
    return Move.REACHED if before.met else Move.MET
