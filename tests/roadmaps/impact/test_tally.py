"""Sums, what is withheld, and the words."""

from __future__ import annotations

import json

import pytest
from django.utils import translation

from roadmaps.impact.effect import Effect, Result
from roadmaps.impact.impact import Impact, Tally
from roadmaps.impact.wording import headline, in_sentences, told

ONE_GAP = Effect(affected=True, opened=1)


def tally(*effects: Effect, untouched: int = 10) -> Tally:
    found = Tally()
    found.skip(untouched)
    for effect in effects:
        found.add(effect)
    return found


def test_figures_are_sums_over_people() -> None:
    many = [Effect(affected=True, opened=2, removed=1)] * 5
    found = tally(*many, Effect()).impact()
    assert found == Impact(16, {"people": 5, "opened": 10, "removed": 5})
    assert not found.withholds


@pytest.mark.parametrize("people", [1, 4])
def test_what_stems_from_fewer_than_five_people_is_withheld(people: int) -> None:
    found = tally(*[Effect(affected=True, opened=40, outcomes=((Result.MET, Result.NOT_MET),))] * people)
    impact = found.impact()
    assert impact.figures == {"people": None, "opened": None, "outcome met not_met": None}
    assert impact.withholds
    stored = json.dumps(impact.to_json())
    assert "40" not in stored, "what is withheld is not even stored"
    words = in_sentences(Impact.from_json(json.loads(stored)))
    assert words == [
        "Fewer than five people are affected.",
        "A few gaps open.",
        "A few promotion outcomes change from “met” to “not met”.",
    ]


def test_each_figure_is_withheld_by_the_people_behind_it() -> None:
    found = tally(*[ONE_GAP] * 9, Effect(affected=True, closed=30)).impact()
    assert found.figures == {"people": 10, "opened": 9, "closed": None}


def test_fewer_than_five_people_show_nothing_at_all() -> None:
    found = tally(ONE_GAP, untouched=3).impact()
    assert found == Impact(4)
    assert in_sentences(found) == ["There are too few people to show this without showing someone."]


def test_nobody_is_affected() -> None:
    assert in_sentences(tally().impact()) == ["Nobody’s gaps, roadmap, promotion outcome or ratings change."]


def test_every_figure_has_words() -> None:
    everything = Effect(
        affected=True, carried=1, remapped=1, asking=1, leaving=1, opened=1, closed=1, added=1, removed=1,
        loses_role=True, loses_aim=True,
        outcomes=tuple((was, now) for was in Result for now in Result if was is not now),
    )  # fmt: skip
    for people in (2, 1234):
        impact = tally(*[everything] * people).impact()
        assert len(told(impact)) == len(impact.figures) - 1, "all but the headline's"
    assert headline(impact) == "1,234 people are affected."
    assert "1,234 gaps open." in in_sentences(impact)


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    with translation.override("de"):
        assert "1.234" in headline(Impact(2000, {"people": 1234}))


def test_a_tally_goes_on_where_it_was() -> None:
    half = Tally.from_json(json.loads(json.dumps(tally(*[ONE_GAP] * 3).to_json())))
    for _ in range(3):
        half.add(ONE_GAP)
    assert half == tally(*[ONE_GAP] * 6)
    assert Tally.from_json({}) == Tally()
