"""From what people said to what follows: the one way by which workers, pages and `verify` compute.

Pure: inputs, a taxonomy and a day in; findings out. About a millisecond a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from assessments.inputs import Audience, Inputs
from assessments.standing import Standing, Statement, effective_own, effective_shared
from assessments.targets import MySkill, TargetLine, my_skills, targets_of
from roadmaps.gaps import GapReport, gaps
from roadmaps.planning import Roadmap, plan
from skillmatrix.taxonomy.document import Taxonomy

# Raise it with every change that makes reports differ: all stored ones are then behind.
ENGINE = 2


@dataclass(frozen=True, slots=True)
class Findings:
    """The gap reports towards the current and the next role, and the roadmap over both.

    A report is None when there is no such role. `good_until` is the first later day on which time
    alone changes anything: a rating goes stale, a role or an exception starts or ends.
    """

    current: GapReport | None
    next: GapReport | None
    roadmap: Roadmap
    good_until: date | None

    def to_json(self) -> dict[str, Any]:
        """Plain values, the same for the same findings."""
        return {
            "current": self.current.to_json() if self.current else None,
            "next": self.next.to_json() if self.next else None,
            "roadmap": self.roadmap.to_json(),
            "good_until": self.good_until.isoformat() if self.good_until else None,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The findings that `to_json` made."""
        until = stored["good_until"]
        return cls(
            current=GapReport.from_json(stored["current"]) if stored["current"] else None,
            next=GapReport.from_json(stored["next"]) if stored["next"] else None,
            roadmap=Roadmap.from_json(stored["roadmap"]),
            good_until=date.fromisoformat(until) if until else None,
        )


def compute(inputs: Inputs, audience: Audience, taxonomy: Taxonomy, *, today: date) -> Findings:
    """What follows from one person's inputs, as this audience may know it, on `today`."""
    said = inputs.said(audience)
    stands = standings(inputs, audience, taxonomy, today=today)
    current = _report(
        taxonomy, stands, inputs.role, targets_of(taxonomy, inputs.role, inputs.overrides, said.known)
    )
    next_ = _report(taxonomy, stands, said.next_role, targets_of(taxonomy, said.next_role, known=said.known))
    roadmap = plan(current, next_, taxonomy, stands)
    ends = (inputs.changes_on, roadmap.good_until, *(r.good_until for r in (current, next_) if r))
    return Findings(current, next_, roadmap, min((day for day in ends if day), default=None))


def standings(inputs: Inputs, audience: Audience, taxonomy: Taxonomy, *, today: date) -> dict[str, Standing]:
    """Where the person stands in every active skill on `today`, as this audience may know it."""
    said = inputs.said(audience)
    effective = effective_own if audience is Audience.OWN else effective_shared
    return {
        skill.slug: effective(
            said.statements.get(skill.slug),
            said.agreed.get(skill.slug),
            months=taxonomy.review_months(skill.slug),
            today=today,
        )
        for skill in taxonomy.active
    }


def mine(inputs: Inputs, audience: Audience, taxonomy: Taxonomy) -> dict[str, MySkill]:
    """The skills that count as the person's own, in the order of the document."""
    said = inputs.said(audience)
    current = targets_of(taxonomy, inputs.role, inputs.overrides, said.known)
    next_ = targets_of(taxonomy, said.next_role, known=said.known)
    return my_skills(taxonomy, current, next_, said.extra_skills)


def supposing(inputs: Inputs, skill: str, statement: Statement | None) -> Inputs:
    """The same inputs as if the person had stated this about a skill; for trying, never stored."""
    statements = {slug: said for slug, said in inputs.own.statements.items() if slug != skill}
    if statement is not None:
        statements[skill] = statement
    return replace(inputs, own=replace(inputs.own, statements=statements))


def _report(
    taxonomy: Taxonomy, stands: Mapping[str, Standing], role: str | None, asked: Mapping[str, TargetLine]
) -> GapReport | None:
    if role is None or role not in taxonomy.roles:
        return None
    return gaps(taxonomy, stands, asked, role=role)
