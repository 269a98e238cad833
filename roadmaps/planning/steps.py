"""Which steps it takes. Complete and minimal by construction: each level is required by something.

To reach level L ≥ 2 in a skill, each prerequisite stands at L − 1 or above. Walking from the skills
that need most down to those that need nothing therefore finds in one pass how far each has to go.
"""

from __future__ import annotations

from collections.abc import Mapping

from roadmaps.planning.ground import Ground


def reach(ground: Ground, levels: Mapping[str, int], wanted: Mapping[str, int]) -> dict[str, int]:
    """How far each skill has to go for the levels wanted: {skill: last level}, where there is a way to go.

    `levels` holds the known levels alone. A skill without one gets no step, and asks for nothing
    below it: that is a question (`questions.py`), and until it is answered counts as met.
    """
    needed = dict(wanted)
    last: dict[str, int] = {}
    for skill in ground.downward:
        level, end = levels.get(skill), needed.get(skill, 0)
        if level is None or end <= level:
            continue
        last[skill] = end
        for need in ground.needs[skill]:
            needed[need] = max(needed.get(need, 0), end - 1)
    return last


def effort_of(ground: Ground, levels: Mapping[str, int], last: Mapping[str, int]) -> float:
    """The effort of all those steps together, in units of a small one."""
    return sum(sum(ground.efforts[skill][levels[skill] + 1 : end + 1]) for skill, end in last.items())
