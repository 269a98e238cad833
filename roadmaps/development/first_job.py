"""First-job mode: technical areas first, for the year in which there is enough to learn. Pure.

It rearranges what a person sees of their own roadmap and changes nothing that is computed. A step that a technical one
waits for comes along, whatever it is about, so that no step stands before what it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from roadmaps.planning import Milestone, Roadmap, Step
from roadmaps.planning.plan import horizon_at
from skillmatrix.taxonomy.document import Kind, Taxonomy


def technical_areas(taxonomy: Taxonomy) -> frozenset[str]:
    """The areas of which less than half is behaviour."""
    return frozenset(area.slug for area in taxonomy.areas if _is_technical(taxonomy, area.skills))


def technical_first(roadmap: Roadmap, taxonomy: Taxonomy) -> Roadmap:
    """The same steps with those of technical areas first, each half in the order it had."""
    technical = technical_areas(taxonomy)
    waiting = {step.milestone: step for step in roadmap.steps}
    ordered: list[Step] = []
    for step in sorted(roadmap.steps, key=lambda step: step.area not in technical):
        ordered += _with_what_it_rests_on(step, waiting, taxonomy)
    placed = (replace(step, horizon=horizon_at(place)) for place, step in enumerate(ordered))
    return replace(roadmap, steps=tuple(placed))


def _is_technical(taxonomy: Taxonomy, skills: Iterable[str]) -> bool:
    kinds = [taxonomy.skills[slug].kind for slug in skills]
    return 2 * kinds.count(Kind.BEHAVIOUR) < len(kinds)


def _with_what_it_rests_on(step: Step, waiting: dict[Milestone, Step], taxonomy: Taxonomy) -> Iterable[Step]:
    """The step after whatever it needs that has no place yet; nothing when it has one itself."""
    if waiting.pop(step.milestone, None) is None:
        return
    for milestone in _before(step, taxonomy):
        if needed := waiting.get(milestone):
            yield from _with_what_it_rests_on(needed, waiting, taxonomy)
    yield step


def _before(step: Step, taxonomy: Taxonomy) -> Iterable[Milestone]:
    """What has to stand before the step: the level below, and each prerequisite as high as that."""
    yield Milestone(step.skill, step.from_level)
    yield from (Milestone(skill, step.from_level) for skill in taxonomy.skills[step.skill].prerequisites)
