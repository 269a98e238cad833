"""What separates a person from a role, as values: `gaps(taxonomy, standings, targets) → GapReport`.

Nothing here knows people, rows or pages. A page about one person, a stored report and `verify`
all call these same functions, so they cannot tell different stories.
"""

from assessments.targets import MySkill, Override, TargetLine, Why, my_skills, targets_of
from roadmaps.gaps.attainment import Attainment
from roadmaps.gaps.changes import LineChange, Move, ReportChange, changed
from roadmaps.gaps.report import GapReport, Line, gaps

__all__ = [
    "Attainment",
    "GapReport",
    "Line",
    "LineChange",
    "Move",
    "MySkill",
    "Override",
    "ReportChange",
    "TargetLine",
    "Why",
    "changed",
    "gaps",
    "my_skills",
    "targets_of",
]
