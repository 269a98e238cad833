"""What to learn next, and why: `plan(reports, taxonomy, standings) → Roadmap`, over steps of one rank.

How it goes, a module each:

    goals.py      what the two reports ask for
    steps.py      which steps that takes: a step stands here only because something needs it
    order.py      one sort puts them in order
    reasons.py    why each step is there, and when it drops off
    questions.py  what should be rated first, because nobody knows
    plan.py       puts these together into a Roadmap (roadmap.py, in the words of words.py)
    changes.py    what one key press changed between two roadmaps
    ground.py     what all of them need to know of a taxonomy, worked out once
"""

from roadmaps.planning.changes import RoadmapChange, StepChange, diff
from roadmaps.planning.goals import keenness
from roadmaps.planning.plan import first_step, plan, planned
from roadmaps.planning.roadmap import Question, Roadmap, Step
from roadmaps.planning.words import Because, Dropped, Horizon, Milestone, Part, Reason

__all__ = [
    "Because",
    "Dropped",
    "Horizon",
    "Milestone",
    "Part",
    "Question",
    "Reason",
    "Roadmap",
    "RoadmapChange",
    "Step",
    "StepChange",
    "diff",
    "first_step",
    "keenness",
    "plan",
    "planned",
]
