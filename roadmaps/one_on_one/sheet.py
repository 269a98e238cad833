"""One person's sheet on one day, for themselves or for their lead: each as far as they may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from assessments.inputs import Audience
from roadmaps.development.goals import Goal, Reader
from roadmaps.gaps import GapReport, Line
from roadmaps.models import PlanItem
from roadmaps.reports import Shown
from roadmaps.wording import Words, words_of
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import PromotionRule, Role
from skillmatrix.taxonomy.templatetags.taxonomy_words import principle_name

from .moves import Moved, Why
from .pillars import Checked, agreed_standings, checked
from .since import moves_since
from .summary import Summed, summary

MOST = 5  # strengths and gaps
MOST_MOVES = 12
GOALS_DONE = 20


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One change of a level: whose word it is, and whether it was a goal of the plan."""

    moved: Moved
    name: str
    why: str


@dataclass(frozen=True)
class Sheet:
    """Everything the page says. `audience` is what its reader may know."""

    subject: Person
    shown: Shown
    audience: Audience
    items: Any
    since: date
    today: date

    @cached_property
    def words(self) -> Words:
        """Names in the reader's language."""
        return words_of(self.shown.taxonomy)

    @property
    def is_own(self) -> bool:
        """Its reader is the person."""
        return self.audience is Audience.OWN

    @property
    def ahead(self) -> GapReport | None:
        """The report towards the next role; towards the current one where none is aimed at."""
        return self.shown.findings.next or self.shown.findings.current

    @cached_property
    def goals(self) -> list[Goal]:
        """The open items of the plan that the reader may know of."""
        return self._reader.goals(self.items.open().by_day())

    @cached_property
    def goals_done(self) -> list[Goal]:
        """Those done since the day from which on the sheet tells."""
        done = self.items.filter(state=PlanItem.State.DONE, moved_at__date__gte=self.since)
        return self._reader.goals(done.order_by("-moved_at")[:GOALS_DONE])

    def context(self) -> dict[str, Any]:
        """For the template."""
        moves = moves_since(self.shown, self.audience, self.since)
        current, inputs = self.shown.findings.current, self.shown.inputs
        said = inputs.said(self.audience)
        return {
            "role": self._role(inputs.role),
            "next_role": self._role(said.next_role),
            "ahead": self.ahead,
            "ahead_role": self._role(self.ahead.role if self.ahead else None),
            "current": current,
            "strengths": self._rows(strongest(current)) if current else [],
            "gaps": self._rows(self.ahead.gaps[:MOST]) if self.ahead else [],
            "not_rated": len(self.ahead.not_rated) if self.ahead else 0,
            "moves": [self._move(one) for one in moves.moved[:MOST_MOVES]],
            "moves_left": max(0, len(moves.moved) - MOST_MOVES),
            "first_rated": moves.first_rated,
            "levels_up": moves.levels_up,
            "skills_down": moves.down,
            "days": (self.today - self.since).days,
            "goals": self.goals,
            "goals_done": self.goals_done,
            "checks": self.checks(),
            "rule_role": self._role(self.rule.role if self.rule else None),
            "summed": [(principle_name(one.principle), self._sentence(one)) for one in self._summed()],
        }

    @property
    def rule(self) -> PromotionRule | None:
        """The promotion rule for the role ahead, or for the one there is."""
        said = self.shown.inputs.said(self.audience)
        rules = {rule.role: rule for rule in self.shown.taxonomy.promotion}
        return rules.get(said.next_role or "") or rules.get(self.shown.inputs.role or "")

    def checks(self) -> list[Checked]:
        """The rule by the person's own rating, and by agreed levels alone: beside each other, never averaged."""
        rule, taxonomy = self.rule, self.shown.taxonomy
        if rule is None:
            return []
        name = self.subject.get_short_name()
        by_own = (
            _("By your own rating")
            if self.is_own
            else _("By %(name)s’s own rating, as shared") % {"name": name}
        )
        agreed = agreed_standings(self.shown.inputs, self.audience, taxonomy, today=self.today)
        return [
            checked(by_own, rule, self.shown.findings.standings, self.words, taxonomy),
            checked(_("By agreed levels"), rule, agreed, self.words, taxonomy),
        ]

    @property
    def _reader(self) -> Reader:
        findings = self.shown.findings
        return Reader(self.words, dict(findings.standings), findings.roadmap, self.today)

    def _role(self, slug: str | None) -> Role | None:
        return self.words.taxonomy.roles.get(slug or "")

    def _rows(self, lines: Iterable[Line]) -> list[tuple[Line, str, str]]:
        level = self.words.level
        return [
            (line, self.words.skill(line.skill), "" if line.level is None else level(line.level))
            for line in lines
        ]

    def _move(self, one: Moved) -> MoveLine:
        if any(goal.skill == one.skill for goal in self.goals_done):
            return MoveLine(one, self.words.skill(one.skill), _("a goal of the plan, done"))
        said = {
            Why.OWN: _("your rating") if self.is_own else _("own rating"),
            Why.AGREED: _("agreed"),
            Why.AGE: _("not said again for long, or asked otherwise"),
        }
        return MoveLine(one, self.words.skill(one.skill), said[one.why])

    def _summed(self) -> list[Summed]:
        current = self.shown.findings.current or self.ahead
        return summary(current, self.shown.taxonomy) if current else []

    def _sentence(self, one: Summed) -> str:
        """One principle in plain words."""
        names = {"met": one.met, "rated": one.rated, "skill": self.words.skill(one.largest_gap)}
        if not one.rated:
            return _("Can’t tell yet: nothing here is rated.")
        if one.is_whole:
            return _("All there: every target is met.")
        if not one.largest_gap:
            open_ = one.asked - one.rated
            return _("So far all met, %(met)d of them; %(open)d not rated.") % {**names, "open": open_}
        if one.is_mostly:
            return (
                _("Mostly there: %(met)d of %(rated)d rated targets met. Most would come from %(skill)s.")
                % names
            )
        return (
            _("On the way: %(met)d of %(rated)d rated targets met. Most would come from %(skill)s.") % names
        )


def strongest(report: GapReport) -> list[Line]:
    """What stands furthest above its target, then what weighs most."""
    return sorted(report.strengths, key=lambda line: (-line.surplus, -line.weight))[:MOST]
