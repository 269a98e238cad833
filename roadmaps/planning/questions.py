"""What to rate first: an unrated skill yields a question, one minute, and never a learning step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assessments.standing import NOT_RATED, State
from roadmaps.planning.reasons import Case, assumption, counted_on
from roadmaps.planning.roadmap import Question, Step
from roadmaps.planning.words import Because, Dropped, Milestone


def questions_of(case: Case, steps: Iterable[Step]) -> tuple[Question, ...]:
    """Those that stand before a step, in the order of the steps; then unrated targets, the weightiest first."""
    blocked = _mentioned(case, steps, Because.UNANSWERED)
    before = [_question(case, skill, blocks) for skill, blocks in blocked.items()]
    others = [_question(case, skill, {}) for skill in _unrated_targets(case) if skill not in blocked]
    return (*before, *sorted(others, key=lambda question: _weightiest(case, question)))


def dropped_of(case: Case, steps: Iterable[Step]) -> tuple[Dropped, ...]:
    """The prerequisites that the person set aside, with the steps that go ahead without them."""
    mentioned = _mentioned(case, steps, Because.LEFT_OUT)
    return tuple(Dropped(skill, tuple(blocks)) for skill, blocks in mentioned.items())


def _mentioned(case: Case, steps: Iterable[Step], kind: Because) -> dict[str, dict[Milestone, int]]:
    """{skill: {step: level it counts on}} over what all steps count on in this way, in the order of the steps."""
    found: dict[str, dict[Milestone, int]] = {}
    for step in steps:
        # Most steps count on known levels alone, and there are many steps.
        if any(need not in case.levels for need in case.ground.needs[step.skill]):
            for reason in counted_on(case, step.milestone):
                if reason.kind is kind:
                    found.setdefault(reason.skill, {})[step.milestone] = reason.level
    return found


def _unrated_targets(case: Case) -> list[str]:
    return [
        skill
        for skill in case.ground.place
        if case.goals.own(skill, 1) and case.standings.get(skill, NOT_RATED).state is State.UNRATED
    ]


def _question(case: Case, skill: str, blocks: Mapping[Milestone, int]) -> Question:
    line = case.goals.own(skill, 1)
    assumed = assumption(case, skill)
    return Question(
        skill=skill,
        area=case.ground.taxonomy.skills[skill].area,
        role=line.role if line else "",
        target=line.level if line else 0,
        weight=line.weight if line else 0,
        needed=max(blocks.values(), default=0),
        assumed=assumed.level if assumed else None,
        blocks=tuple(blocks),
    )


def _weightiest(case: Case, question: Question) -> tuple[bool, int, int]:
    asked_now = question.skill in case.goals.current
    return not asked_now, -question.weight * question.target, case.ground.place[question.skill]
