"""A section of the grid as a form: what was typed, and what of it changes anything."""

from __future__ import annotations

import pytest

from skillmatrix.taxonomy.targets.grid import NOTHING, grid
from skillmatrix.taxonomy.targets.typed import (
    changed,
    field,
    moved,
    shown_targets,
    shown_text,
    typed,
    with_targets,
)

from .test_grid import content

GRID = grid(content(), longest=100)
ROWS = GRID.sections[0].rows


def sent(**cells: str) -> dict[str, str]:
    """A form: `sent(junior_s0="2 3")` has level 2 and weight 3."""
    data = {}
    for place, text in cells.items():
        role, skill = place.split("_")
        level, _space, weight = text.partition(" ")
        data |= {field("level", role, skill): level, field("weight", role, skill): weight}
    return data


@pytest.mark.parametrize(("text", "asked"), [("2 3", (2, 3)), ("2", (2, 1)), ("", NOTHING), ("0 5", NOTHING)])
def test_what_is_typed_is_a_target(text: str, asked: tuple[int, int]) -> None:
    (cell,) = typed(GRID, ROWS, sent(junior_s0=text))

    assert (cell.asked, cell.problem) == (asked, "")


@pytest.mark.parametrize("text", ["3", "-1", "2 0", "2 10", "two", "1.5", "1 x", "٢", "9999"])
def test_what_is_no_target_is_named_by_row_and_column(text: str) -> None:
    (cell,) = typed(GRID, ROWS, sent(lead_s1=text))

    assert cell.asked == NOTHING
    assert cell.problem.startswith("Skill 1, Lead: ")
    assert (cell.level, cell.weight) == tuple(text.partition(" ")[::2])


def test_what_the_form_showed_goes_there_and_back() -> None:
    assert shown_text(GRID, ROWS) == "junior:s0:1:1 lead:s0:2:3"
    assert shown_targets("junior:s0:1:1 lead:s0:2:3") == {("junior", "s0"): (1, 1), ("lead", "s0"): (2, 3)}
    assert shown_targets("") == shown_targets("<script> a:b:c:d junior:s0:11:1 \0") == {}


def test_only_what_differs_from_the_form_is_a_change() -> None:
    cells = typed(GRID, ROWS, sent(junior_s0="1 1", lead_s0="2 2", junior_s2="", lead_s2="1"))
    mine = changed(cells, shown_targets(shown_text(GRID, ROWS)))

    assert [cell.place for cell in mine] == [("lead", "s0"), ("lead", "s2")]
    assert moved(mine, shown_targets(shown_text(GRID, ROWS))) == []


def test_a_cell_that_somebody_else_changed_is_noticed_unless_they_agree() -> None:
    before = {("junior", "s0"): (2, 1), ("lead", "s0"): (1, 1)}  # now 1×1 and 2×3
    cells = typed(GRID, ROWS, sent(junior_s0="2 2", lead_s0="2 3"))

    assert [cell.place for cell in moved(changed(cells, before), before)] == [("junior", "s0")]


def test_targets_keep_their_order() -> None:
    cells = typed(GRID, ROWS, sent(junior_s0="2 2", junior_s1="", junior_s2="1"))

    after = with_targets({"s1": [1, 1], "s0": [1, 1], "last": [2, 2]}, cells)
    assert list(after.items()) == [("s0", [2, 2]), ("last", [2, 2]), ("s2", [1, 1])]
