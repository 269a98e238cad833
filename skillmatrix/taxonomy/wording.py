"""A promotion rule in words, so that whoever it judges can check it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmatrix.taxonomy.document import Condition, PromotionRule, Taxonomy


@dataclass(frozen=True, slots=True)
class PillarInWords:
    """One leg of the rule: each of `conditions` has to hold."""

    name: str
    summary: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleInWords:
    """`needed` says how many pillars, `base` what has to hold besides (empty when nothing)."""

    needed: str
    pillars: tuple[PillarInWords, ...]
    base: str
    base_skills: tuple[str, ...]


def in_words(taxonomy: Taxonomy, rule: PromotionRule) -> RuleInWords:
    """Return the rule as sentences in the reader's language."""
    pillars = tuple(
        PillarInWords(
            pillar.name, pillar.summary, tuple(_condition(taxonomy, found) for found in pillar.conditions)
        )
        for pillar in rule.pillars
    )
    return RuleInWords(_needed(rule), pillars, _base(taxonomy, rule), rule.base_skills)


def rule_of(taxonomy: Taxonomy, role: str) -> PromotionRule | None:
    """Return the promotion rule for a role, or None."""
    return next((rule for rule in taxonomy.promotion if rule.role == role), None)


def _needed(rule: PromotionRule) -> str:
    if rule.needed == len(rule.pillars):
        return _("All of these are met:")
    text = ngettext(
        "At least %(needed)d of these %(all)d is met:",
        "At least %(needed)d of these %(all)d are met:",
        rule.needed,
    )
    return text % {"needed": rule.needed, "all": len(rule.pillars)}


def _condition(taxonomy: Taxonomy, condition: Condition) -> str:
    names = [taxonomy.skills[slug].name for slug in condition.skills]
    level = taxonomy.scale[condition.level]
    says = {"level": f"{level.rank} {level.name}", "names": ", ".join(names), "count": condition.at_least}
    if len(names) == 1:
        return _("%(names)s at level %(level)s or above") % says
    if condition.at_least == len(names):
        return _("%(names)s: each at level %(level)s or above") % says
    text = ngettext(
        "%(names)s: at least one at level %(level)s or above",
        "%(names)s: at least %(count)d at level %(level)s or above",
        condition.at_least,
    )
    return text % says


def _base(taxonomy: Taxonomy, rule: PromotionRule) -> str:
    if not rule.base_role:
        return ""
    says = {
        "count": len(rule.base_skills),
        "role": taxonomy.roles[rule.base_role].name,
        "slack": rule.base_slack,
    }
    text = ngettext(
        "And none of the %(count)d core skills of %(role)s is more than %(slack)d level under its target there.",
        "And none of the %(count)d core skills of %(role)s is more than %(slack)d levels under its target there.",
        rule.base_slack,
    )
    return text % says
