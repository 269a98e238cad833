"""Gap reports by table: what is a gap, what is not, and figures that admit what they do not know."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.standing import Basis, Standing
from assessments.targets import TargetLine, targets_of
from roadmaps.gaps import GapReport, Move, changed, gaps
from skillmatrix.taxonomy.document import Taxonomy
from tests.taxonomies import NA, at, role, skill, standings, taxonomy

LADDER = taxonomy(
    [skill("a"), skill("b"), skill("c", area="two"), skill("d", area="two")],
    [role("mid", a=(3, 1), b=(2, 3), c=(4, 2), d=(2, 4)), role("one", a=3)],
)


def report(**levels: int | Standing | None) -> GapReport:
    return gaps(LADDER, standings(**levels), targets_of(LADDER, "mid"), role="mid")


@pytest.mark.parametrize(
    ("standing", "gap", "worth", "surplus", "met"),
    [
        (at(0), 4, 8, 0, False),
        (at(3), 1, 2, 0, False),
        (at(4), 0, 0, 0, True),
        (at(5), 0, 0, 1, True),
        (None, 0, 0, 0, False),
        (NA, 0, 0, 0, False),
    ],
)
def test_a_gap_is_what_is_known_to_be_missing(
    standing: Standing | None, gap: int, worth: int, surplus: int, met: bool
) -> None:
    line = report(c=standing).line("c")
    assert line is not None
    assert (line.gap, line.worth, line.surplus, line.met) == (gap, worth, surplus, met)


def test_each_target_is_in_one_list() -> None:
    found = report(a=1, b=2, c=NA)
    assert [line.skill for line in found.gaps] == ["a"]
    assert [line.skill for line in found.strengths] == ["b"]
    assert [line.skill for line in found.not_applicable] == ["c"]
    assert [line.skill for line in found.not_rated] == ["d"]
    assert (found.targets_met, found.targets_asked, found.left_out) == (1, 3, 1)


def test_gaps_go_by_worth_then_by_the_document() -> None:
    found = report(a=0, b=1, c=3, d=1)  # worth 3, 3, 2, 4
    assert [line.skill for line in found.gaps] == ["d", "a", "b", "c"]


def test_strengths_show_the_largest_surplus_first() -> None:
    assert [line.skill for line in report(a=3, b=4, c=5, d=2).strengths] == ["b", "c", "a", "d"]


def test_level_0_is_a_rating_and_unrated_is_not() -> None:
    assert report(a=0).attainment.rated_share == 0.1
    assert report(a=None).attainment.rated_share == 0.0


def test_a_surplus_never_offsets_a_gap() -> None:
    assert report(a=3, b=2, c=3, d=2).attainment == report(a=5, b=5, c=3, d=5).attainment


def test_attainment_is_a_range_until_80_percent_of_the_weight_is_rated() -> None:
    # weights 1 3 2 4, asked 3 6 8 8 = 25
    part = report(a=3, b=1, c=2).attainment  # 6 of 10 rated
    assert (part.exact, part.value, part.rated_share) == (False, None, 0.6)
    assert (part.low, part.high) == (10 / 25, 18 / 25)
    enough = report(b=1, c=2, d=2).attainment  # 9 of 10
    assert (enough.exact, enough.value) == (True, 15 / 22)
    assert (enough.low, enough.high) == (15 / 25, 18 / 25)


def test_exactly_80_percent_is_enough_and_60_draws_an_axis() -> None:
    ten = taxonomy([skill(f"s{n}") for n in range(10)], [role("r", **{f"s{n}": 2 for n in range(10)})])

    def rated(count: int) -> tuple[float | None, float | None]:
        levels = standings(**{f"s{n}": 1 for n in range(count)})
        found = gaps(ten, levels, targets_of(ten, "r")).attainment
        return found.value, found.radar

    assert [rated(5), rated(6), rated(7), rated(8)] == [(None, None), (None, 0.5), (None, 0.5), (0.5, 0.5)]


def test_not_applicable_is_left_out_of_every_figure_and_counted() -> None:
    found = report(a=3, b=2, c=NA, d=2).attainment
    assert (found.left_out, found.value, found.rated_share) == (1, 1.0, 1.0)


def test_nothing_asked_gives_no_figures() -> None:
    for found in (gaps(LADDER, {}, {}), gaps(LADDER, standings(a=NA), targets_of(LADDER, "one"))):
        figures = found.attainment
        assert not figures.asks
        assert (figures.low, figures.high, figures.value, figures.radar, figures.rated_share) == (None,) * 5
        assert figures.exact is False


def test_a_radar_axis_is_the_attainment_of_one_area() -> None:
    areas = dict(report(a=3, b=1, c=2).areas)
    assert list(areas) == ["one", "two"]
    assert areas["one"].radar == 6 / 9
    assert areas["two"].radar is None


def test_good_until_is_the_first_day_on_which_time_changes_a_line() -> None:
    early, late = date(2027, 1, 1), date(2027, 2, 2)
    assert report(a=at(1, changes_on=late), b=at(1, changes_on=early)).good_until == early
    assert report(a=at(1, stale=True)).good_until is None


def test_changes_of_each_kind() -> None:
    old = report(a=1, b=1, c=1, d=5)
    assert moves(old, report(a=2, b=0, c=4, d=1)) == {
        "a": Move.NARROWED,
        "b": Move.WIDENED,
        "c": Move.CLOSED,
        "d": Move.OPENED,
    }
    assert moves(old, report(a=None, b=NA, c=1, d=4)) == {
        "a": Move.WITHDRAWN,
        "b": Move.SET_ASIDE,
        "d": Move.REACHED,
    }
    assert moves(report(b=NA), report(a=1, b=2)) == {"a": Move.OPENED, "b": Move.MET}


def test_changes_of_what_is_asked() -> None:
    levels = standings(a=3, b=1)
    old = gaps(LADDER, levels, {"a": TargetLine(3, 1, "r"), "b": TargetLine(2, 1, "r")})
    new = gaps(LADDER, levels, {"a": TargetLine(4, 1, "r"), "c": TargetLine(2, 1, "r")})
    assert moves(old, new) == {"a": Move.RETARGETED, "c": Move.ASKED, "b": Move.NO_LONGER_ASKED}


def test_saying_the_same_again_changes_nothing() -> None:
    again = Standing(at(1).state, 1, False, Basis.AGREED, date(2026, 9, 9))
    change = changed(report(a=1), report(a=again))
    assert change.lines == ()
    assert (change.met_before, change.met_after) == (0, 0)


def moves(old: GapReport, new: GapReport) -> dict[str, Move]:
    return {change.skill: change.move for change in changed(old, new).lines}


LEVELS = st.none() | st.just(NA) | st.integers(0, 5) | st.builds(at, st.integers(0, 5), stale=st.booleans())


@given(st.fixed_dictionaries(dict.fromkeys("abcd", LEVELS)))
def test_figures_agree_with_each_other(levels: dict[str, int | Standing | None]) -> None:
    found = report(**levels)
    lists = (found.gaps, found.strengths, found.not_rated, found.not_applicable)
    assert sorted(line.skill for each in lists for line in each) == list("abcd")
    figures = found.attainment
    if figures.low is not None and figures.high is not None:
        assert 0 <= figures.low <= figures.high <= 1
        if figures.value is not None:
            assert figures.low <= figures.value <= figures.high


def test_the_order_of_the_input_does_not_matter() -> None:
    targets, levels = targets_of(LADDER, "mid"), standings(a=1, b=1, c=1, d=1)
    backwards = gaps(LADDER, dict(reversed(levels.items())), dict(reversed(targets.items())))
    assert repr(backwards) == repr(gaps(LADDER, levels, targets))


def test_a_skill_that_left_the_taxonomy_is_not_reported() -> None:
    without: Taxonomy = taxonomy([skill("a"), skill("b", retired=True)])
    found = gaps(without, {}, {"a": TargetLine(1, 1, "r"), "b": TargetLine(1, 1, "r")})
    assert [line.skill for line in found.lines] == ["a"]
