"""The gap report: every target of one role beside where the person stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assessments.standing import NOT_RATED, Basis, Standing, State
from assessments.targets import TargetLine
from roadmaps.gaps.attainment import Attainment, total
from skillmatrix.taxonomy.document import Taxonomy


@dataclass(frozen=True, slots=True)
class Line:
    """One skill that is asked for. An unrated or not applicable one has no gap, no surplus and no worth."""

    skill: str
    area: str
    asked: TargetLine
    standing: Standing

    @property
    def target(self) -> int:
        """The rank asked for."""
        return self.asked.level

    @property
    def weight(self) -> int:
        """How much the role cares."""
        return self.asked.weight

    @property
    def role(self) -> str:
        """The slug of the role that asks."""
        return self.asked.role

    @property
    def is_override(self) -> bool:
        """Whether a lead changed this target for this person; `reason` says why."""
        return self.asked.is_override

    @property
    def reason(self) -> str:
        """The lead's reason for an override."""
        return self.asked.reason

    @property
    def state(self) -> State:
        """Rated, unrated or not applicable."""
        return self.standing.state

    @property
    def level(self) -> int | None:
        """The effective level; None unless rated."""
        return self.standing.level

    @property
    def basis(self) -> Basis:
        """What the effective level rests on."""
        return self.standing.basis

    @property
    def stale(self) -> bool:
        """Whether it needs saying again."""
        return self.standing.stale

    @property
    def day(self) -> date | None:
        """When it was said."""
        return self.standing.day

    @property
    def gap(self) -> int:
        """Ranks missing to the target; 0 when met, unrated or not applicable."""
        level = self.standing.level
        return 0 if level is None else max(0, self.asked.level - level)

    @property
    def worth(self) -> int:
        """What closing the gap is worth: weight × gap."""
        return self.asked.weight * self.gap

    @property
    def surplus(self) -> int:
        """Ranks above the target. Shown as a strength, never set against a gap."""
        level = self.standing.level
        return 0 if level is None else max(0, level - self.asked.level)

    @property
    def met(self) -> bool:
        """Whether the person is known to stand at the target or above."""
        return self.standing.level is not None and self.standing.level >= self.asked.level


@dataclass(frozen=True)
class GapReport:
    """All targets of one role, in the order of the document. `good_until`: the day on which time changes it."""

    role: str
    lines: tuple[Line, ...]
    good_until: date | None = None

    @cached_property
    def gaps(self) -> tuple[Line, ...]:
        """What is known to be missing, the worthiest first, then in the order of the document."""
        return tuple(sorted((line for line in self.lines if line.gap), key=lambda line: -line.worth))

    @cached_property
    def not_rated(self) -> tuple[Line, ...]:
        """Targets about which nothing is known."""
        return tuple(line for line in self.lines if line.state is State.UNRATED)

    @cached_property
    def not_applicable(self) -> tuple[Line, ...]:
        """Targets that the person set aside; every figure leaves them out and says how many."""
        return tuple(line for line in self.lines if line.state is State.NOT_APPLICABLE)

    @cached_property
    def strengths(self) -> tuple[Line, ...]:
        """Targets met, the largest surplus first."""
        return tuple(sorted((line for line in self.lines if line.met), key=lambda line: -line.surplus))

    @property
    def targets_met(self) -> int:
        """The headline: how many targets are met."""
        return len(self.strengths)

    @property
    def targets_asked(self) -> int:
        """Of how many: unrated ones count, those that are not applicable do not."""
        return len(self.lines) - self.left_out

    @property
    def left_out(self) -> int:
        """How many targets every figure leaves out because they are not applicable."""
        return len(self.not_applicable)

    @cached_property
    def attainment(self) -> Attainment:
        """The second figure, over the whole role."""
        return total(map(_part, self.lines))

    @cached_property
    def areas(self) -> tuple[tuple[str, Attainment], ...]:
        """The axes of the radar: each area that is asked for, in the order of the document."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.area, []).append(line)
        return tuple((area, total(map(_part, lines))) for area, lines in found.items())

    @cached_property
    def _by_skill(self) -> dict[str, Line]:
        return {line.skill: line for line in self.lines}

    def line(self, skill: str) -> Line | None:
        """The line of one skill, or None when the role does not ask for it."""
        return self._by_skill.get(skill)


def gaps(
    taxonomy: Taxonomy,
    standings: Mapping[str, Standing],
    targets: Mapping[str, TargetLine],
    *,
    role: str = "",
) -> GapReport:
    """Sets what is asked beside what holds. `role` names the profile; a skill without a standing is unrated."""
    lines = tuple(
        Line(skill.slug, skill.area, targets[skill.slug], standings.get(skill.slug, NOT_RATED))
        for skill in taxonomy.active
        if skill.slug in targets
    )
    ends = (line.standing.changes_on for line in lines)
    return GapReport(role, lines, min((end for end in ends if end is not None), default=None))


def _part(line: Line) -> tuple[int, int, int | None] | None:
    if line.state is State.NOT_APPLICABLE:
        return None
    return line.weight, line.target, line.level
