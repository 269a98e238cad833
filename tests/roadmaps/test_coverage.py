"""Coverage, gaps and the work list of a team, on pictures made by hand."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.targets import Override
from roadmaps.teams.answers import answers
from roadmaps.teams.coverage import coverages, thin
from roadmaps.teams.overview import Attention, largest_gaps, progress, totals, work_list
from roadmaps.teams.words import coverage_words
from tests import taxonomies
from tests.roadmaps.pictures import NA, One, picture

WORLD = taxonomies.taxonomy(
    [taxonomies.skill("a"), taxonomies.skill("b"), taxonomies.skill("c"), taxonomies.skill("d", coverage=4)],
    [taxonomies.role("mid", a=(3, 3), b=2, d=2), taxonomies.role("senior", a=(4, 3), b=(3, 2))],
)


def cover(skill: str, *people: One):
    found = {one.skill: one for one in coverages(picture(WORLD, *people))}
    return found[skill]


@pytest.mark.parametrize(
    ("people", "count"),
    [
        ([One("Ana", levels={"a": 3}), One("Bo", levels={"a": 4})], 2),
        ([One("Ana", levels={"a": 2})], 0),
        ([One("Ana", levels={"a": NA}), One("Bo")], 0),
        ([One("Ana", levels={"a": 5}, away=True), One("Bo", levels={"a": 3})], 1),
        ([One("Ana", levels={"a": 5}, shared=None)], 0),
        ([One("Ana", levels={"a": 3}, stale=("a",))], 1),
        ([One("Ana", role=None, levels={"a": 3})], 1),
    ],
)
def test_who_counts(people: list[One], count: int) -> None:
    assert cover("a", *people).count == count


def test_a_skill_may_want_another_level() -> None:
    assert cover("d", One("Ana", levels={"d": 3})).count == 0
    assert cover("d", One("Ana", levels={"d": 4})).count == 1


@pytest.mark.parametrize(
    ("skill", "levels", "factor"), [("a", {"a": 3}, 1), ("a", {}, 0), ("c", {}, None), ("b", {"b": 3}, 1)]
)
def test_bus_factor_only_where_somebody_asks(skill: str, levels: dict[str, int], factor: int | None) -> None:
    assert cover(skill, One("Ana", levels=levels)).bus_factor == factor


def test_two_holders_are_no_single_point_of_failure() -> None:
    one = cover("a", One("Ana", levels={"a": 3}), One("Bo", levels={"a": 3}))
    assert (one.is_thin, one.bus_factor) == (False, None)


def test_a_team_of_one_is_thin_only_where_nobody_holds_it() -> None:
    found = coverages(picture(WORLD, One("Ana", levels={"a": 3})))
    assert [one.skill for one in thin(found)] == ["b", "d"]


def test_helpers_stand_a_level_above_and_the_closest_below() -> None:
    one = cover("a", One("Ana", levels={"a": 4}), One("Bo", levels={"a": 3}), One("Cy", levels={"a": 2}))
    assert (one.holders, one.helpers, one.closest) == ((0, 1), (0,), ())
    one = cover(
        "a", One("Ana", levels={"a": 1}), One("Bo", levels={"a": 2}), One("Cy", levels={"a": 5}, away=True)
    )
    assert (one.holders, one.helpers, one.closest) == ((), (), (1,))


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ([One("Ana")], "nobody at ≥ 3"),
        ([One("Ana", levels={"a": 3})], "1 at ≥ 3"),
        (
            [
                One("Ana", levels={"a": 3}, agreed=("a",)),
                One("Bo", levels={"a": 4}, stale=("a",)),
                One("Cy", levels={"a": 3}),
            ],
            "3 at ≥ 3, 1 of them agreed, 1 out of date",
        ),
    ],
)
def test_coverage_in_words(people: list[One], words: str) -> None:
    assert coverage_words(cover("a", *people)) == words


def test_thin_puts_first_what_weighs_most_where_the_level_is_asked() -> None:
    found = thin(coverages(picture(WORLD, One("Ana", "senior"), One("Bo", levels={"a": 3}))))
    assert [(one.skill, one.demand) for one in found] == [("a", 6), ("b", 2), ("d", 0)]


def test_totals_leave_out_what_is_not_applicable_and_who_is_away() -> None:
    found = totals(
        picture(
            WORLD,
            One("Ana", levels={"a": 3, "b": NA}),
            One("Bo", shared=None, levels={"a": 5}),
            One("Cy", away=True, levels={"a": 3}),
            One("Di", role=None, levels={"a": 3}),
        )
    )
    assert (found.people, found.counted) == (4, 2)
    assert (found.met, found.asked, found.rated, found.left_out) == (1, 5, 1, 1)
    assert found.rated_share == 20


def test_totals_of_nothing_asked() -> None:
    assert totals(picture(WORLD, One("Ana", role=None))).rated_share is None


def test_largest_gaps_are_weighted_and_count_people() -> None:
    found = largest_gaps(
        picture(
            WORLD,
            One("Ana", levels={"a": 1, "b": 1}),
            One("Bo", levels={"a": 2, "b": 4}),
            One("Cy", levels={"a": 0}, shared=None),
            One("Di", levels={"a": 0}, away=True),
        )
    )
    # a: 3 × (2 + 1); b: 1 × 1; what nobody has rated is no gap, and a surplus pays for nothing.
    assert [(gap.skill, gap.worth, gap.people) for gap in found] == [("a", 9, 2), ("b", 1, 1)]


def test_many_heavy_gaps_do_not_wrap_around() -> None:
    people = [One(f"P{n}", levels={"a": 0}) for n in range(60)]
    assert largest_gaps(picture(WORLD, *people))[0].worth == 60 * 9


def test_overrides_change_what_is_asked() -> None:
    found = progress(
        picture(WORLD, One("Ana", levels={"a": 3}, overrides={"a": Override(4, "x"), "c": Override(1, "y")}))
    )
    assert (found[0].met, found[0].asked) == (0, 4)


def test_the_work_list_names_who_needs_a_word() -> None:
    people = [
        One("Ana", levels={"a": 3, "b": 3, "d": 3}),
        One("Bo", role=None, levels={"a": 3}),
        One("Cy", shared=None, joined=date(2026, 2, 1)),
        One("Di", away=True, shared=None),
        One("Ed", levels={"a": 3}),
    ]
    found = [(matter.why, matter.place) for matter in work_list(picture(WORLD, *people))]
    assert found == [
        (Attention.NO_ROLE, 1),
        (Attention.NOT_SHARED, 2),
        (Attention.UNRATED, 4),
        (Attention.NEW, 2),
        (Attention.AWAY, 3),
    ]


def test_a_role_that_is_gone_counts_as_none() -> None:
    assert work_list(picture(WORLD, One("Ana", "gone", levels={"a": 3})))[0].why is Attention.NO_ROLE


def test_whoever_has_shared_nothing_has_no_levels_at_all() -> None:
    drawn = picture(WORLD, One("Ana", levels={"a": 4}, agreed=("a",), stale=("a",), shared=None))
    assert drawn.standings.values.min() == 255
    assert not drawn.standings.stale.any()
    assert drawn.standings.basis.max() == 0


def test_answers_say_whom_a_helper_would_help() -> None:
    drawn = picture(WORLD, One("Ana", levels={"a": 4}), One("Bo", levels={"a": 1, "b": 1}))
    found = answers(drawn, {})
    assert [(one.skill, one.people, [m.name for m in one.helpers]) for one in found.help] == [
        ("a", 1, ["Ana"])
    ]
    assert (found.thin_count, found.learn) == (3, ())


def test_whoever_can_help_has_nothing_to_gain_from_themselves() -> None:
    drawn = picture(
        WORLD, One("Ana", "senior", levels={"a": 4}, overrides={"a": Override(5, "x")}), One("Bo")
    )
    assert answers(drawn, {}).help == ()


def test_an_empty_team_has_no_figures() -> None:
    drawn = picture(WORLD, One("Ana")).take([])
    assert (totals(drawn).people, largest_gaps(drawn), work_list(drawn), thin(coverages(drawn))) == (
        0,
        (),
        (),
        (),
    )
