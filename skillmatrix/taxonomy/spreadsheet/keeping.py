"""A new ladder in place of the present one: what has the same name keeps what a spreadsheet does not say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import ngettext

from skillmatrix.taxonomy.building import Content
from skillmatrix.taxonomy.spreadsheet.findings import Log
from skillmatrix.taxonomy.texts import paths

_HISTORY = ("retired", "replaced_by", "merged", "split_from")


@dataclass(frozen=True, slots=True)
class Stock:
    """Areas, skills and roles of the present ladder, by slug; empty where a sheet adds to it."""

    areas: dict[str, Content] = field(default_factory=dict)
    skills: dict[str, Content] = field(default_factory=dict)
    roles: dict[str, Content] = field(default_factory=dict)


def stock_of(content: Content) -> Stock:
    """Return what a new ladder may take up again."""
    skills = (skill for area in content["areas"] for skill in area["skills"])
    return Stock(
        areas={area["slug"]: {**area, "skills": []} for area in content["areas"]},
        skills={s["slug"]: {key: s[key] for key in s if key not in _HISTORY} for s in skills},
        roles={role["slug"]: {**role, "targets": {}} for role in content["roles"]},
    )


def let_go(content: Content, present: Content, log: Log) -> None:
    """Take over rules and translations, and leave out every reference to what is not in the sheet."""
    skills = {skill["slug"]: skill for area in content["areas"] for skill in area["skills"]}
    roles = {role["slug"] for role in content["roles"]}
    for skill in skills.values():
        skill["prerequisites"] = [slug for slug in skill.get("prerequisites", ()) if slug in skills]
    for role in content["roles"]:
        role["next_roles"] = [slug for slug in role.get("next_roles", ()) if slug in roles]
    rules = present.get("promotion", [])
    content["promotion"] = [rule for rule in rules if _named(rule) <= {*skills, *roles}]
    for role in content["roles"]:
        if role.get("promotion") and all(rule["role"] != role["slug"] for rule in content["promotion"]):
            del role["promotion"]
    _tell_rules(len(rules) - len(content["promotion"]), log)
    known = set(paths(content))
    content["translations"] = {
        language: {path: text for path, text in texts.items() if path in known}
        for language, texts in present.get("translations", {}).items()
    }


def _named(rule: dict[str, Any]) -> set[str]:
    """Every skill and role that a promotion rule is about."""
    conditions = [condition for pillar in rule["pillars"] for condition in pillar["conditions"]]
    named = {slug for condition in conditions for slug in condition["skills"]}
    return {rule["role"], *named, *rule.get("base_skills", ()), *filter(None, [rule.get("base_role")])}


def _tell_rules(gone: int, log: Log) -> None:
    if gone > 0:
        told = ngettext(
            "%(count)d promotion rule names skills or roles that are not in the sheet, and is left out.",
            "%(count)d promotion rules name skills or roles that are not in the sheet, and are left out.",
            gone,
        )
        log.note(told % {"count": gone})
