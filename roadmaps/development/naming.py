"""What a goal is called, in the words of today's taxonomy."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from assessments.levels.encoding import to_published
from roadmaps.models import PlanItem
from roadmaps.planning import Milestone
from roadmaps.wording.words import Words, listed
from skillmatrix.taxonomy.document import Taxonomy


def skills_and_level(item: PlanItem, words: Words) -> tuple[tuple[str, ...], int]:
    """The skills that a step is about now, and its level, both as the taxonomy calls them today; ((), 0) for a goal."""
    if item.skill is None or item.version is None or item.to_level is None:
        return (), 0
    translation = to_published(words.taxonomy)
    skills = tuple(slug for slug, _again in translation.skills(item.version, item.skill.slug))
    return skills, translation.value(item.version, item.to_level)


def title_of(item: PlanItem, words: Words) -> str:
    """The goal's own title, or the skill and the level to reach."""
    if item.skill is None:
        return item.title
    skills, level = skills_and_level(item, words)
    named = [words.taxonomy.skills[slug].name for slug in skills if slug in words.taxonomy.skills]
    names = {"skill": listed(named) or item.skill.name, "level": level}
    return _("%(skill)s to level %(level)d") % names


def milestones(steps: Iterable[tuple[str, int, int]], taxonomy: Taxonomy) -> frozenset[Milestone]:
    """The steps (skill, level, taxonomy version in which they were taken) as the taxonomy calls them today."""
    translation = to_published(taxonomy)
    return frozenset(
        Milestone(slug, translation.value(version, level))
        for skill, level, version in steps
        for slug, _again in translation.skills(version, skill)
    )
