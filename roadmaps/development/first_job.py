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
    wanted = _with_what_they_rest_on(roadmap.steps, taxonomy)
    steps = sorted(roadmap.steps, key=lambda step: step.milestone not in wanted)
    placed = (replace(step, horizon=horizon_at(place)) for place, step in enumerate(steps))
    return replace(roadmap, steps=tuple(placed))


def _is_technical(taxonomy: Taxonomy, skills: Iterable[str]) -> bool:
    kinds = [taxonomy.skills[slug].kind for slug in skills]
    return 2 * kinds.count(Kind.BEHAVIOUR) < len(kinds)


def _with_what_they_rest_on(steps: tuple[Step, ...], taxonomy: Taxonomy) -> set[Milestone]:
    technical, wanted = technical_areas(taxonomy), set[Milestone]()
    for step in reversed(steps):
        if step.area in technical or step.milestone in wanted:
            wanted.add(step.milestone)
            wanted.update(_before(step, taxonomy))
    return wanted


def _before(step: Step, taxonomy: Taxonomy) -> Iterable[Milestone]:
    """What has to stand before the step: the level below, and each prerequisite as high as that."""
    yield Milestone(step.skill, step.from_level)
    yield from (Milestone(skill, step.from_level) for skill in taxonomy.skills[step.skill].prerequisites)
