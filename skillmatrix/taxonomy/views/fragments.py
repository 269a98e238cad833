"""The parts of a taxonomy's pages that are the same for everybody of one language, written once a process.

A fragment is made from the taxonomy, from slugs in it, and from nothing else. `fragment` refuses a writer that asks
for more, so nothing of whoever reads a page first can be kept for whoever reads it next. Only published versions are
kept: their fingerprint is part of the key, which is why a publish has nothing to clear.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast, get_type_hints

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from skillmatrix.taxonomy.comparing import expectations, mean_level
from skillmatrix.taxonomy.document import Role, Skill, Taxonomy
from skillmatrix.taxonomy.listing import asks, sections
from skillmatrix.taxonomy.searching import search
from skillmatrix.taxonomy.wording import in_words, rule_of
from skillmatrix.web.caching import Cache

KEEP = 4_000_000
"""Characters that a process keeps, some 8 MB: the default taxonomy in one language, every comparison of roles included."""

_kept: Cache[tuple[str, ...], SafeString] = Cache("taxonomy-pages", KEEP, weigh=len)
_Writer = TypeVar("_Writer", bound=Callable[..., SafeString])


@dataclass(frozen=True, slots=True)
class Pages:
    """URL names of the pages that link to each other."""

    ladder: str
    skill: str
    roles: str
    role: str
    is_preview: bool = False


PUBLISHED = Pages("taxonomy:ladder", "taxonomy:skill", "roles:roles", "roles:role")


def fragment(write: _Writer) -> _Writer:
    """Keep what a writer of HTML writes about a published version; drafts and their previews are written each time."""
    asked = [kind for name, kind in get_type_hints(write).items() if name != "return"]
    if asked[:1] != [Taxonomy] or not set(asked[1:]) <= {str, Pages}:
        raise TypeError(f"{write.__name__} may depend on a taxonomy, slugs and addresses alone.")

    @wraps(write)
    def kept(taxonomy: Taxonomy, *others: str | Pages) -> SafeString:
        if not taxonomy.fingerprint or any(isinstance(other, Pages) and other.is_preview for other in others):
            return write(taxonomy, *others)
        slugs = [other for other in others if isinstance(other, str)]
        key = (write.__name__, taxonomy.fingerprint, get_language() or "", *slugs)
        return _kept.get(key, lambda: write(taxonomy, *others))

    return cast(_Writer, kept)


@fragment
def scale_html(taxonomy: Taxonomy) -> SafeString:
    """The levels and the rules for rating."""
    return _written("taxonomy/ladder.html#scale", {"taxonomy": taxonomy})


@fragment
def ladder_html(taxonomy: Taxonomy, pages: Pages = PUBLISHED) -> SafeString:
    """Every area and skill with what each role asks."""
    context = {"sections": sections(taxonomy, search(taxonomy, "")), "roles": taxonomy.roles.values()}
    return _written("taxonomy/ladder.html#skills-by-area", {**context, "pages": pages})


@fragment
def skill_html(taxonomy: Taxonomy, slug: str, pages: Pages = PUBLISHED) -> SafeString:
    """One skill: its ladder, evidence, usual over-rating, resources, neighbours and targets."""
    found = taxonomy.skills[slug]
    order = [other.slug for other in taxonomy.active]
    place = order.index(slug) if slug in order else None
    context = {
        "taxonomy": taxonomy,
        "pages": pages,
        "skill": found,
        "rungs": _rungs(taxonomy, found),
        "resources": _resources(taxonomy, found),
        "asks": [
            (role, level, role.targets[slug].weight if level else 0) for role, level in asks(taxonomy, slug)
        ],
        "prerequisites": [taxonomy.skills[other] for other in found.prerequisites],
        "dependants": [taxonomy.skills[other] for other in taxonomy.dependants.get(slug, ())],
        "previous": taxonomy.skills[order[place - 1]] if place else None,
        "next": taxonomy.skills[order[place + 1]] if place is not None and place + 1 < len(order) else None,
        "review_months": taxonomy.review_months(slug),
        "evidence_from": taxonomy.scale[found.evidence_from or taxonomy.evidence_from],
    }
    return _written("taxonomy/skill.html#skill-body", context)


@fragment
def roles_html(taxonomy: Taxonomy) -> SafeString:
    """Every role in a few words, and how much each asks of each area."""
    roles = taxonomy.roles.values()
    context = {
        "roles": [(role, sum(1 for found in taxonomy.active if _level(role, found))) for role in roles],
        "areas": [
            (area, [(role, mean_level(taxonomy, role, area)) for role in roles]) for area in taxonomy.areas
        ],
    }
    return _written("taxonomy/roles.html#roles-body", context)


@fragment
def promotion_html(taxonomy: Taxonomy, slug: str) -> SafeString:
    """The promotion rule of a role; empty where it has none."""
    rule = rule_of(taxonomy, slug)
    return (
        _written("taxonomy/role.html#promotion", {"rule": in_words(taxonomy, rule)})
        if rule
        else SafeString("")
    )


@fragment
def expectations_html(taxonomy: Taxonomy, slug: str, beside: str, pages: Pages = PUBLISHED) -> SafeString:
    """Every expectation of a role in the words of its level, with the role `beside` it if that names another one."""
    found, other = taxonomy.roles[slug], taxonomy.roles.get(beside)
    areas = expectations(taxonomy, found, other)
    lines = [line for area in areas for line in area.expectations]
    context = {
        "pages": pages,
        "role": found,
        "other": other,
        "others": [choice for choice in taxonomy.roles.values() if choice != found],
        "areas": areas,
        "asked": sum(1 for line in lines if line.target.level),
        "optional": sum(1 for line in lines if line.target.level and line.skill.optional),
        "differing": sum(len(area.different) for area in areas),
        "next_roles": [taxonomy.roles[after] for after in found.next_roles],
    }
    return _written("taxonomy/role.html#expectations", context)


def _written(template: str, context: dict[str, Any]) -> SafeString:
    """The template without a request: its context is this one and no more."""
    return render_to_string(template, context)


def _level(role: Role, found: Skill) -> int:
    return role.targets[found.slug].level if found.slug in role.targets else 0


def _rungs(taxonomy: Taxonomy, found: Skill) -> list[dict[str, Any]]:
    """The levels from the lowest up, each with the roles that ask for it."""
    asked = asks(taxonomy, found.slug)
    return [
        {"level": level, "sentence": sentence, "roles": [role for role, target in asked if target == level]}
        for level, sentence in zip(taxonomy.scale, found.descriptors, strict=True)
    ]


def _resources(taxonomy: Taxonomy, found: Skill) -> list[tuple[Any, list[Any]]]:
    steps = sorted({resource.level for resource in found.resources})
    return [(taxonomy.scale[step], [r for r in found.resources if r.level == step]) for step in steps]
