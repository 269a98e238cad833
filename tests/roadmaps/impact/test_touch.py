"""Who need not be computed, because nothing can differ for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.targets import Override
from roadmaps.impact.effect import Effect, effect
from roadmaps.impact.touch import Touch
from skillmatrix.taxonomy.document import (
    Condition,
    Kind,
    KindDefaults,
    Pillar,
    PromotionRule,
    Role,
    Target,
    Taxonomy,
)
from skillmatrix.taxonomy.transition import Transition, transition
from tests.roadmaps.impact.drafts import TODAY, drafts, inputs, numbered, people, said, under
from tests.taxonomies import role, skill, taxonomy

BEFORE = numbered(
    taxonomy(
        [skill("a"), skill("b", "a"), skill("c"), skill("d"), skill("e", "b")],
        [role("x", b=3), role("y", c=2), role("z", d=1)],
    )
)


def after(**changes: Any) -> Taxonomy:
    return replace(BEFORE, number=2, **changes)


def with_target(slug: str, **levels: int) -> dict[str, Role]:
    targets = {**BEFORE.roles[slug].targets, **{name: Target(level, 1) for name, level in levels.items()}}
    return {**BEFORE.roles, slug: replace(BEFORE.roles[slug], targets=targets)}


def with_skill(slug: str, **changes: Any) -> dict[str, Any]:
    return {**BEFORE.skills, slug: replace(BEFORE.skills[slug], **changes)}


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_who_is_not_touched_has_exactly_the_findings_they_had(data: Any) -> None:
    before, draft, change = data.draw(drafts())
    person = data.draw(people(before))
    touch = Touch.between(before, draft, change)
    if not touch.may_concern(person):
        assert effect(person, under(person, draft, change), change, today=TODAY) == Effect()


def test_the_property_sees_people_on_both_sides() -> None:
    """Or it would hold because nobody is ever left out, or because no draft changes anything."""
    seen: set[tuple[bool, bool]] = set()

    @settings(max_examples=300, deadline=None, database=None, derandomize=True)
    @given(st.data())
    def look(data: Any) -> None:
        before, draft, change = data.draw(drafts())
        person = data.draw(people(before))
        found = effect(person, under(person, draft, change), change, today=TODAY)
        seen.add((Touch.between(before, draft, change).may_concern(person), found.affected))

    look()
    assert seen == {(True, True), (True, False), (False, False)}


@pytest.mark.parametrize(
    ("role", "aims", "concerned"),
    [("x", None, True), ("y", "x", True), ("y", "z", False), (None, None, False)],
)
def test_a_target_concerns_those_in_the_role_or_aiming_at_it(
    role: str | None, aims: str | None, concerned: bool
) -> None:
    draft = after(roles=with_target("x", b=4))
    touch = Touch.between(BEFORE, draft, transition(BEFORE, draft))
    person = inputs(BEFORE, said({"a": 3, "b": 2, "c": 1, "d": 5}), role=role, aims=aims)
    assert touch.may_concern(person) is concerned


def test_words_concern_nobody() -> None:
    draft = after(skills=with_skill("a", name="Another", definition="More", descriptors=("x",)))
    assert Touch.between(BEFORE, draft, transition(BEFORE, draft)).nobody


def test_a_changed_skill_concerns_those_who_rated_it_or_anything_that_rests_on_it() -> None:
    draft = after(skills=with_skill("a", review_months=3))
    touch = Touch.between(BEFORE, draft, transition(BEFORE, draft))
    assert touch.skills == {"a", "b", "e"}
    assert touch.may_concern(inputs(BEFORE, said({"a": 3}), role="y"))
    assert touch.may_concern(inputs(BEFORE, said({"e": 3}), role="y"))
    assert touch.may_concern(inputs(BEFORE, role="x")), "their role asks for a skill that rests on it"
    assert not touch.may_concern(inputs(BEFORE, said({"c": 3}), role="y"))


def rule(skill: str, base: str = "") -> tuple[PromotionRule, ...]:
    return (PromotionRule("y", 1, (Pillar("p", "", "", (Condition((skill,), 2, 1),)),), base_role=base),)


ONLY_JUST: dict[str, tuple[Taxonomy, dict[str, Any], dict[str, Any]]] = {
    "an exception": (BEFORE, {"skills": with_skill("d", off=True)}, {"overrides": {"d": Override(2, "")}}),
    "what was agreed": (BEFORE, {"skills": with_skill("d", meaning=2)}, {"agreed": said({"d": 2})}),
    "what is needed": (BEFORE, {"skills": with_skill("c", prerequisites=("d",))}, {"shared": said({"c": 0})}),
    "the kind": (
        replace(BEFORE, kinds=BEFORE.kinds | {Kind.TOOL: KindDefaults(9.0, 12, ())}),
        {"skills": with_skill("c", kind=Kind.TOOL)},
        {"shared": said({"c": 1})},
    ),
    "the rule": (BEFORE, {"promotion": rule("d")}, {}),
    "a skill of the rule": (
        replace(BEFORE, promotion=rule("d")),
        {"skills": with_skill("d", split_from="", off=True)},
        {"shared": said({"c": 3}), "agreed": said({"d": 2})},
    ),
    "the base of the rule": (
        replace(BEFORE, promotion=rule("c", base="x")),
        {"roles": with_target("x", d=5)},
        {"shared": said({"c": 3, "b": 3, "d": 1})},
    ),
    "what the role needs": (
        BEFORE,
        {"skills": with_skill("c", prerequisites=("b",)) | {"a": replace(BEFORE.skills["a"], off=True)}},
        {"shared": said({"c": 0})},
    ),
}


@pytest.mark.parametrize("why", ONLY_JUST)
def test_one_thing_is_enough(why: str) -> None:
    """Somebody in the role y whose findings differ for this one reason."""
    before, changes, about = ONLY_JUST[why]
    draft = replace(before, number=2, **changes)
    person = inputs(before, **{"role": "y", **about})
    change = transition(before, draft)
    assert effect(person, under(person, draft, change), change, today=TODAY).affected
    assert Touch.between(before, draft, change).may_concern(person)


def test_what_is_not_shared_concerns_nobody() -> None:
    draft = after(skills=with_skill("a", meaning=2))
    touch = Touch.between(BEFORE, draft, transition(BEFORE, draft))
    private = inputs(BEFORE, role="y", own=said({"a": 3}))
    assert not touch.may_concern(private)


@pytest.mark.parametrize(
    "change",
    [
        lambda: (after(), Transition(levels=(0, 1, 2, 3, 3, 4))),
        lambda: (
            after(kinds={k: replace(d, review_months=1) for k, d in BEFORE.kinds.items()}),
            Transition(),
        ),
        lambda: (after(scale=(*BEFORE.scale, BEFORE.scale[-1])), Transition()),
    ],
    ids=["levels", "kinds", "scale"],
)
def test_the_ground_concerns_everybody(change: Callable[[], tuple[Taxonomy, Transition]]) -> None:
    draft, moved = change()
    assert Touch.between(BEFORE, draft, moved).may_concern(inputs(BEFORE, role=None))
