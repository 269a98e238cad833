"""A promotion rule as it is typed: pillars and their conditions as rows that come and go.

Rows are added and taken away by buttons of the form, so what was typed is read as it is, changed, and shown again;
only saving asks whether it makes sense (`rule_form.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

MOST_PILLARS = 20
MOST_CONDITIONS = 20


@dataclass(frozen=True)
class Chosen:
    """Skills that were chosen, and what stands in the field for one more."""

    slugs: tuple[str, ...] = ()
    more: str = ""
    problem: str = ""


@dataclass(frozen=True)
class TypedCondition:
    """One condition of a pillar, as typed."""

    level: str = ""
    at_least: str = "1"
    skills: Chosen = Chosen()


@dataclass(frozen=True)
class TypedPillar:
    """One pillar, as typed. `slug` is empty for a new one."""

    slug: str = ""
    name: str = ""
    summary: str = ""
    conditions: tuple[TypedCondition, ...] = (TypedCondition(),)


@dataclass(frozen=True)
class TypedRule:
    """The whole rule, as typed."""

    needed: str = "1"
    pillars: tuple[TypedPillar, ...] = (TypedPillar(),)
    base_role: str = ""
    base_slack: str = "1"
    base_skills: Chosen = field(default_factory=Chosen)


def shown(rule: Mapping[str, Any]) -> TypedRule:
    """Return the rule of a document as a form shows it."""
    pillars = tuple(
        TypedPillar(
            pillar["slug"],
            pillar["name"],
            pillar["summary"],
            tuple(
                TypedCondition(str(one["level"]), str(one["at_least"]), Chosen(tuple(one["skills"])))
                for one in pillar["conditions"]
            ),
        )
        for pillar in rule["pillars"]
    )
    return TypedRule(
        str(rule["needed"]),
        pillars,
        rule.get("base_role", ""),
        str(rule.get("base_slack", 1)),
        Chosen(tuple(rule.get("base_skills", ()))),
    )


def read(data: QueryDict, skills: Mapping[str, str]) -> TypedRule:
    """Return what was sent; `skills` (slug → name) is what can be chosen."""
    pillars = tuple(
        _pillar(data, f"pillar-{number}", skills) for number in _numbers(data, "pillar", MOST_PILLARS)
    )
    return TypedRule(
        data.get("needed", ""),
        pillars,
        data.get("base_role", ""),
        data.get("base_slack", ""),
        _chosen(data, "base", skills),
    )


def _pillar(data: QueryDict, prefix: str, skills: Mapping[str, str]) -> TypedPillar:
    numbers = _numbers(data, f"{prefix}-condition", MOST_CONDITIONS)
    conditions = tuple(_condition(data, f"{prefix}-condition-{number}", skills) for number in numbers)
    return TypedPillar(
        data.get(f"{prefix}-slug", ""),
        data.get(f"{prefix}-name", ""),
        data.get(f"{prefix}-summary", ""),
        conditions,
    )


def _condition(data: QueryDict, prefix: str, skills: Mapping[str, str]) -> TypedCondition:
    return TypedCondition(
        data.get(f"{prefix}-level", ""), data.get(f"{prefix}-at_least", ""), _chosen(data, prefix, skills)
    )


def _numbers(data: QueryDict, name: str, most: int) -> list[str]:
    found = [n for n in data.getlist(name) if re.fullmatch(r"[0-9]{1,4}", n)]
    return list(dict.fromkeys(found))[:most]


def _chosen(data: QueryDict, prefix: str, skills: Mapping[str, str]) -> Chosen:
    """What is ticked, and what the field for more adds to it, by name or slug."""
    slugs = list(dict.fromkeys(slug for slug in data.getlist(f"{prefix}-skills") if slug in skills))
    more = data.get(f"{prefix}-more", "").strip()
    if not more:
        return Chosen(tuple(slugs))
    slug = slug_of(more, skills)
    if slug is None:
        return Chosen(tuple(slugs), more, _unknown(more, skills))
    return Chosen(tuple(dict.fromkeys([*slugs, slug])))


def slug_of(text: str, skills: Mapping[str, str]) -> str | None:
    """The skill of that slug or name, if there is just one."""
    if text in skills:
        return text
    named = [slug for slug, name in skills.items() if name.casefold() == text.casefold()]
    return named[0] if len(named) == 1 else None


def _unknown(text: str, skills: Mapping[str, str]) -> str:
    near = get_close_matches(text, list(skills.values()), n=1)
    if near:
        return _("No skill is called “%(text)s”. Did you mean “%(near)s”?") % {
            "text": text[:80],
            "near": near[0],
        }
    return _("No skill is called “%(text)s”. Choose one from the list.") % {"text": text[:80]}


def changed_by(rule: TypedRule, button: str) -> TypedRule:
    """Return the rule after one of its buttons: add-pillar, add-condition:1, remove-pillar:1, remove-condition:1:0.

    Numbers are places in the rule as it is shown; a button that fits nothing changes nothing.
    """
    verb, *numbers = button.split(":")
    places = [int(n) for n in numbers if re.fullmatch(r"[0-9]{1,4}", n)]
    pillars = list(rule.pillars)
    if verb == "add-pillar" and len(pillars) < MOST_PILLARS:
        return replace(rule, pillars=(*pillars, TypedPillar()))
    if not places or places[0] >= len(pillars):
        return rule
    at = places[0]
    if verb == "remove-pillar":
        del pillars[at]
    elif verb in ("add-condition", "remove-condition"):
        pillars[at] = replace(pillars[at], conditions=_conditions(pillars[at].conditions, verb, places[1:]))
    return replace(rule, pillars=tuple(pillars))


def _conditions(
    conditions: Sequence[TypedCondition], verb: str, places: Sequence[int]
) -> tuple[TypedCondition, ...]:
    if verb == "add-condition":
        return (*conditions, TypedCondition())[:MOST_CONDITIONS]
    return tuple(one for place, one in enumerate(conditions) if place not in places[:1])
