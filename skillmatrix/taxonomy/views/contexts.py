"""What the pages of a taxonomy show: the ladder, a skill, a role.

The same for the published version and for the draft that is previewed: whoever renders one brings the taxonomy,
in the reader's language, and the names of the addresses between which its links lead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from skillmatrix.taxonomy.comparing import expectations
from skillmatrix.taxonomy.document import Role, Skill, Taxonomy
from skillmatrix.taxonomy.listing import asks, sections
from skillmatrix.taxonomy.searching import Hit, search
from skillmatrix.taxonomy.wording import in_words, rule_of


@dataclass(frozen=True, slots=True)
class Pages:
    """URL names of the pages that link to each other."""

    ladder: str
    skill: str
    roles: str
    role: str
    is_preview: bool = False


PUBLISHED = Pages("taxonomy:ladder", "taxonomy:skill", "roles:roles", "roles:role")


def of_ladder(
    taxonomy: Taxonomy, query: str, pages: Pages = PUBLISHED, whole: SafeString | None = None
) -> dict[str, Any]:
    """Return the skills that have the words of `query`; `whole` is their list where it is rendered already."""
    hits = search(taxonomy, query)
    return {
        "taxonomy": taxonomy,
        "pages": pages,
        "query": query,
        "found": len(hits),
        "levels_count": len(taxonomy.scale),
        "skills_html": whole or skills_html(taxonomy, hits, pages),
    }


def skills_html(taxonomy: Taxonomy, hits: tuple[Hit, ...], pages: Pages = PUBLISHED) -> SafeString:
    """Return the list of skills by area, rendered."""
    context = {"sections": sections(taxonomy, hits), "roles": taxonomy.roles.values(), "pages": pages}
    return render_to_string("taxonomy/ladder.html#skills-by-area", context)


def of_skill(taxonomy: Taxonomy, slug: str, pages: Pages = PUBLISHED) -> dict[str, Any]:
    """Return one skill: its ladder, evidence, usual over-rating, resources, neighbours and targets."""
    found = taxonomy.skills[slug]
    order = [other.slug for other in taxonomy.active]
    place = order.index(slug) if slug in order else None
    return {
        "taxonomy": taxonomy,
        "pages": pages,
        "skill": found,
        "area": taxonomy.area_of[slug],
        "crumbs": _skill_crumbs(taxonomy, slug, pages),
        "rungs": _rungs(taxonomy, found),
        "resources": _resources(taxonomy, found),
        "asks": [
            (role, level, role.targets[slug].weight if level else 0) for role, level in asks(taxonomy, slug)
        ],
        "prerequisites": [taxonomy.skills[other] for other in found.prerequisites],
        "dependants": [taxonomy.skills[other] for other in taxonomy.dependants.get(slug, ())],
        "successor": taxonomy.skills.get(found.replaced_by),
        "previous": taxonomy.skills[order[place - 1]] if place else None,
        "next": taxonomy.skills[order[place + 1]] if place is not None and place + 1 < len(order) else None,
        "review_months": taxonomy.review_months(slug),
        "evidence_from": taxonomy.scale[found.evidence_from or taxonomy.evidence_from],
        "levels_count": len(taxonomy.scale),
    }


def of_role(taxonomy: Taxonomy, found: Role, beside: str, pages: Pages = PUBLISHED) -> dict[str, Any]:
    """Return every expectation of a role in the words of its level, with the role `beside` it if there is one."""
    other = taxonomy.roles.get(beside)
    other = None if other == found else other
    rule = rule_of(taxonomy, found.slug)
    areas = expectations(taxonomy, found, other)
    return {
        "taxonomy": taxonomy,
        "pages": pages,
        "role": found,
        "crumbs": [(_("Roles"), reverse(pages.roles)), *([(found.track, "")] if found.track else [])],
        "other": other,
        "others": [choice for choice in taxonomy.roles.values() if choice != found],
        "areas": areas,
        "asked": sum(1 for area in areas for line in area.expectations if line.target.level),
        "optional": sum(
            1 for area in areas for line in area.expectations if line.target.level and line.skill.optional
        ),
        "differing": sum(len(area.different) for area in areas),
        "rule": in_words(taxonomy, rule) if rule else None,
        "next_roles": [taxonomy.roles[after] for after in found.next_roles],
        "levels_count": len(taxonomy.scale),
    }


def _skill_crumbs(taxonomy: Taxonomy, slug: str, pages: Pages) -> list[tuple[str, str]]:
    area, top = taxonomy.area_of[slug], reverse(pages.ladder)
    return [(_("Skills and levels"), top), (area.name, f"{top}#area-{area.slug}")]


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
