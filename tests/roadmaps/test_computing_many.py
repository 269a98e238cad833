"""What is computed for many people at once is what is computed for each of them, byte by byte, and reads back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.inputs import Audience, Inputs, Wish
from assessments.inputs import Said as SaidByOne
from assessments.levels.batches import Batch, Said
from assessments.levels.matrices import stacked
from assessments.levels.reading import Place
from assessments.levels.vectors import ASKS_AGAIN, Held, day_number, pack, statement
from assessments.models.rating import HIGHEST, NOT_APPLICABLE, UNRATED
from assessments.targets import NO_OVERRIDES, Override
from roadmaps.computing import compute, first_of, restore
from roadmaps.computing.many import reports
from roadmaps.computing.sheets import PLANES, read
from roadmaps.planning import Milestone
from skillmatrix.taxonomy.document import Kind, Role, Taxonomy
from tests.roadmaps.test_planning_properties import roles_over
from tests.taxonomies import skill, taxonomy

TODAY = date(2026, 3, 31)
EFFORTS = {Kind.CONCEPT: 1.0, Kind.TOOL: 0.75, Kind.PRACTICE: 1.25, Kind.BEHAVIOUR: 1.5}
ROLES = ("now", "later", "gone", None)


@st.composite
def ladders(draw: st.DrawFn) -> Taxonomy:
    """Up to nine skills, some of them optional, retired or off; slots in another order than the document."""
    top = draw(st.integers(2, HIGHEST))
    slugs = [chr(ord("a") + number) for number in range(draw(st.integers(1, 9)))]
    found = []
    for place, slug in enumerate(slugs):
        needs = draw(st.sets(st.sampled_from(slugs[:place]), max_size=3)) if place else set()
        more = {
            "optional": draw(st.booleans()),
            "retired": draw(st.integers(0, 9)) == 0,
            "off": draw(st.integers(0, 9)) == 0,
            "review_months": draw(st.sampled_from([None, 3, 9, 12])),
        }
        found.append(skill(slug, *sorted(needs), kind=draw(st.sampled_from(list(Kind))), **more))
    roles: list[Role] = [draw(roles_over(name, found, top, False)) for name in ("now", "later")]
    slots = dict(zip(slugs, draw(st.permutations(range(len(slugs) + 2))), strict=False))
    return replace(taxonomy(found, roles, top=top, efforts=EFFORTS), number=1, slots=slots)


def vectors(random: Random, ladder: Taxonomy) -> dict[int, Held]:
    """Played, not drawn: a draw for each of some hundred cells would take longer than all that is tested."""
    values = [*range(ladder.top + 1), NOT_APPLICABLE, UNRATED, UNRATED]
    return {
        slot: Held(random.choice(values), day(random), random.random() < 0.2)
        for slot in ladder.slots.values()
        if random.random() < 0.7
    }


def day(random: Random) -> date:
    """Over two years; near each other they meet on one day now and then."""
    return TODAY - timedelta(days=random.choice([30, 31, random.randrange(700)]))


def place(random: Random, ladder: Taxonomy) -> Place:
    """A role or none, perhaps an exception or two, perhaps a day on which that changes."""
    skills = random.sample([*ladder.slots, "unknown"], random.choice([0, 0, 1, min(2, len(ladder.slots))]))
    levels = [None, *range(ladder.top + 1)]
    return Place(
        random.choice(ROLES),
        {slug: Override(random.choice(levels), "why") for slug in skills} or NO_OVERRIDES,
        random.choice([None, TODAY + timedelta(days=random.randrange(1, 500))]),
    )


@st.composite
def crowds(draw: st.DrawFn) -> tuple[Batch, list[Inputs]]:
    """A few people, as a batch and one by one."""
    ladder, random = draw(ladders()), Random(draw(st.integers(0, 2**32)))
    people = range(1, random.randint(1, 4) + 1)
    said = {
        which: {person: vectors(random, ladder) for person in people} for which in ("own", "shared", "agreed")
    }
    places = {person: place(random, ladder) for person in people}
    wishes = {
        (which, person): {slug: random.choice(list(Wish)) for slug in ladder.slots if random.random() < 0.3}
        for which in ("own", "shared")
        for person in people
    }
    aims = {(which, person): random.choice(ROLES) for which in ("own", "shared") for person in people}
    one = [
        Inputs(
            person_id=person, revision=person, own_revision=person, shared_revision=0, shared_on=None, taxonomy=ladder,
            role=places[person].role, overrides=places[person].overrides, changes_on=places[person].changes_on,
            own=by_one(ladder, said, "own", person, aims, wishes),
            shared=by_one(ladder, said, "shared", person, aims, wishes),
        )
        for person in people
    ]  # fmt: skip
    columns = [ladder.slots[skill.slug] for skill in ladder.active]

    def matrix(which: str) -> Any:
        return stacked([pack(said[which][person]) for person in people], columns, ladder.width)

    many = Batch(
        taxonomy=ladder,
        person_ids=tuple(people),
        revisions=tuple(people),
        places=tuple(places.values()),
        own=Said(matrix("own"), tuple(aims["own", person] for person in people)),
        shared=Said(matrix("shared"), tuple(aims["shared", person] for person in people)),
        agreed=matrix("agreed"),
        anew=(),
    )
    return many, one


def by_one(ladder: Taxonomy, said: Any, which: str, person: int, aims: Any, wishes: Any) -> SaidByOne:
    own, agreed = (statements(ladder, said[vector][person]) for vector in (which, "agreed"))
    return SaidByOne(own, agreed, aims[which, person], frozenset(), wishes[which, person])


def statements(ladder: Taxonomy, holding: dict[int, Held]) -> dict[str, Any]:
    found = {slug: holding[slot] for slug, slot in ladder.slots.items() if slot in holding}
    stated = {
        slug: statement(held.value, day_number(held.day) | (ASKS_AGAIN if held.asks_again else 0))
        for slug, held in found.items()
    }
    return {slug: said for slug, said in stated.items() if said is not None}


@settings(max_examples=200)
@given(crowds())
def test_many_at_once_are_each_of_them_and_read_back_as_they_were(crowd: tuple[Batch, list[Inputs]]) -> None:
    many, people = crowd
    made = reports(many, today=TODAY)
    for row, inputs in enumerate(people):
        for audience in Audience:
            found = compute(inputs, audience, inputs.taxonomy, today=TODAY)
            stored = made[audience].sheet(row)
            assert stored == found.sheet(inputs.taxonomy)
            assert made[audience].good_until[row] == found.good_until
            again = restore(stored, inputs, audience)
            assert repr((again, again.roadmap, again.good_until)) == repr(
                (found, found.roadmap, found.good_until)
            )
            assert first(stored, inputs, audience) == next(
                (step.milestone for step in found.roadmap.steps), None
            )


def first(stored: bytes, inputs: Inputs, audience: Audience) -> Milestone | None:
    said = inputs.said(audience)
    return first_of(
        stored, inputs.taxonomy, role=inputs.role, next_role=said.next_role, overrides=inputs.overrides,
        wishes=said.wishes,
    )  # fmt: skip


def test_a_sheet_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="bytes"):
        read(bytes(2 * PLANES), ["a"])
