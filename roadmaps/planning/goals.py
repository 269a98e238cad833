"""What the roadmap is for: the level each role asks for in each skill, or only what a promotion takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assessments.inputs import Wish
from assessments.targets import TargetLine
from roadmaps.gaps import GapReport
from roadmaps.planning.ground import Ground

# Among steps of equal worth for the effort, what somebody wants to learn comes first and what they want nothing to do
# with last. Whoever wants to use a skill has said how they like to work, not what they want to learn next.
KEEN: Mapping[Wish, int] = MappingProxyType({Wish.LEARN: 1, Wish.USE: 0, Wish.NEITHER: -1})


def keenness(wishes: Mapping[str, Wish]) -> dict[str, int]:
    """How keen a person is, by skill, from what they said; a skill that is left out counts as 0."""
    return {skill: KEEN[wish] for skill, wish in wishes.items() if KEEN[wish]}


@dataclass(frozen=True, slots=True)
class Goals:
    """Targets by skill, of the current and the next role, and how keen the person is on a skill (0 = not said)."""

    current: Mapping[str, TargetLine]
    next: Mapping[str, TargetLine]
    interest: Mapping[str, int]

    def own(self, skill: str, level: int) -> TargetLine | None:
        """The target that a step to `level` counts towards, current role first; None when nobody asks for it."""
        for targets in (self.current, self.next):
            line = targets.get(skill)
            if line is not None and line.level >= level:
                return line
        return None

    def asks_now(self, skill: str, level: int) -> bool:
        """Whether the current role asks for a step to `level`."""
        line = self.current.get(skill)
        return line is not None and line.level >= level

    @property
    def wanted_now(self) -> dict[str, int]:
        """The levels that the current role asks for."""
        return {skill: line.level for skill, line in self.current.items()}

    @property
    def wanted(self) -> dict[str, int]:
        """The highest level that either role asks for, by skill."""
        wanted = self.wanted_now
        for skill, line in self.next.items():
            wanted[skill] = max(wanted.get(skill, 0), line.level)
        return wanted


def profile_goals(
    ground: Ground, current: GapReport | None, next_: GapReport | None, interest: Mapping[str, int]
) -> Goals:
    """Everything that both roles ask for."""
    return Goals(_targets(ground, current), _targets(ground, next_), interest)


def promotion_goals(
    ground: Ground,
    current: GapReport | None,
    next_: GapReport | None,
    interest: Mapping[str, int],
    way: Mapping[str, int],
) -> Goals:
    """Only what the shortest way takes; as far as the current role asks for it too, it stays the current role's."""
    now, later = _targets(ground, current), _targets(ground, next_)
    role = next_.role if next_ else ""
    ahead = {
        skill: TargetLine(level, later[skill].weight if skill in later else 1, role)
        for skill, level in way.items()
        if skill in ground.needs
    }
    capped = {
        skill: TargetLine(min(line.level, way[skill]), line.weight, line.role, line.reason, line.is_override)
        for skill, line in now.items()
        if skill in ahead
    }
    return Goals(capped, ahead, interest)


def _targets(ground: Ground, report: GapReport | None) -> dict[str, TargetLine]:
    lines = report.lines if report else ()
    return {line.skill: line.asked for line in lines if line.skill in ground.needs}
