"""Goals against levels and roadmap, first-job order, and the shelf: without a database."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.standing import Basis, Standing, State
from assessments.targets import targets_of
from roadmaps.development.beside import Asked, beside
from roadmaps.development.first_job import technical_areas, technical_first
from roadmaps.development.resources import nearest, reference, shelf, told
from roadmaps.gaps import gaps
from roadmaps.planning import Roadmap, plan
from skillmatrix.taxonomy.actions import DEFAULT
from skillmatrix.taxonomy.document import Resource, Taxonomy
from skillmatrix.taxonomy.parsing import parse

TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def default() -> Taxonomy:
    return parse(DEFAULT.read_text())


def standing(level: int | None) -> Standing:
    state = State.UNRATED if level is None else State.RATED
    return Standing(state, level, stale=False, basis=Basis.NONE if level is None else Basis.SELF, day=TODAY)


def roadmap_of(default: Taxonomy, role: str, **levels: int | None) -> tuple[dict[str, Standing], Roadmap]:
    """Everything at 1 but what is named."""
    stands = {skill.slug: standing(levels.get(skill.slug.replace("-", "_"), 1)) for skill in default.active}
    report = gaps(default, stands, targets_of(default, role), role=role)
    return stands, plan(report, None, default, stands)


@pytest.mark.parametrize(
    ("skills", "level", "levels", "reached", "asked"),
    [
        (["idempotency"], 2, {}, False, Asked.STILL),
        (["idempotency"], 2, {"idempotency": 2}, True, Asked.NO_LONGER),
        (["idempotency"], 1, {"idempotency": 1}, True, Asked.NO_LONGER),
        (["idempotency"], 1, {"idempotency": 0}, False, Asked.STILL),
        (["idempotency"], 5, {}, False, Asked.NO_LONGER),
        (["idempotency"], 2, {"idempotency": None}, False, Asked.RATE_FIRST),
        (["gone"], 2, {}, False, Asked.GONE),
        ([], 2, {}, False, Asked.GONE),
        (["idempotency", "caching-fundamentals"], 2, {"idempotency": 2}, False, Asked.STILL),
        (["idempotency", "gone"], 2, {"idempotency": 2}, True, Asked.NO_LONGER),
    ],
)
def test_a_goal_beside_the_roadmap(default, skills, level, levels, reached, asked):
    stands, roadmap = roadmap_of(default, "mid", **levels)
    found = beside(skills, level, stands, roadmap)
    assert (found.reached, found.asked) == (reached, asked)


def test_areas_that_are_about_behaviour_are_not_technical(default):
    technical = technical_areas(default)
    assert {area.slug for area in default.areas} - technical == {"people", "ownership"}


def test_technical_areas_first_and_nothing_before_what_it_rests_on(default):
    stands, roadmap = roadmap_of(default, "senior")
    found, technical = technical_first(roadmap, default), technical_areas(default)
    assert {step.milestone for step in found.steps} == {step.milestone for step in roadmap.steps}
    assert [len(found.now), len(found.next)] == [3, 5]
    assert all(step.area in technical for step in found.now)
    at = {step.milestone: place for place, step in enumerate(found.steps)}
    for (skill, level), place in at.items():
        for needed in (skill, *default.skills[skill].prerequisites):
            assert at.get((needed, level - 1), -1) < place, (skill, level, needed)
    kept = [step.milestone for step in roadmap.steps if step.area in technical]
    assert [step.milestone for step in found.steps if step.area in technical] == kept


def test_resources_and_whom_they_show():
    book, page = Resource("T", "B", "book", 2), Resource("U", "C", "docs", 4, "https://example.com/")
    assert nearest((book, page), 3) == (book,)
    assert nearest((book, page), 4) == (page,)
    assert nearest((), 4) == ()
    assert reference(page) == reference(Resource("Renamed", "C", "docs", 3, "https://example.com/"))
    assert reference(book) != reference(page)
    assert [told(count) for count in (0, 1, 4, 5)] == [0, 0, 0, 5]
    (found,) = shelf([book], {reference(book): "read"}, {reference(book): 4})
    assert (found.mark, found.recommended_by) == ("read", 0)
