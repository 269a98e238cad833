"""Team player, trustworthy, skilled: the targets of one role in three figures. Pure; the words are made elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.standing import State
from roadmaps.gaps import GapReport, Line
from skillmatrix.taxonomy.document import Principle, Taxonomy

MOSTLY = 2 / 3  # of what is rated; from here on somebody is mostly there


@dataclass(frozen=True, slots=True)
class Summed:
    """The targets under one principle: how many are met of those rated, and what is missing most."""

    principle: Principle
    asked: int
    rated: int
    met: int
    largest_gap: str

    @property
    def is_whole(self) -> bool:
        """Every target is rated and met."""
        return self.met == self.rated == self.asked

    @property
    def is_mostly(self) -> bool:
        """Most of what is rated is met."""
        return self.rated > 0 and self.met >= MOSTLY * self.rated


def summary(report: GapReport, taxonomy: Taxonomy) -> list[Summed]:
    """One for each principle of which the role asks anything. What does not apply is left out."""
    lines: dict[Principle, list[Line]] = {principle: [] for principle in Principle}
    for line in report.lines:
        if line.state is not State.NOT_APPLICABLE:
            lines[taxonomy.principle(line.skill)].append(line)
    return [_summed(principle, found) for principle, found in lines.items() if found]


def _summed(principle: Principle, lines: Iterable[Line]) -> Summed:
    asked = list(lines)
    rated = [line for line in asked if line.level is not None]
    gaps = [line for line in rated if not line.met]
    largest = max(gaps, key=lambda line: line.worth, default=None)
    return Summed(principle, len(asked), len(rated), len(rated) - len(gaps), largest.skill if largest else "")
