"""Roadmaps by example: each sentence of the design's section on the brain, and the default taxonomy."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import skillmatrix.taxonomy
from assessments.inputs import Wish
from assessments.standing import Standing
from assessments.targets import targets_of
from roadmaps.gaps import GapReport, gaps
from roadmaps.planning import (
    Because,
    Dropped,
    Horizon,
    Milestone,
    Part,
    Reason,
    Roadmap,
    diff,
    keenness,
    plan,
)
from roadmaps.planning.changes import Cause
from roadmaps.planning.ground import ground_of, size_of
from skillmatrix.taxonomy.document import Kind, Taxonomy
from skillmatrix.taxonomy.parsing import parse
from tests.taxonomies import NA, at, role, skill, standings, taxonomy


def reports(ladder: Taxonomy, levels: Mapping[str, Standing]) -> tuple[GapReport | None, GapReport | None]:
    now, later = (
        gaps(ladder, levels, targets_of(ladder, slug), role=slug) if slug in ladder.roles else None
        for slug in ("mid", "senior")
    )
    return now, later


def roadmap(
    ladder: Taxonomy, interest: Mapping[str, int] | None = None, **levels: int | Standing | None
) -> Roadmap:
    held = standings(**levels)
    return plan(*reports(ladder, held), ladder, held, interest or {})


def route(found: Roadmap) -> list[str]:
    return [f"{step.skill}{step.to_level}" for step in found.steps]


CHAIN = taxonomy([skill("a"), skill("b", "a"), skill("c", "b")], [role("mid", c=4)])


def test_one_rank_a_step_and_prerequisites_first() -> None:
    found = roadmap(CHAIN, a=1, b=2, c=3)
    assert route(found) == ["a2", "b3", "c4"]
    a, b, c = found.steps
    assert (a.from_level, a.part, a.serves) == (1, Part.SUPPORTING, Part.CURRENT)
    assert a.because(Because.UNLOCKS) == (Reason(Because.UNLOCKS, "b", 3),)
    assert a.because(Because.LEADS_TO) == (Reason(Because.LEADS_TO, "c", 4),)
    assert a.because(Because.CARRIES) == (Reason(Because.CARRIES, "c", 4),)
    assert b.because(Because.AFTER) == (Reason(Because.AFTER, "a", 2),)
    assert c.reasons == (Reason(Because.ASKED, "c", 4, "mid", 1), Reason(Because.AFTER, "b", 3))


def test_level_1_needs_nothing() -> None:
    assert route(roadmap(taxonomy([skill("a"), skill("b", "a")], [role("mid", b=1)]), a=0, b=0)) == ["b1"]


def test_a_supporting_step_drops_off_with_the_only_skill_that_needs_it() -> None:
    found = roadmap(CHAIN, a=2, b=2, c=3)
    assert found.steps[0].drops_off == (Milestone("b", 3), Milestone("c", 4))
    assert found.steps[1].drops_off == (Milestone("c", 4),)


def test_an_unrated_target_is_a_question_and_no_step() -> None:
    found = roadmap(CHAIN, a=0, b=0, c=None)
    assert found.steps == ()
    (question,) = found.questions
    assert (question.skill, question.role, question.target, question.before) == ("c", "mid", 4, None)


def test_an_unrated_prerequisite_is_asked_about_before_the_step_it_blocks_and_counts_as_met() -> None:
    found = roadmap(CHAIN, a=0, b=None, c=2)
    assert route(found) == ["c3", "c4"]
    (question,) = found.questions
    assert (question.skill, question.needed, question.assumed) == ("b", 3, 1)
    assert question.before == Milestone("c", 3)
    assert question.blocks == (Milestone("c", 3), Milestone("c", 4))
    assert found.questions_before(found.steps[0]) == (question,)
    assert found.steps[0].because(Because.UNANSWERED) == (Reason(Because.UNANSWERED, "b", 2),)


def test_an_unrated_prerequisite_of_a_skill_held_higher_is_assumed_and_labelled() -> None:
    fork = taxonomy([skill("a"), skill("b", "a"), skill("c", "a")], [role("mid", b=3, c=4)])
    found = roadmap(fork, a=None, b=2, c=4)
    assert route(found) == ["b3"]
    assert found.questions == ()
    assert found.steps[0].assumed
    assert found.steps[0].because(Because.ASSUMED) == (Reason(Because.ASSUMED, "a", 3, via="c"),)


def test_a_stale_level_counts_and_is_labelled() -> None:
    found = roadmap(CHAIN, a=5, b=at(3, stale=True), c=at(3, stale=True))
    (step,) = found.steps
    assert step.stale
    assert step.because(Because.STALE) == (Reason(Because.STALE, "c", 3), Reason(Because.STALE, "b", 3))
    assert not roadmap(CHAIN, a=5, b=3, c=3).steps[0].stale


def test_a_prerequisite_that_does_not_apply_is_dropped_and_named() -> None:
    found = roadmap(CHAIN, a=0, b=NA, c=3)
    assert route(found) == ["c4"]
    assert found.dropped == (Dropped("b", (Milestone("c", 4),)),)
    assert found.steps[0].because(Because.LEFT_OUT) == (Reason(Because.LEFT_OUT, "b", 3),)


def test_a_retired_or_switched_off_prerequisite_is_none() -> None:
    ladder = taxonomy(
        [skill("a", retired=True), skill("b", off=True), skill("c", "a", "b")], [role("mid", c=3)]
    )
    found = roadmap(ladder, c=2)
    assert route(found) == ["c3"]
    assert found.questions == ()


def test_the_current_role_comes_before_the_next_however_much_that_is_worth() -> None:
    ladder = taxonomy([skill("a"), skill("z")], [role("mid", z=(5, 1)), role("senior", a=(1, 9), z=(5, 9))])
    found = roadmap(ladder, a=0, z=4)
    assert route(found) == ["z5", "a1"]
    asked = found.steps[0].because(Because.ASKED)
    assert [(reason.role, reason.weight) for reason in asked] == [("mid", 1), ("senior", 9)]


def test_within_a_role_worth_per_effort_then_interest_then_depth_then_concept_then_slug() -> None:
    skills = [skill("e"), skill("d"), skill("c", kind=Kind.TOOL), skill("b", "d"), skill("a"), skill("f")]
    ladder = taxonomy(skills, [role("mid", e=1, d=1, c=1, b=1, a=(3, 1), f=(1, 9))])
    found = roadmap(ladder, {"b": 1}, a=2, b=0, c=0, d=0, e=0, f=0)
    assert route(found) == ["f1", "b1", "d1", "e1", "c1", "a3"]
    assert found.steps[1].because(Because.INTEREST) == (Reason(Because.INTEREST, "b", 1),)


def test_what_unlocks_something_worthy_comes_as_early_as_that() -> None:
    ladder = taxonomy([skill("a"), skill("b", "a"), skill("m")], [role("mid", b=(2, 9), m=(1, 1))])
    assert route(roadmap(ladder, a=0, b=1, m=0)) == ["a1", "b2", "m1"]


def test_three_now_five_next_the_rest_by_area() -> None:
    slugs = "abcdefghijkl"
    ladder = taxonomy(
        [skill(slug, area="even" if place % 2 else "odd") for place, slug in enumerate(slugs)],
        [role("mid", **dict.fromkeys(slugs, 1))],
    )
    found = roadmap(ladder, **dict.fromkeys(slugs, 0))
    assert ["".join(step.skill for step in part) for part in (found.now, found.next, found.later)] == [
        "abc",
        "defgh",
        "ijkl",
    ]
    assert [(area, [s.skill for s in steps]) for area, steps in found.later_by_area] == [
        ("odd", ["i", "k"]),
        ("even", ["j", "l"]),
    ]


@pytest.mark.parametrize(
    ("top", "units"),
    [
        (2, [2, 8]),
        (3, [1, 4, 8]),
        (4, [1, 2, 4, 8]),
        (5, [1, 1, 2, 4, 8]),
        (9, [1, 1, 1, 2, 2, 4, 4, 8, 8]),
    ],
)
def test_effort_grows_with_the_level_on_a_scale_of_any_length(top: int, units: list[int]) -> None:
    efforts = ground_of(taxonomy([skill("a")], top=top)).efforts["a"]
    assert list(efforts[1:]) == units


@pytest.mark.parametrize(
    ("effort", "size"),
    [(0.75, "S"), (1.25, "S"), (1.5, "M"), (2.5, "M"), (3, "L"), (5, "L"), (6, "XL"), (12, "XL")],
)
def test_effort_is_shown_as_the_nearest_size(effort: float, size: str) -> None:
    assert size_of(effort) == size


def test_a_skill_may_state_its_own_effort() -> None:
    ladder = taxonomy([skill("a", effort=2.0), skill("b")], efforts={Kind.CONCEPT: 0.5})
    efforts = ground_of(ladder).efforts
    assert (efforts["a"][3], efforts["b"][3]) == (4.0, 1.0)


def test_the_shortest_way_to_a_promotion_leaves_everything_else_aside() -> None:
    ladder = taxonomy(
        [skill("a"), skill("b", "a"), skill("c")], [role("mid", b=2, c=5), role("senior", b=(5, 3), c=5)]
    )
    held = standings(a=1, b=1, c=1)
    found = plan(*reports(ladder, held), ladder, held, destination="promotion", way={"b": 3})
    assert route(found) == ["b2", "a2", "b3"]
    assert [step.part for step in found.steps] == [Part.CURRENT, Part.SUPPORTING, Part.NEXT]
    assert found.steps[2].because(Because.ASKED) == (Reason(Because.ASKED, "b", 3, "senior", 3),)
    assert found.destination == "promotion"


def test_no_role_gives_no_steps_and_no_questions() -> None:
    found = plan(None, None, CHAIN, standings(a=1))
    assert (found.steps, found.questions, found.good_until) == ((), (), None)


def test_good_until_covers_prerequisites_and_nothing_unrelated() -> None:
    soon, later = date(2026, 4, 1), date(2026, 5, 1)
    held = {"b": at(3, changes_on=later), "c": at(3)}
    assert roadmap(CHAIN, **held, a=at(5, changes_on=soon)).good_until == later
    assert roadmap(CHAIN, **{**held, "b": at(3, changes_on=soon)}).good_until == soon


# What one key press changed


def test_reaching_a_level_takes_its_step_and_what_supported_it_off() -> None:
    change = diff(roadmap(CHAIN, a=1, b=2, c=3), roadmap(CHAIN, a=1, b=2, c=4))
    assert [(gone.step.skill, gone.cause, gone.skills) for gone in change.removed] == [
        ("a", Cause.NOT_NEEDED, ("b", "c")),
        ("b", Cause.NOT_NEEDED, ("c",)),
        ("c", Cause.REACHED, ()),
    ]
    assert change.added == ()


def test_a_lower_level_brings_steps_back() -> None:
    change = diff(roadmap(CHAIN, a=2, b=3, c=3), roadmap(CHAIN, a=2, b=2, c=3))
    assert [(came.step.milestone, came.cause) for came in change.added] == [(Milestone("b", 3), Cause.FELL)]


def test_answering_a_question_brings_steps() -> None:
    change = diff(roadmap(CHAIN, a=2, b=None, c=3), roadmap(CHAIN, a=1, b=2, c=3))
    assert [question.skill for question in change.answered] == ["b"]
    causes = {came.step.skill: (came.cause, came.skills) for came in change.added}
    assert causes == {"a": (Cause.NEEDED, ("b",)), "b": (Cause.RATED, ())}


def test_setting_aside_and_withdrawing_say_so() -> None:
    old = roadmap(CHAIN, a=5, b=2, c=3)
    assert [gone.cause for gone in diff(old, roadmap(CHAIN, a=5, b=NA, c=3)).removed] == [Cause.SET_ASIDE]
    withdrawn = diff(old, roadmap(CHAIN, a=5, b=None, c=3))
    assert [gone.cause for gone in withdrawn.removed] == [Cause.WITHDRAWN]
    assert [question.skill for question in withdrawn.asked] == ["b"]


def test_what_follows_moves_nearer() -> None:
    ladder = taxonomy([skill(slug) for slug in "abcd"], [role("mid", a=1, b=1, c=1, d=1)])
    change = diff(roadmap(ladder, a=0, b=0, c=0, d=0), roadmap(ladder, a=1, b=0, c=0, d=0))
    assert [(step.skill, step.horizon, was) for step, was in change.nearer] == [
        ("d", Horizon.NOW, Horizon.NEXT)
    ]
    assert change.further == ()


# On the default taxonomy


@cache
def default() -> Taxonomy:
    return parse((Path(skillmatrix.taxonomy.__file__).parent / "default.yaml").read_bytes())


def holding(slug: str) -> dict[str, Standing]:
    """Exactly what a role asks for, and 0 where it asks for nothing."""
    targets = targets_of(default(), slug)
    return {one.slug: at(targets[one.slug].level if one.slug in targets else 0) for one in default().active}


def test_mid_to_senior_is_106_steps_in_77_skills_none_of_them_supporting() -> None:
    held = holding("mid")
    found = plan(*reports(default(), held), default(), held)
    assert (len(found.steps), len({step.skill for step in found.steps})) == (106, 77)
    assert not any(step.is_supporting for step in found.steps)
    assert {step.serves for step in found.steps} == {Part.NEXT}
    assert found.questions == ()


def test_a_senior_has_nothing_left_to_do_for_senior() -> None:
    held = holding("senior")
    assert plan(*reports(default(), held), default(), held).steps == ()


def test_the_queue_skills_come_in_the_order_in_which_they_rest_on_each_other() -> None:
    held = holding("mid")
    order = [step.milestone for step in plan(*reports(default(), held), default(), held).steps]
    chain = [("event-driven-thinking", 3), ("queue-fundamentals", 4), ("retries-dead-letters", 4)]
    assert [order.index(Milestone(*name)) for name in chain] == sorted(
        order.index(Milestone(*n)) for n in chain
    )
    assert order.index(Milestone("queue-fundamentals", 3)) < order.index(Milestone("worker-design", 4))


def test_nothing_rated_gives_a_question_for_every_target() -> None:
    found = plan(*reports(default(), {}), default(), {})
    assert found.steps == ()
    assert len(found.questions) == len({*targets_of(default(), "mid"), *targets_of(default(), "senior")})


def test_one_person_of_80_skills_and_two_roles_takes_milliseconds() -> None:
    """A loose bound against slipping by an order of magnitude; the benchmarks measure."""
    held = holding("mid")
    plan(*reports(default(), held), default(), held)
    started = time.perf_counter()
    for _ in range(20):
        plan(*reports(default(), held), default(), held)
    assert (time.perf_counter() - started) / 20 < 0.02


def test_what_somebody_wants_decides_among_what_is_worth_the_same() -> None:
    assert keenness({"a": Wish.LEARN, "b": Wish.USE, "c": Wish.NEITHER}) == {"a": 1, "c": -1}
    ladder = taxonomy([skill("a"), skill("b"), skill("c")], [role("mid", a=1, b=1, c=1)])
    held = standings(a=0, b=0, c=0)

    def order(**wishes: Wish) -> list[str]:
        return [step.skill for step in plan(*reports(ladder, held), ladder, held, keenness(wishes)).steps]

    assert order() == order(b=Wish.USE) == ["a", "b", "c"]
    assert order(c=Wish.LEARN) == ["c", "a", "b"]
    assert order(a=Wish.NEITHER) == ["b", "c", "a"]
    assert order(a=Wish.NEITHER, b=Wish.USE, c=Wish.LEARN) == ["c", "b", "a"]
