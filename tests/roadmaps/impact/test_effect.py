"""What a draft does to one person, case by case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from roadmaps.impact.effect import Effect, Result, effect
from skillmatrix.taxonomy.document import Condition, Level, Pillar, PromotionRule, Target, Taxonomy
from skillmatrix.taxonomy.transition import Transition, transition
from tests.roadmaps.impact.drafts import LONG_AGO, TODAY, inputs, numbered, said, under
from tests.taxonomies import role, skill, taxonomy

RULE = PromotionRule("x", 1, (Pillar("p", "", "", (Condition(("a",), 3, 1),)),))
BEFORE = numbered(
    taxonomy(
        [skill("a"), skill("b", "a"), skill("c"), skill("d")],
        [role("x", a=3, b=3), role("y", c=2)],
        promotion=(RULE,),
    )
)


def find(draft: Taxonomy, person: Any, change: Transition | None = None) -> Effect:
    change = change or transition(BEFORE, draft)
    return effect(person, under(person, draft, change), change, today=TODAY)


def draft(**changes: Any) -> Taxonomy:
    return replace(BEFORE, number=2, **changes)


def with_skill(slug: str, **changes: Any) -> dict[str, Any]:
    return {**BEFORE.skills, slug: replace(BEFORE.skills[slug], **changes)}


def with_targets(slug: str, **levels: int) -> dict[str, Any]:
    targets = {**BEFORE.roles[slug].targets, **{name: Target(level, 1) for name, level in levels.items()}}
    return {**BEFORE.roles, slug: replace(BEFORE.roles[slug], targets=targets)}


def test_nothing_differs_under_the_same_taxonomy() -> None:
    person = inputs(BEFORE, said({"a": 2, "b": None, "c": 4}), aims="y")
    assert find(draft(), person) == Effect()


def test_a_higher_target_opens_a_gap_and_brings_steps() -> None:
    person = inputs(BEFORE, said({"a": 3, "b": 3}))
    found = find(draft(roles=with_targets("x", b=5)), person)
    assert (found.affected, found.opened, found.closed) == (True, 1, 0)
    # b to 4 and 5, and a to 4, on which the fifth level of b rests.
    assert (found.added, found.removed) == (3, 0)


def test_a_lower_target_closes_a_gap_and_takes_steps_away() -> None:
    person = inputs(BEFORE, said({"a": 3, "b": 1}))
    found = find(draft(roles=with_targets("x", b=1)), person)
    assert (found.opened, found.closed, found.added, found.removed) == (0, 1, 0, 2)


def test_an_unrated_skill_is_no_gap_however_high_the_target() -> None:
    found = find(draft(roles=with_targets("y", c=5)), inputs(BEFORE, role="y"))
    assert found == Effect(affected=True)


def test_gaps_to_the_next_role_count_too() -> None:
    person = inputs(BEFORE, said({"c": 2}), role="x", aims="y")
    assert find(draft(roles=with_targets("y", c=3)), person).opened == 1


def test_what_is_not_shared_counts_nowhere() -> None:
    person = inputs(BEFORE, own=said({"a": 1, "b": 1}))
    found = find(draft(roles=with_targets("x", b=5), skills=with_skill("a", meaning=2)), person)
    assert found == Effect(affected=True), "the target of their role is all that is seen to change"


def test_another_meaning_asks_again() -> None:
    found = find(draft(skills=with_skill("a", meaning=2)), inputs(BEFORE, said({"a": 3, "b": 3})))
    assert (found.affected, found.asking, found.carried, found.opened) == (True, 1, 0, 0)


def test_what_asks_already_does_not_count_as_asking_again() -> None:
    person = inputs(BEFORE, said({"a": 3}, LONG_AGO))
    assert find(draft(skills=with_skill("a", meaning=2)), person).asking == 0


def test_a_shorter_review_interval_asks_again() -> None:
    assert find(draft(skills=with_skill("a", review_months=1)), inputs(BEFORE, said({"a": 3}))).asking == 1


def test_a_merge_carries_the_rating_and_asks_again() -> None:
    merged = with_skill("d", retired=True, merged=True, replaced_by="c")
    found = find(draft(skills=merged), inputs(BEFORE, said({"d": 4}), role="y"))
    assert (found.carried, found.asking, found.leaving) == (1, 1, 0)


def test_a_split_carries_the_rating_and_both_ask_again() -> None:
    skills = {**BEFORE.skills, "e": skill("e", split_from="d")}
    area = replace(BEFORE.areas[0], skills=tuple(skills))
    found = find(draft(skills=skills, areas=(area,)), inputs(BEFORE, said({"d": 4}), role="y"))
    assert (found.carried, found.asking) == (1, 2)


@pytest.mark.parametrize("change", [{"retired": True}, {"off": True}, {"retired": True, "replaced_by": "c"}])
def test_a_skill_that_leaves_takes_its_rating_off_the_pages(change: dict[str, Any]) -> None:
    found = find(draft(skills=with_skill("d", **change)), inputs(BEFORE, said({"d": 4, "c": 1}), role="y"))
    assert (found.affected, found.leaving, found.carried) == (True, 1, 0)


def test_a_skill_that_leaves_unrated_takes_nothing() -> None:
    assert find(draft(skills=with_skill("d", retired=True)), inputs(BEFORE, role="y")) == Effect()


def test_levels_that_keep_their_number_are_not_remapped() -> None:
    scale = tuple(Level(rank, f"new {rank}", "") for rank in range(4))
    change = Transition(levels=(0, 1, 2, 2, 3, 3))
    person = inputs(BEFORE, said({"a": 1, "b": 4, "c": None}), agreed=said({"a": 3}), role=None)
    assert find(draft(scale=scale), person, change).remapped == 2, "b from 4 to 3, a by what was agreed"


def test_steps_of_a_new_scale_are_compared_by_what_their_levels_became() -> None:
    change = Transition(levels=(0, 0, 1, 2, 3, 3))
    roles = {"x": role("x", b=2)}
    scale = tuple(Level(rank, f"new {rank}", "") for rank in range(4))
    person = inputs(BEFORE, said({"a": 5, "b": 1}))
    found = find(draft(scale=scale, roles=roles), person, change)
    # Before: b to 2 and 3, now called 1 and 2; and just those are left.
    assert (found.added, found.removed) == (0, 0)


def test_a_role_that_leaves_is_counted_apart_from_an_aim_that_leaves() -> None:
    without_x = draft(roles={"y": BEFORE.roles["y"]})
    mine = find(without_x, inputs(BEFORE, said({"a": 1}), role="x"))
    assert (mine.loses_role, mine.loses_aim, mine.closed) == (True, False, 1)
    aimed = find(without_x, inputs(BEFORE, role="y", aims="x"))
    assert (aimed.loses_role, aimed.loses_aim) == (False, True)


@pytest.mark.parametrize(
    ("level", "needed", "outcomes"),
    [
        (3, 4, ((Result.MET, Result.NOT_MET),)),
        (2, 1, ((Result.NOT_MET, Result.MET),)),
        (None, 1, ()),
    ],
)
def test_promotion_outcomes(level: int | None, needed: int, outcomes: tuple[Any, ...]) -> None:
    rule = replace(RULE, pillars=(Pillar("p", "", "", (Condition(("a",), needed, 1),)),))
    person = inputs(BEFORE, said({} if level is None else {"a": level}), role="y", aims="x")
    assert find(draft(promotion=(rule,)), person).outcomes == outcomes


def test_a_promotion_rule_that_cannot_be_told_any_more() -> None:
    rule = replace(RULE, pillars=(Pillar("p", "", "", (Condition(("c",), 3, 1),)),))
    found = find(draft(promotion=(rule,)), inputs(BEFORE, said({"a": 5})))
    assert found.outcomes == ((Result.MET, Result.CANT_TELL),)
    gone = find(draft(promotion=()), inputs(BEFORE, said({"a": 5})))
    assert gone.outcomes == ((Result.MET, Result.NO_RULE),)


def test_the_order_of_the_document_is_nothing_that_affects_anybody() -> None:
    area = replace(BEFORE.areas[0], skills=tuple(reversed(BEFORE.areas[0].skills)))
    assert find(draft(areas=(area,)), inputs(BEFORE, said({"a": 1, "b": 1}))) == Effect()
