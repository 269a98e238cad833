"""For whom a draft can change anything at all, told from two documents, so that nobody else is computed.

It errs on one side only: who is not touched has exactly the findings they had (a property test compares). What
one person's findings depend on: the targets of their two roles and what those rest on, the skills they have
said something about or want something of, the exceptions they have, and the promotion rules of the two roles.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from assessments.inputs import Inputs
from roadmaps.impact.effect import SHARED, rule_of
from skillmatrix.taxonomy.document import PromotionRule, Taxonomy
from skillmatrix.taxonomy.transition import Transition


@dataclass(frozen=True, slots=True)
class Touch:
    """What differs. `skills` are those that differ, and all that rest on them."""

    everybody: bool
    roles: frozenset[str]
    skills: frozenset[str]

    @classmethod
    def between(cls, before: Taxonomy, after: Taxonomy, change: Transition) -> Self:
        """Compare two taxonomies, of which the second does `change` to ratings made under the first."""
        skills = _touched(before, after, change)
        slugs = {*before.roles, *after.roles, *(rule.role for rule in (*before.promotion, *after.promotion))}
        roles = {slug for slug in slugs if _role_differs(before, after, slug, skills)}
        return cls(
            everybody=change.touched is None or _ground(before) != _ground(after),
            roles=frozenset(roles),
            skills=skills,
        )

    @property
    def nobody(self) -> bool:
        """Nobody can have other findings: only words differ, or nothing."""
        return not (self.everybody or self.roles or self.skills)

    def may_concern(self, inputs: Inputs) -> bool:
        """Whether this person's findings can differ, as far as they are shared."""
        if self.everybody:
            return True
        said = inputs.said(SHARED)
        if inputs.role in self.roles or said.next_role in self.roles:
            return True
        held = (said.statements, said.agreed, said.wishes, inputs.overrides)
        return any(not self.skills.isdisjoint(skills) for skills in held)


def _ground(taxonomy: Taxonomy) -> tuple[Any, ...]:
    """What holds for all skills at once."""
    kinds = {kind: (found.effort, found.review_months) for kind, found in taxonomy.kinds.items()}
    return taxonomy.top, kinds


def _touched(before: Taxonomy, after: Taxonomy, change: Transition) -> frozenset[str]:
    """The skills that differ in more than words, and all that rest on them before or after."""
    slugs = {*before.skills, *after.skills}
    found = {slug for slug in slugs if _substance(before, slug) != _substance(after, slug)}
    found |= change.touched or set()
    waiting = list(found)
    while waiting:
        slug = waiting.pop()
        resting = {*before.dependants.get(slug, ()), *after.dependants.get(slug, ())} - found
        found |= resting
        waiting += resting
    return frozenset(found)


def _substance(taxonomy: Taxonomy, slug: str) -> tuple[Any, ...] | None:
    """What of a skill counts in a gap report or on a roadmap; None where nobody can rate it."""
    skill = taxonomy.skills.get(slug)
    if skill is None or skill.retired or skill.off:
        return None
    return skill.area, skill.kind, frozenset(skill.prerequisites), skill.effort, skill.review_months


def _role_differs(before: Taxonomy, after: Taxonomy, slug: str, touched: frozenset[str]) -> bool:
    """Whether what the role asks for, or its promotion rule, differs or rests on something that does."""
    rules = rule_of(before, slug), rule_of(after, slug)
    bases = {slug, *(rule.base_role for rule in rules if rule)}
    if any(_asks(before, base) != _asks(after, base) for base in bases):
        return True
    asked = (slug for base in bases for taxonomy in (before, after) for slug in _asks(taxonomy, base) or ())
    named = (slug for rule in rules if rule for slug in _named(rule))
    return _conditions(rules[0]) != _conditions(rules[1]) or not touched.isdisjoint((*asked, *named))


def _asks(taxonomy: Taxonomy, role: str) -> dict[str, Any] | None:
    found = taxonomy.roles.get(role)
    return None if found is None else dict(found.targets)


def _conditions(rule: PromotionRule | None) -> tuple[Any, ...] | None:
    """A rule without its words."""
    if rule is None:
        return None
    pillars = tuple(pillar.conditions for pillar in rule.pillars)
    return rule.needed, pillars, rule.base_role, rule.base_slack, rule.base_skills


def _named(rule: PromotionRule) -> Iterable[str]:
    conditions = (condition for pillar in rule.pillars for condition in pillar.conditions)
    return (*rule.base_skills, *(slug for condition in conditions for slug in condition.skills))
