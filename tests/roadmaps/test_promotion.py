"""The promotion rule: the table of outcomes, what cannot be told, and the shortest way."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import skillmatrix.taxonomy
from assessments.standing import Standing, State
from roadmaps.promotion import Answer, Missing, Outcome, Verdict, check
from skillmatrix.taxonomy.document import Condition, Pillar, PromotionRule, Taxonomy
from skillmatrix.taxonomy.parsing import parse
from tests.taxonomies import NA, at, role, skill, standings, taxonomy

RULE = PromotionRule(
    role="senior",
    needed=2,
    pillars=(
        Pillar(
            "architecture", "A", "", (Condition(("design",), 4, 1), Condition(("data", "distributed"), 4, 1))
        ),
        Pillar("mentoring", "B", "", (Condition(("mentoring", "empathy"), 3, 2),)),
        Pillar("leading", "C", "", (Condition(("leading",), 4, 1),)),
    ),
    base_role="mid",
    base_slack=1,
    base_skills=("git",),
)
SKILLS = ("design", "data", "distributed", "mentoring", "empathy", "leading")
LADDER = taxonomy(
    [
        skill("git"),
        skill("basics"),
        *(skill(slug) for slug in SKILLS if slug != "data"),
        skill("data", "basics"),
    ],
    [role("mid", git=3, basics=1)],
    promotion=(RULE,),
)
A, B, C = {"design": 4, "data": 4}, {"mentoring": 3, "empathy": 3}, {"leading": 4}
LOW = dict.fromkeys(SKILLS, 1)


def outcome(*parts: dict[str, int], **levels: int | Standing | None) -> Outcome:
    """All skills at 1 and the base met, unless said otherwise."""
    held: dict[str, int | Standing | None] = {"git": 3, "basics": 3, **LOW}
    for part in parts:
        held.update(part)
    return check(RULE, standings(**{**held, **levels}), LADDER)


@pytest.mark.parametrize(
    ("held", "verdict", "other_path", "closest"),
    [
        ((A, B, C), Verdict.CLEARLY, False, ""),
        ((A, B), Verdict.MEETS, False, "leading"),
        ((A, C), Verdict.MEETS, False, "mentoring"),
        ((A,), Verdict.NOT_YET, False, "mentoring"),
        ((A, {"design": 5}), Verdict.EXCEPTION, False, "mentoring"),
        ((A, {"data": 5}), Verdict.NOT_YET, False, "mentoring"),
        ((C,), Verdict.NOT_YET, True, "mentoring"),
        ((C, {"leading": 5}), Verdict.EXCEPTION, True, "mentoring"),
        ((), Verdict.NONE_YET, False, "mentoring"),
        (({"design": 5, "leading": 3},), Verdict.NONE_YET, False, "leading"),
    ],
)
def test_the_table_of_outcomes(
    held: tuple[dict[str, int], ...], verdict: Verdict, other_path: bool, closest: str
) -> None:
    found = outcome(*held)
    assert (found.verdict, found.other_path, found.closest) == (verdict, other_path, closest)
    assert not found.undecided


@pytest.mark.parametrize("unknown", [None, NA])
def test_unrated_and_not_applicable_are_never_met_and_never_missing(unknown: Standing | None) -> None:
    found = outcome(A, leading=unknown)
    assert [pillar.answer for pillar in found.pillars] == [Answer.MET, Answer.NOT_MET, Answer.CANT_TELL]
    assert (found.verdict, found.undecided, found.met) == (Verdict.CANT_TELL, True, 1)
    assert found.pillars[2].missing == ()
    state = State.UNRATED if unknown is None else State.NOT_APPLICABLE
    assert found.pillars[2].unknown == (Missing("leading", 4, None, state),)


def test_what_is_unknown_and_would_change_nothing_leaves_the_verdict() -> None:
    assert outcome(A, data=4, distributed=None).pillars[0].answer is Answer.MET
    assert outcome(A, mentoring=1, empathy=None).pillars[1].answer is Answer.NOT_MET
    assert outcome(leading=None).verdict is Verdict.NONE_YET
    assert outcome(A, B, leading=None).verdict is Verdict.MEETS
    assert outcome(A, B, leading=None).undecided


def test_only_leading_needs_to_be_known() -> None:
    assert not outcome(C, design=None, data=4).other_path


@pytest.mark.parametrize(
    ("git", "base", "verdict"),
    [
        (3, Answer.MET, Verdict.MEETS),
        (2, Answer.MET, Verdict.MEETS),
        (1, Answer.NOT_MET, Verdict.BASE_FIRST),
        (None, Answer.CANT_TELL, Verdict.CANT_TELL),
        (NA, Answer.CANT_TELL, Verdict.CANT_TELL),
    ],
)
def test_no_core_skill_of_the_base_may_be_more_than_the_slack_under(
    git: int | Standing | None, base: Answer, verdict: Verdict
) -> None:
    found = outcome(A, B, git=git)
    assert (found.base, found.verdict) == (base, verdict)


def test_pillars_short_of_the_rule_come_before_the_base() -> None:
    assert outcome(A, git=0).verdict is Verdict.NOT_YET
    assert outcome(A, git=0, leading=None).verdict is Verdict.NOT_YET


def test_without_base_skills_every_target_of_the_base_role_counts() -> None:
    rule = PromotionRule(
        "senior", 1, (Pillar("x", "", "", (Condition(("design",), 1, 1),)),), base_role="mid"
    )
    assert check(rule, standings(design=5, git=1, basics=5), LADDER).base is Answer.NOT_MET
    assert check(rule, standings(design=5, git=2, basics=0), LADDER).base is Answer.MET


@pytest.mark.parametrize(
    ("held", "way"),
    [
        ((A, B), {}),
        ((A,), {"mentoring": 3, "empathy": 3}),
        ((A, {"leading": 3}), {"leading": 4}),
        (({"data": 3, "design": 3}, {"leading": 3}), {"mentoring": 3, "empathy": 3, "leading": 4}),
        ((B, {"design": 4, "leading": 2}), {"leading": 4}),
        ((B, {"design": 4, "distributed": 3, "data": 2}), {"distributed": 4}),
        ((A, {"git": 0, "leading": 3}), {"git": 2, "leading": 4}),
        ((A, B, {"git": 0}), {"git": 2}),
    ],
)
def test_the_shortest_way_meets_the_rule_for_the_least_effort(
    held: tuple[dict[str, int], ...], way: dict[str, int]
) -> None:
    found = outcome(*held)
    assert found.way == way
    after = outcome(*held, way)
    assert after.met >= RULE.needed
    assert after.base is Answer.MET


def test_prerequisites_count_towards_the_effort() -> None:
    held = (B, {"design": 4, "distributed": 3, "data": 3})
    assert outcome(*held, basics=0).way == {"distributed": 4}
    assert outcome(*held, basics=5).way == {"data": 4}


def test_the_way_goes_around_what_was_set_aside_and_says_so() -> None:
    found = outcome(A, leading=NA)
    assert found.way == {"mentoring": 3, "empathy": 3}
    assert found.blocked_by == ("leading",)
    nowhere = outcome(leading=NA, empathy=NA)
    assert (nowhere.way, nowhere.blocked_by) == ({}, ("empathy", "leading"))


def test_a_core_skill_set_aside_is_not_on_the_way_and_blocks_it() -> None:
    found = outcome(A, git=NA)
    assert found.way == {"mentoring": 3, "empathy": 3}
    assert found.blocked_by == ("git",)
    assert outcome(A, git=None).way == {"git": 2, "mentoring": 3, "empathy": 3}


def test_an_unknown_skill_costs_a_minute_so_it_is_asked_about_first() -> None:
    rule = PromotionRule("r", 1, (Pillar("p", "", "", (Condition(("data", "distributed"), 2, 1),)),))
    assert check(rule, standings(data=1), LADDER).way == {"distributed": 2}
    assert check(rule, standings(data=1, distributed=0), LADDER).way == {"data": 2}


def test_and_of_ways_that_take_no_step_the_one_with_fewer_unknowns() -> None:
    condition = Condition(("data", "distributed", "design"), 1, 2)
    rule = PromotionRule("r", 1, (Pillar("p", "", "", (condition,)),))
    assert check(rule, standings(design=1), LADDER).way == {"data": 1}


def test_stale_levels_count_and_are_named() -> None:
    found = outcome(A, B, design=at(4, stale=True))
    assert (found.verdict, found.stale) == (Verdict.MEETS, ("design",))


# On the default taxonomy


@cache
def default() -> Taxonomy:
    return parse((Path(skillmatrix.taxonomy.__file__).parent / "default.yaml").read_bytes())


@pytest.mark.parametrize(
    ("held", "met", "verdict"),
    [
        ("junior", [], Verdict.NONE_YET),
        ("mid", [], Verdict.NONE_YET),
        ("senior", ["architecture", "mentoring", "leading"], Verdict.CLEARLY),
        ("staff", ["architecture", "mentoring", "leading"], Verdict.CLEARLY),
        ("platform", ["architecture", "mentoring"], Verdict.MEETS),
    ],
)
def test_the_default_profiles_meet_what_the_taxonomy_says(
    held: str, met: list[str], verdict: Verdict
) -> None:
    targets = default().roles[held].targets
    levels = {one.slug: at(targets[one.slug].level if one.slug in targets else 0) for one in default().active}
    rule = next(rule for rule in default().promotion if rule.role == "senior")
    found = check(rule, levels, default())
    assert [pillar.slug for pillar in found.pillars if pillar.answer is Answer.MET] == met
    assert found.verdict is verdict


def test_nothing_rated_cannot_be_told() -> None:
    for rule in default().promotion:
        found = check(rule, {}, default())
        assert found.verdict is Verdict.CANT_TELL
        assert {pillar.answer for pillar in found.pillars} == {Answer.CANT_TELL}
