"""What a draft does to one person: their findings under the current taxonomy beside those under the draft.

Pure. Only what the person shares is looked at, because the figures are for somebody who may see nobody's ratings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from assessments.inputs import Audience, Inputs, Said
from assessments.standing import Standing, State, Statement
from roadmaps.computing import Findings, compute, standings
from roadmaps.gaps import GapReport
from roadmaps.planning import Roadmap
from roadmaps.promotion import Verdict, verdict_of
from skillmatrix.taxonomy.document import PromotionRule, Taxonomy
from skillmatrix.taxonomy.transition import Carry, Transition

SHARED = Audience.SHARED
MET = {Verdict.CLEARLY, Verdict.MEETS}
Milestones = set[tuple[str, int]]


class Result(StrEnum):
    """What a promotion rule comes to, in as many words as a count needs."""

    MET = "met"
    NOT_MET = "not_met"
    CANT_TELL = "cant_tell"
    NO_RULE = "no_rule"


@dataclass(frozen=True, slots=True)
class Effect:
    """How much differs for one person; `Effect()` when nothing does.

    Ratings: `carried` to another skill, `remapped` to another level, `asking` again, and `leaving` with a skill
    that is no longer asked about. Gaps `opened` and `closed` and steps `added` and `removed` are those of both
    roles; `outcomes` are (before, after) of each promotion rule that turns out otherwise. `affected`: anything
    at all looks different.
    """

    affected: bool = False
    carried: int = 0
    remapped: int = 0
    asking: int = 0
    leaving: int = 0
    opened: int = 0
    closed: int = 0
    added: int = 0
    removed: int = 0
    loses_role: bool = False
    loses_aim: bool = False
    outcomes: tuple[tuple[Result, Result], ...] = ()


def effect(before: Inputs, after: Inputs, change: Transition, *, today: date) -> Effect:
    """Compare a person's inputs under the current taxonomy with the same under the draft, on one day."""
    was, now = (compute(inputs, SHARED, inputs.taxonomy, today=today) for inputs in (before, after))
    stood, stands = (standings(inputs, SHARED, inputs.taxonomy, today=today) for inputs in (before, after))
    said = before.said(SHARED)
    gaps_before, gaps_after = _gaps(was), _gaps(now)
    steps_before, steps_after = _steps(was.roadmap, Carry(change.levels)), _steps(now.roadmap, Carry())
    found = Effect(
        affected=_seen(was) != _seen(now),
        carried=sum(slug in change.moves for slug in {*said.statements, *said.agreed}),
        remapped=_remapped(said, change),
        asking=_asking(stood, stands),
        leaving=_leaving(stood, stands, change),
        opened=len(gaps_after - gaps_before),
        closed=len(gaps_before - gaps_after),
        added=len(steps_after - steps_before),
        removed=len(steps_before - steps_after),
        loses_role=_leaves(before.role, before.taxonomy, after.taxonomy),
        loses_aim=_leaves(said.next_role, before.taxonomy, after.taxonomy),
        outcomes=tuple(_outcomes(before, after, stood, stands)),
    )
    return found if found == Effect() else replace(found, affected=True)


def rule_of(taxonomy: Taxonomy, role: str | None) -> PromotionRule | None:
    """The promotion rule for a role, if it has one."""
    return next((rule for rule in taxonomy.promotion if rule.role == role), None)


def _gaps(findings: Findings) -> set[tuple[str, str]]:
    """The known gaps, each by role and skill."""
    reports = (findings.current, findings.next)
    return {(report.role, line.skill) for report in reports if report for line in report.gaps}


def _steps(roadmap: Roadmap, carry: Carry) -> Milestones:
    """The steps, each by the skill and the level it reaches; the carry says what that level is called now."""
    return {(step.skill, carry.level(step.to_level)) for step in roadmap.steps}


def _remapped(said: Said, change: Transition) -> int:
    """How many skills have a statement whose level becomes another one."""
    carry = Carry(change.levels)

    def moves(statement: Statement | None) -> bool:
        level = statement.level if statement else None
        return level is not None and carry.level(level) != level

    slugs = {*said.statements, *said.agreed}
    return sum(moves(said.statements.get(slug)) or moves(said.agreed.get(slug)) for slug in slugs)


def _asking(stood: Mapping[str, Standing], stands: Mapping[str, Standing]) -> int:
    """How many skills need saying again that did not."""
    return sum(
        standing.stale and not (slug in stood and stood[slug].stale) for slug, standing in stands.items()
    )


def _leaving(stood: Mapping[str, Standing], stands: Mapping[str, Standing], change: Transition) -> int:
    """How many rated skills can no longer be rated, and nothing took their ratings over."""
    return sum(
        standing.state is not State.UNRATED and slug not in stands and slug not in change.moves
        for slug, standing in stood.items()
    )


def _leaves(role: str | None, before: Taxonomy, after: Taxonomy) -> bool:
    return role in before.roles and role not in after.roles


def _outcomes(
    before: Inputs, after: Inputs, stood: Mapping[str, Standing], stands: Mapping[str, Standing]
) -> Iterator[tuple[Result, Result]]:
    """What the rules for the current and the next role come to, where that changes."""
    for role in dict.fromkeys((before.role, before.said(SHARED).next_role)):
        was = _result(before.taxonomy, role, stood)
        now = _result(after.taxonomy, role, stands)
        if was is not now:
            yield was, now


def _result(taxonomy: Taxonomy, role: str | None, stands: Mapping[str, Standing]) -> Result:
    rule = rule_of(taxonomy, role)
    if rule is None:
        return Result.NO_RULE
    found = verdict_of(rule, stands, taxonomy)
    if found is Verdict.CANT_TELL:
        return Result.CANT_TELL
    return Result.MET if found in MET else Result.NOT_MET


def _seen(findings: Findings) -> tuple[Any, ...]:
    """What somebody reads there today: neither the order of the document nor the day on which time changes it."""
    roadmap = findings.roadmap
    return (
        _lines(findings.current),
        _lines(findings.next),
        (roadmap.steps, roadmap.questions, roadmap.dropped, dict(roadmap.levels), set(roadmap.set_aside)),
    )


def _lines(report: GapReport | None) -> dict[str, tuple[Any, ...]] | None:
    if report is None:
        return None
    return {
        line.skill: (line.area, line.asked, line.state, line.level, line.stale, line.basis, line.day)
        for line in report.lines
    }
