"""What a new organisation may start from, as documents. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from skillmatrix.taxonomy.document import Taxonomy


def with_areas(taxonomy: Taxonomy, kept: Collection[str]) -> Taxonomy:
    """The taxonomy with the skills of every area outside `kept` switched off; nothing is lost from it."""
    skills = {
        slug: skill if skill.area in kept else replace(skill, off=True)
        for slug, skill in taxonomy.skills.items()
    }
    return replace(taxonomy, skills=skills)


def blank(taxonomy: Taxonomy, *, name: str) -> Taxonomy:
    """The scale, the kinds and the rating rules alone: areas, skills and roles are the organisation's to write."""
    return replace(taxonomy, name=name, areas=(), skills={}, roles={}, promotion=(), translations={})
