"""The matrix's cells: six states that tell themselves apart without colour, and nothing unescaped."""

from __future__ import annotations

import re
from datetime import date

import pytest

from roadmaps.teams.coverage import coverages
from roadmaps.teams.matrix import Mode, Order, foot_of, heads_of, ordered, rows_of
from tests import taxonomies
from tests.roadmaps.pictures import NA, One, picture

WORLD = taxonomies.taxonomy(
    [taxonomies.skill("a"), taxonomies.skill("b", area="two"), taxonomies.skill("c", area="two")],
    [taxonomies.role("junior", a=1), taxonomies.role("mid", a=3, b=2)],
)


def cell(mode: Mode, one: One, column: int = 0) -> tuple[str, str]:
    """(classes, what is read out) of one cell."""
    html = rows_of(picture(WORLD, one), [column], mode)
    found = re.search(r'<td class="([^"]*)"><a href="[^"]*">(.*?)</a></td>', html)
    assert found
    return found[1], re.sub("<[^>]+>", "", found[2])


@pytest.mark.parametrize(
    ("one", "classes", "words"),
    [
        (One("Ana"), "unrated", "·not rated, asked 3"),
        (One("Ana", levels={"a": NA}), "na", "n/a"),
        (One("Ana", levels={"a": 3}, stale=("a",)), "l3 stale", "3, met, out of date"),
        (One("Ana", levels={"a": 1}), "l1 below", "1, below 3"),
        (One("Ana", levels={"a": 3}), "l3", "3, met"),
        (One("Ana", levels={"a": 5}), "l5 above", "5, above 3"),
        (One("Ana", levels={"a": 0}), "l0 below", "0, below 3"),
        (One("Ana", role=None, levels={"a": 4}), "unasked", "4, not asked for"),
    ],
)
def test_each_state_has_a_form_and_words_of_its_own(one: One, classes: str, words: str) -> None:
    assert cell(Mode.LEVEL, one) == (classes, words)


@pytest.mark.parametrize(
    ("one", "classes", "words"),
    [
        (One("Ana"), "unrated", "·not rated, asked 3"),
        (One("Ana", levels={"a": NA}), "na", "n/a"),
        (One("Ana", levels={"a": 0}), "below g3", "−3, below 3"),
        (One("Ana", levels={"a": 2}, stale=("a",)), "below g1 stale", "−1, below 3, out of date"),
        (One("Ana", levels={"a": 3}), "gap-met", "✓, met"),
        (One("Ana", levels={"a": 5}), "above g2", "+2, above 3"),
        (One("Ana", role=None, levels={"a": 4}), "unasked", "not asked for"),
    ],
)
def test_gaps_instead_of_levels(one: One, classes: str, words: str) -> None:
    assert cell(Mode.GAP, one) == (classes, words)


def test_a_cell_leads_to_the_skill_of_the_person() -> None:
    html = rows_of(picture(WORLD, One("Ana", levels={"a": 3})), [0], Mode.LEVEL)
    assert 'href="/people/00000000-0000-0000-0000-000000000000/#a"' in html


def test_names_are_escaped() -> None:
    html = rows_of(picture(WORLD, One("<b>Ana</b>", team="<i>")), [0], Mode.LEVEL, grouped_from=None)
    assert "<b>" not in html
    assert "&lt;b&gt;Ana" in html


def test_whoever_has_shared_nothing_has_one_empty_cell() -> None:
    html = rows_of(picture(WORLD, One("Ana", levels={"a": 4}, shared=None)), [0, 1, 2], Mode.LEVEL)
    assert html.count("<td") == 1
    assert 'colspan="3">has not shared yet' in html


def test_teams_below_get_a_heading_each() -> None:
    people = (One("Ana"), One("Bo", team="search"), One("Cy", team="search"), One("Di", team="web"))
    html = rows_of(picture(WORLD, *people), [0], Mode.LEVEL, grouped_from=1)
    assert re.findall(r'<tr class="group">.*?href="([^"]*)"', html) == ["/teams/search/", "/teams/web/"]


def test_heads_span_their_areas() -> None:
    html = heads_of(picture(WORLD, One("Ana")), [0, 1, 2])
    assert re.findall(r'colspan="(\d)"><span>(\w+)', html) == [("1", "One"), ("2", "Two")]
    assert html.count('class="slant"') == 3


def test_the_last_row_says_where_it_is_thin() -> None:
    html = foot_of(coverages(picture(WORLD, One("Ana", levels={"a": 3}), One("Bo", levels={"a": 3, "b": 3}))))
    assert re.findall(r'<td class="([^"]*)"', html) == ["covered", "covered thin", "covered"]
    assert "1 person at 3 or above, a single point of failure" in html


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (Order.NAME, ["Ana", "bo", "Cy", "Di"]),
        (Order.ROLE, ["Cy", "Ana", "Di", "bo"]),
        (Order.SHARED, ["bo", "Ana", "Cy", "Di"]),
    ],
)
def test_people_are_sorted_and_never_by_level(order: Order, names: list[str]) -> None:
    drawn = picture(
        WORLD,
        One("Di", "mid", shared=None),
        One("Cy", "junior", levels={"a": 5}, shared=date(2026, 1, 1)),
        One("Ana", "mid", levels={"a": 1}, shared=date(2026, 1, 2)),
        One("bo", None, levels={"a": 3}, shared=date(2026, 2, 1)),
    )
    assert [drawn.members[row].name for row in ordered(drawn, order)] == names


def test_kinds_of_cell_are_written_once_whatever_the_size() -> None:
    people = [One(f"P{n}", levels={"a": n % 6, "b": 2}) for n in range(50)]
    html = rows_of(picture(WORLD, *people), [0, 1, 2], Mode.LEVEL)
    assert html.count("<tr>") == 50
    assert html.count("<td") == 150
    assert "style=" not in html
