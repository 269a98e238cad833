"""What is asked of one person, and the list of skills to rate that follows from it."""

from __future__ import annotations

import pytest

from assessments.targets import MySkill, Override, TargetLine, Why, my_skills, targets_of
from skillmatrix.taxonomy.document import Taxonomy
from tests.taxonomies import role, skill, taxonomy

MID = role("mid", b=2, a=(3, 2), gone=2, off=2, d=0)
SENIOR = role("senior", a=(4, 3), b=1, c=(2, 2))


@pytest.fixture
def ladder() -> Taxonomy:
    skills = [
        skill("a", quick=True),
        skill("b"),
        skill("c", quick=True),
        skill("d"),
        skill("gone", retired=True, quick=True),
        skill("off", off=True),
    ]
    return taxonomy(skills, [MID, SENIOR])


def test_targets_come_in_the_order_of_the_document_without_zero_retired_or_off(ladder: Taxonomy) -> None:
    assert list(targets_of(ladder, "mid").items()) == [
        ("a", TargetLine(3, 2, "mid")),
        ("b", TargetLine(2, 1, "mid")),
    ]


@pytest.mark.parametrize("slug", [None, "", "abolished"])
def test_no_such_role_asks_for_nothing(ladder: Taxonomy, slug: str | None) -> None:
    assert targets_of(ladder, slug) == {}


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        (Override(1, "on call only"), TargetLine(1, 2, "mid", "on call only", is_override=True)),
        (Override(0, "not here"), None),
        (Override(None, "lifted"), TargetLine(3, 2, "mid")),
    ],
)
def test_an_override_replaces_the_level_and_keeps_the_weight(
    ladder: Taxonomy, override: Override, expected: TargetLine | None
) -> None:
    assert targets_of(ladder, "mid", {"a": override}).get("a") == expected


def test_an_override_can_ask_for_a_skill_that_the_role_does_not(ladder: Taxonomy) -> None:
    lines = targets_of(ladder, "mid", {"d": Override(2, "our vendor"), "off": Override(2, "no")})
    assert lines["d"] == TargetLine(2, 1, "mid", "our vendor", is_override=True)
    assert "off" not in lines


@pytest.mark.parametrize(
    ("known", "overrides", "asked"),
    [
        (None, {}, ["a", "b"]),
        ([], {}, ["a"]),
        (["a"], {}, ["a"]),
        (["b"], {}, ["a", "b"]),
        ([], {"b": Override(1, "on call")}, ["a", "b"]),
        ([], {"b": Override(None, "lifted")}, ["a"]),
        (["b"], {"b": Override(0, "not here")}, ["a"]),
    ],
)
def test_an_optional_skill_is_asked_of_those_who_know_it_or_whose_lead_asks(
    known: list[str] | None, overrides: dict[str, Override], asked: list[str]
) -> None:
    optional = taxonomy([skill("a"), skill("b", optional=True)], [MID])
    assert list(targets_of(optional, "mid", overrides, known)) == asked


def test_the_higher_target_wins_and_a_tie_is_the_current_roles(ladder: Taxonomy) -> None:
    now, later = targets_of(ladder, "mid"), targets_of(ladder, "senior")
    mine = my_skills(ladder, now, later, extra=["d", "a", "gone"])
    assert list(mine.values()) == [
        MySkill("a", later["a"], Why.NEXT),
        MySkill("b", now["b"], Why.CURRENT),
        MySkill("c", later["c"], Why.NEXT),
        MySkill("d", None, Why.EXTRA),
    ]
    assert my_skills(ladder, now, dict(now))["a"].why is Why.CURRENT


def test_without_a_role_the_quick_set_and_what_i_added(ladder: Taxonomy) -> None:
    mine = my_skills(ladder, {}, {}, extra=["b"])
    assert [(found.skill, found.why) for found in mine.values()] == [
        ("a", Why.QUICK),
        ("b", Why.EXTRA),
        ("c", Why.QUICK),
    ]
