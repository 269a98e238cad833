"""What the pages of a taxonomy show: the ladder, a skill, a role.

The same for the published version and for the draft that is previewed: whoever renders one brings the taxonomy,
in the reader's language, and the names of the addresses between which its links lead. The large parts are handed over
as functions, so that a page or a partial without one of them does not have it written.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from skillmatrix.taxonomy.document import Role, Taxonomy
from skillmatrix.taxonomy.listing import sections
from skillmatrix.taxonomy.searching import Hit, search

from .fragments import (
    PUBLISHED,
    Pages,
    expectations_html,
    ladder_html,
    promotion_html,
    scale_html,
    skill_html,
)


def of_ladder(taxonomy: Taxonomy, query: str, pages: Pages = PUBLISHED) -> dict[str, Any]:
    """Return the skills that have the words of `query`; every skill where it is empty."""
    hits = search(taxonomy, query) if query else ()
    return {
        "taxonomy": taxonomy,
        "pages": pages,
        "query": query,
        "levels_count": len(taxonomy.scale),
        "found": len(hits) if query else len(taxonomy.active),
        "scale_html": partial(scale_html, taxonomy),
        "skills_html": partial(_hits_html, taxonomy, hits, pages)
        if query
        else partial(ladder_html, taxonomy, pages),
    }


def of_skill(taxonomy: Taxonomy, slug: str, pages: Pages = PUBLISHED) -> dict[str, Any]:
    """Return one skill, with its body and the way to it."""
    found = taxonomy.skills[slug]
    return {
        "taxonomy": taxonomy,
        "pages": pages,
        "skill": found,
        "levels_count": len(taxonomy.scale),
        "crumbs": _skill_crumbs(taxonomy, slug, pages),
        "successor": taxonomy.skills.get(found.replaced_by),
        "skill_html": partial(skill_html, taxonomy, slug, pages),
    }


def of_role(taxonomy: Taxonomy, found: Role, beside: str, pages: Pages = PUBLISHED) -> dict[str, Any]:
    """Return a role with its promotion rule and expectations, and the role `beside` it if there is one."""
    # Any other word would be kept as a comparison of its own.
    other = beside if beside in taxonomy.roles and beside != found.slug else ""
    return {
        "taxonomy": taxonomy,
        "pages": pages,
        "role": found,
        "levels_count": len(taxonomy.scale),
        "crumbs": [(_("Roles"), reverse(pages.roles)), *([(found.track, "")] if found.track else [])],
        "promotion_html": partial(promotion_html, taxonomy, found.slug),
        "expectations_html": partial(expectations_html, taxonomy, found.slug, other, pages),
    }


def _hits_html(taxonomy: Taxonomy, hits: tuple[Hit, ...], pages: Pages) -> SafeString:
    """The skills that a search found, by area. Not kept: searches have no end."""
    context = {"sections": sections(taxonomy, hits), "roles": taxonomy.roles.values(), "pages": pages}
    return render_to_string("taxonomy/ladder.html#skills-by-area", context)


def _skill_crumbs(taxonomy: Taxonomy, slug: str, pages: Pages) -> list[tuple[str, str]]:
    area, top = taxonomy.area_of[slug], reverse(pages.ladder)
    return [(_("Skills and levels"), top), (area.name, f"{top}#area-{area.slug}")]
