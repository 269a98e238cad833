"""Reasons, counterfactuals, changes and outcomes in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from roadmaps.gaps import GapReport, gaps, targets_of
from roadmaps.planning import Because, Milestone, Roadmap, plan
from roadmaps.promotion import Verdict, check
from roadmaps.wording import (
    Words,
    counterfactual,
    outcome_in_words,
    question_reason,
    reasons_in_words,
    told,
    words_of,
)
from roadmaps.wording.changes import Reports
from roadmaps.wording.steps import SENTENCES
from roadmaps.wording.words import any_of, listed
from skillmatrix.taxonomy.document import Condition, Pillar, PromotionRule, Taxonomy
from tests.taxonomies import NA, at, role, skill, standings, taxonomy

CHAIN = taxonomy([skill("a"), skill("b", "a"), skill("c", "b")], [role("mid", c=(4, 3))])


def report(found: Taxonomy, **levels) -> GapReport:
    return gaps(found, standings(**levels), targets_of(found, "mid"), role="mid")


def roadmap(found: Taxonomy, **levels) -> Roadmap:
    return plan(report(found, **levels), None, found, standings(**levels))


def reports(found: Taxonomy, **levels) -> Reports:
    return Reports(report(found, **levels), None, roadmap(found, **levels))


def changes(found: Taxonomy, before: dict, after: dict) -> list[str]:
    return [line.text for line in told(Words(found), reports(found, **before), reports(found, **after))]


def test_reasons_in_words():
    found = roadmap(CHAIN, a=1, b=2, c=3)
    a, b, c = (reasons_in_words(Words(CHAIN), step) for step in found.steps)
    assert a == [
        "Opens the way to B at 3.",
        "Further on it leads to C at 4.",
        "Stands this early for the sake of C at 4.",
    ]
    assert "Comes after A at 2, on which it rests." in b
    assert c == ["Mid asks for 4 4, and it counts 3 times.", "Comes after B at 3, on which it rests."]


def test_what_a_step_counts_on():
    words = Words(CHAIN)
    (step,) = roadmap(CHAIN, b=at(3, stale=True), c=3).steps
    assert "Counts on B at 3, said long ago: worth confirming." in reasons_in_words(words, step)
    (step,) = roadmap(CHAIN, b=NA, c=3).steps
    assert "B would come first; you said it does not apply to you." in reasons_in_words(words, step)
    (step,) = roadmap(CHAIN, c=3).steps
    assert "Takes B at 3 for granted until you have rated it." in reasons_in_words(words, step)
    wide = taxonomy([skill("a"), skill("b", "a"), skill("d", "a")], [role("mid", b=3)])
    (step,) = roadmap(wide, b=2, d=4).steps
    assert "Assumed, not rated: A at 3, because you hold D." in reasons_in_words(Words(wide), step)


def test_every_kind_of_reason_has_a_sentence():
    assert set(SENTENCES) == set(Because)


def test_counterfactual():
    found = roadmap(CHAIN, a=2, b=2, c=3)
    assert counterfactual(Words(CHAIN), found.steps[0]) == "Drops off when B reaches 3 or C reaches 4."
    assert counterfactual(Words(CHAIN), found.steps[1]) == "Drops off when C reaches 4."


def test_a_question_says_what_it_is_for():
    (question,) = roadmap(CHAIN, a=0, c=3).questions
    assert question.before == Milestone("c", 4)
    assert question_reason(Words(CHAIN), question) == "C at 4 needs it at 3"
    (question,) = roadmap(CHAIN, a=0, b=0).questions
    assert question_reason(Words(CHAIN), question) == "Mid asks for 4"


@pytest.mark.parametrize(
    ("before", "after", "first"),
    [
        ({"c": 3}, {"c": 4}, "Gap closed: C is at 4, Mid asks for 4."),
        ({"c": 1}, {"c": 3}, "Gap narrowed: C is at 3, 1 level below what Mid asks."),
        ({"c": 3}, {"c": 1}, "Gap widened: C is at 1, 3 levels below what Mid asks."),
        ({"c": 4}, {"c": 2}, "Gap opened: C is at 2, Mid asks for 4."),
        ({}, {"c": 2}, "Gap opened: C is at 2, Mid asks for 4."),
        ({}, {"c": 4}, "Met: C is at 4, Mid asks for 4."),
        ({"c": 4}, {"c": 5}, "Still met: C is at 5, Mid asks for 4."),
        ({"c": 2}, {"c": NA}, "Left out: C does not apply, so no figure counts it."),
        ({"c": 2}, {}, "Not rated again: C. It is neither a gap nor met."),
    ],
)
def test_changes_in_words(before: dict, after: dict, first: str):
    assert changes(CHAIN, before, after)[0] == first


def test_however_much_changed_four_lines_tell_it():
    wide = taxonomy([skill(slug) for slug in "abcdef"], [role("mid", a=3, b=3, c=3, d=3, e=3, f=3)])
    lines = changes(wide, dict.fromkeys("abcdef", 1), dict.fromkeys("abcdef", 3))
    assert len(lines) == 4
    assert lines[1] == "Targets met for Mid: 0 → 6 of 6."
    assert lines[2] == "Off your roadmap: A 2–3, B 2–3 and 4 more (the level is there)."


def test_no_change_is_no_line():
    assert changes(CHAIN, {"c": 3}, {"c": 3}) == []


def test_a_supporting_step_goes_with_what_needed_it():
    lines = changes(CHAIN, {"a": 2, "b": 2, "c": 3}, {"a": 2, "b": 2, "c": 4})
    assert "Targets met for Mid: 0 → 1 of 1." in lines
    assert any(line.startswith("Off your roadmap: ") and "B 3" in line for line in lines)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_sentence(verdict: Verdict):
    pillars = tuple(Pillar(slug, slug.title(), "", (Condition((slug,), 4, 1),)) for slug in ("x", "y", "z"))
    rule = PromotionRule("mid", 2, pillars, base_role="mid")
    ladder = taxonomy([skill("x"), skill("y"), skill("z"), skill("w")], [role("mid", w=3)], promotion=(rule,))
    levels = {
        Verdict.CLEARLY: {"x": 4, "y": 4, "z": 4, "w": 3},
        Verdict.MEETS: {"x": 4, "y": 4, "z": 1, "w": 3},
        Verdict.EXCEPTION: {"x": 5, "y": 1, "z": 1, "w": 3},
        Verdict.NOT_YET: {"x": 4, "y": 1, "z": 1, "w": 3},
        Verdict.NONE_YET: {"x": 1, "y": 1, "z": 1, "w": 3},
        Verdict.BASE_FIRST: {"x": 4, "y": 4, "z": 4, "w": 0},
        Verdict.CANT_TELL: {"w": 3},
    }[verdict]
    outcome = check(rule, standings(**levels), ladder)
    assert outcome.verdict is verdict
    said = outcome_in_words(Words(ladder), rule, outcome)
    assert said.headline
    assert "%" not in said.headline
    assert [pillar.name for pillar in said.pillars] == ["X", "Y", "Z"]


def test_lists():
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a", "b", "c", "d"]) == "a, b and 2 more"
    assert any_of(["a", "b"]) == "a or b"


def test_names_in_the_readers_language():
    spoken = replace(CHAIN, translations={"de": {"skills.a.name": "Anfang"}})
    with translation.override("de"):
        assert words_of(spoken).skill("a") == "Anfang"
    with translation.override("en"):
        assert words_of(spoken).skill("a") == "A"
    assert Words(CHAIN).skill("gone") == "gone"
