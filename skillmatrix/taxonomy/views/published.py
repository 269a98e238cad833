"""The published ladder and the roles, for everyone who is signed in.

What these pages say depends on the published version and the language alone, so the whole ladder is rendered
once for both and kept by the process; a search and a comparison are cheap enough to render each time.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.comparing import expectations, mean_level
from skillmatrix.taxonomy.document import Role, Skill, Taxonomy
from skillmatrix.taxonomy.listing import asks, sections
from skillmatrix.taxonomy.searching import LONGEST, search
from skillmatrix.taxonomy.wording import in_words, rule_of
from skillmatrix.web.responses import render_page

KEEP = 8
_ladders: dict[tuple[str, str], SafeString] = {}


@require_safe
def ladder(request: HttpRequest) -> HttpResponse:
    """Every area and skill with what each role asks; `q` narrows it to the skills with those words."""
    taxonomy = _published()
    query = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    hits = search(taxonomy, query)
    context = {
        "taxonomy": taxonomy,
        "query": query,
        "found": len(hits),
        "levels_count": len(taxonomy.scale),
        "skills_html": _skills_html(taxonomy, hits) if query else _whole_ladder(taxonomy),
    }
    return render_page(request, "taxonomy/ladder.html", context, partials={"ladder-skills"})


def _skills_html(taxonomy: Taxonomy, hits: Any) -> SafeString:
    context = {"sections": sections(taxonomy, hits), "roles": taxonomy.roles.values()}
    return render_to_string("taxonomy/ladder.html#skills-by-area", context)


def _whole_ladder(taxonomy: Taxonomy) -> SafeString:
    key = (taxonomy.fingerprint, get_language() or "")
    if key not in _ladders:
        _keep(_ladders, key, _skills_html(taxonomy, search(taxonomy, "")))
    return _ladders[key]


@require_safe
def skill(request: HttpRequest, slug: str) -> HttpResponse:
    """One skill: its ladder, evidence, usual over-rating, resources, neighbours and targets."""
    taxonomy, gone = _with_skill(slug)
    found = taxonomy.skills[slug]
    order = [other.slug for other in taxonomy.active]
    place = order.index(slug) if slug in order else None
    context = {
        "taxonomy": taxonomy,
        "skill": found,
        "gone": gone,
        "area": taxonomy.area_of[slug],
        "crumbs": _skill_crumbs(taxonomy, slug),
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
    return render_page(request, "taxonomy/skill.html", context)


def _skill_crumbs(taxonomy: Taxonomy, slug: str) -> list[tuple[str, str]]:
    area, top = taxonomy.area_of[slug], reverse("taxonomy:ladder")
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


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Every role in a few words, and how much each asks of each area."""
    taxonomy = _published()
    context = {
        "taxonomy": taxonomy,
        "roles": [
            (role, sum(1 for s in taxonomy.active if _level(role, s))) for role in taxonomy.roles.values()
        ],
        "areas": [
            (area, [(role, mean_level(taxonomy, role, area)) for role in taxonomy.roles.values()])
            for area in taxonomy.areas
        ],
        "levels_count": len(taxonomy.scale),
    }
    return render_page(request, "taxonomy/roles.html", context)


def _level(role: Role, found: Skill) -> int:
    return role.targets[found.slug].level if found.slug in role.targets else 0


@require_safe
def role(request: HttpRequest, slug: str) -> HttpResponse:
    """Every expectation of a role in the words of its level; `with` puts another role beside it."""
    taxonomy = _published()
    found = taxonomy.roles.get(slug)
    if found is None:
        raise Http404(_("There is no such role."))
    other = taxonomy.roles.get(request.GET.get("with", ""))
    other = None if other == found else other
    rule = rule_of(taxonomy, slug)
    areas = expectations(taxonomy, found, other)
    context = {
        "taxonomy": taxonomy,
        "role": found,
        "crumbs": [(_("Roles"), reverse("roles:roles")), *([(found.track, "")] if found.track else [])],
        "other": other,
        "others": [choice for choice in taxonomy.roles.values() if choice != found],
        "areas": areas,
        "asked": sum(1 for area in areas for line in area.expectations if line.target.level),
        "differing": sum(len(area.different) for area in areas),
        "rule": in_words(taxonomy, rule) if rule else None,
        "next_roles": [taxonomy.roles[after] for after in found.next_roles],
        "compare": None,
        "levels_count": len(taxonomy.scale),
    }
    return render_page(request, "taxonomy/role.html", context, partials={"role-expectations"})


def _published() -> Taxonomy:
    """The current taxonomy in the reader's language; an empty installation has no such page yet."""
    try:
        return versions.in_language(versions.current())
    except versions.NothingPublished:
        raise Http404(_("No taxonomy is published yet.")) from None


def _with_skill(slug: str) -> tuple[Taxonomy, bool]:
    """The current taxonomy; or, and then True, the last one that had a skill which has left it since."""
    taxonomy = _published()
    if slug in taxonomy.skills:
        return taxonomy, False
    if slug in taxonomy.slots:
        return versions.in_language(versions.last_with(slug)), True
    raise Http404(_("There is no such skill."))


def _keep(cache: dict[tuple[str, str], Any], key: tuple[str, str], value: Any) -> None:
    while len(cache) >= KEEP:
        cache.pop(next(iter(cache)), None)
    cache[key] = value
