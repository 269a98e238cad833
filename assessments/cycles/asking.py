"""Which skills a cycle asks of one person, from what they have shared and from nothing else. Pure.

What is asked is shown to their lead as well, so it must not tell what somebody has said and kept to themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assessments.inputs import Inputs
from assessments.standing import State, effective_shared
from assessments.targets import MySkill, my_skills, quick_set, targets_of

ALL, QUICK, CHANGED = "all", "quick", "changed"


def asked(scope: str, inputs: Inputs, *, today: date) -> tuple[str, ...]:
    """The slugs of the skills, in the order of the document; `scope` is one of Cycle.Scope."""
    mine = _mine(inputs)
    if scope == QUICK:
        mine = quick_set(inputs.taxonomy, mine)
    if scope == CHANGED:
        return tuple(slug for slug in mine if _waits(slug, inputs, today))
    return tuple(mine)


def _mine(inputs: Inputs) -> Mapping[str, MySkill]:
    taxonomy, shared = inputs.taxonomy, inputs.shared
    current = targets_of(taxonomy, inputs.role, inputs.overrides, shared.known)
    next_ = targets_of(taxonomy, shared.next_role, known=shared.known)
    return my_skills(taxonomy, current, next_, shared.extra_skills)


def _waits(slug: str, inputs: Inputs, today: date) -> bool:
    """Never rated, out of date, or become another skill since."""
    said, agreed = inputs.shared.statements.get(slug), inputs.shared.agreed.get(slug)
    held = effective_shared(said, agreed, months=inputs.taxonomy.review_months(slug), today=today)
    return held.state is State.UNRATED or held.stale
