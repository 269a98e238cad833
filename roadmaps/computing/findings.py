"""From what people said to what follows: the one definition of a report, for one person at a time.

Pure: inputs, a taxonomy and a day in; findings out. `many` computes the same for a whole chunk of people at once, and
`sheets` is the form in which a report is stored; both are held against this one, cell by cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache, partial

from assessments.inputs import NO_WISHES, Audience, Inputs, Wish
from assessments.standing import Standing, Statement, effective_own, effective_shared, restored
from assessments.targets import NO_OVERRIDES, MySkill, Override, TargetLine, my_skills, targets_of
from roadmaps.gaps import GapReport, gaps
from roadmaps.planning import Milestone, Roadmap, first_step, keenness, plan, planned
from roadmaps.planning.ground import Ground, ground_of
from skillmatrix.taxonomy.document import Taxonomy

from .sheets import Sheet, pack, read

# Raise it with every change that makes reports differ: all stored ones are then behind.
ENGINE = 3


@dataclass(frozen=True)
class Findings:
    """Where a person stands, the gap reports towards the current and the next role, and the roadmap over both.

    A report is None when there is no such role. The roadmap is worked out when somebody asks for it: a page
    about gaps does not. `changes_on`: when a role or an exception starts or ends next.
    """

    standings: Mapping[str, Standing]
    current: GapReport | None
    next: GapReport | None
    changes_on: date | None
    plan: Callable[[], Roadmap] = field(compare=False, repr=False)

    @cached_property
    def roadmap(self) -> Roadmap:
        """What to learn next."""
        return self.plan()

    @cached_property
    def good_until(self) -> date | None:
        """The first later day on which time alone changes anything: a rating goes stale, something starts or ends."""
        reports = (self.current, self.next, self.roadmap)
        ends = (self.changes_on, *(one.good_until for one in reports if one))
        return min((day for day in ends if day), default=None)

    def sheet(self, taxonomy: Taxonomy) -> bytes:
        """The form in which the report is stored: the same bytes for the same findings."""
        levels = [_levels(report) for report in (self.current, self.next)]
        ends = [self.roadmap.ends_now, self.roadmap.ends]
        slugs = [skill.slug for skill in taxonomy.active]
        return pack(Sheet.of(slugs, self.standings, *levels, *ends))


def compute(inputs: Inputs, audience: Audience, taxonomy: Taxonomy, *, today: date) -> Findings:
    """What follows from one person's inputs, as this audience may know it, on `today`."""
    said = inputs.said(audience)
    stands = standings(inputs, audience, taxonomy, today=today)
    current = _report(
        taxonomy, stands, inputs.role, targets_of(taxonomy, inputs.role, inputs.overrides, said.known)
    )
    next_ = _report(taxonomy, stands, said.next_role, targets_of(taxonomy, said.next_role, known=said.known))
    roadmap = partial(plan, current, next_, taxonomy, stands, keenness(said.wishes))
    return Findings(stands, current, next_, inputs.changes_on, roadmap)


def restore(stored: bytes, inputs: Inputs, audience: Audience) -> Findings:
    """The findings that a stored report states; `inputs` are those it was made from.

    Levels, targets and steps are the report's. What it does not hold (days, reasons) is read off the inputs.
    """
    taxonomy, said = inputs.taxonomy, inputs.said(audience)
    sheet = read(stored, [skill.slug for skill in taxonomy.active])
    stands = {
        slug: restored(
            *cell, said.statements.get(slug), said.agreed.get(slug), months=taxonomy.review_months(slug)
        )
        for slug, cell in sheet.standings.items()
    }
    asked = partial(_asked, taxonomy)
    current = _report(taxonomy, stands, inputs.role, asked(inputs.role, sheet.current, inputs.overrides))
    next_ = _report(taxonomy, stands, said.next_role, asked(said.next_role, sheet.next))
    roadmap = partial(
        planned, current, next_, taxonomy, stands,
        ends=sheet.ends, ends_now=sheet.ends_now, interest=keenness(said.wishes),
    )  # fmt: skip
    return Findings(stands, current, next_, inputs.changes_on, roadmap)


def first_of(
    stored: bytes,
    taxonomy: Taxonomy,
    *,
    role: str | None,
    next_role: str | None,
    overrides: Mapping[str, Override] = NO_OVERRIDES,
    wishes: Mapping[str, Wish] = NO_WISHES,
) -> Milestone | None:
    """The first step of the roadmap in a stored report, without making the rest of it."""
    sheet = read(stored, [skill.slug for skill in taxonomy.active])
    now, later = (
        _asked(taxonomy, role, sheet.current, overrides) if role in taxonomy.roles else {},
        _asked(taxonomy, next_role, sheet.next) if next_role in taxonomy.roles else {},
    )
    levels = {skill: cell.level for skill, cell in sheet.standings.items() if cell.level is not None}
    return first_step(
        now, later, taxonomy, levels, ends=sheet.ends, ends_now=sheet.ends_now, interest=keenness(wishes)
    )


def _levels(report: GapReport | None) -> dict[str, int]:
    return {line.skill: line.target for line in report.lines} if report else {}


def _asked(
    taxonomy: Taxonomy,
    role: str | None,
    levels: Mapping[str, int],
    overrides: Mapping[str, Override] = NO_OVERRIDES,
) -> dict[str, TargetLine]:
    profile = (
        targets_of(taxonomy, role, overrides) if overrides else _profile(ground_of(taxonomy), role or "")
    )
    return {
        skill: profile[skill] if profile[skill].level == level else replace(profile[skill], level=level)
        for skill, level in levels.items()
    }


@lru_cache(maxsize=64)
def _profile(ground: Ground, role: str) -> dict[str, TargetLine]:
    """What a role asks of anybody, kept while its taxonomy is in use."""
    return targets_of(ground.taxonomy, role)


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
