"""A section of the grid as a table of inputs, for whoever has no JavaScript or would rather fill a form.

Written by joining strings like `cells.py`; names and what was typed are escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from skillmatrix.taxonomy.targets.grid import HEAVIEST, Column, Grid, Row
from skillmatrix.taxonomy.targets.typed import Place, Typed, field

MOST_INPUTS = 560
"""Inputs of one form; a request may have 600 fields."""


def rows_a_form(grid: Grid) -> int:
    """How many rows one form can have."""
    return max(1, MOST_INPUTS // (2 * max(1, len(grid.columns))))


def inputs(grid: Grid, rows: Iterable[Row], sent: Mapping[Place, Typed]) -> SafeString:
    """Head and body of the table; cells that were `sent` show what was typed, the others their target."""
    write = _Inputs(grid, sent)
    heads = "".join(
        f'<th scope="col" title="{escape(one.name)}">{escape(one.label)}</th>' for one in grid.columns
    )
    caption = escape(_("Level and weight of each skill in each role"))
    body = "".join(write.row(row) for row in rows)
    return SafeString(
        f'<caption class="sr-only">{caption}</caption><thead><tr><th scope="col">{escape(_("Skill"))}</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody>"
    )


class _Inputs:
    """The words of these inputs, looked up once."""

    def __init__(self, grid: Grid, sent: Mapping[Place, Typed]) -> None:
        self.grid = grid
        self.sent = sent
        self.level = escape(_("%(skill)s, %(role)s: level"))
        self.weight = escape(_("%(skill)s, %(role)s: weight"))

    def row(self, row: Row) -> str:
        """A skill with two inputs for each role."""
        cells = "".join(self.cell(column, row) for column in self.grid.columns)
        return f'<tr><th scope="row">{escape(row.name)}</th>{cells}</tr>'

    def cell(self, column: Column, row: Row) -> str:
        """Level and weight, and what is wrong with them."""
        typed = self.sent.get((column.slug, row.slug))
        level, weight = column.asks(row.slug)
        shown = (typed.level, typed.weight) if typed else (str(level or ""), str(weight) if level else "")
        wrong = ' aria-invalid="true"' if typed and typed.problem else ""
        warnings = self.grid.warnings.get((column.slug, row.slug), ())
        note = f'<small class="warning">{escape(" ".join(warnings))}</small>' if warnings else ""
        names = {"skill": escape(row.name), "role": escape(column.name)}
        return (
            f"<td><span>{self._input('level', column, row, shown[0], self.level % names, (0, self.grid.top), wrong)}"
            f'<span aria-hidden="true">×</span>'
            f"{self._input('weight', column, row, shown[1], self.weight % names, (1, HEAVIEST), wrong)}</span>{note}</td>"
        )

    def _input(
        self, what: str, column: Column, row: Row, value: str, label: str, ends: tuple[int, int], wrong: str
    ) -> str:
        return (
            f'<input type="number" inputmode="numeric" id="{what}-{column.slug}_{row.slug}"'
            f' name="{field(what, column.slug, row.slug)}" min="{ends[0]}" max="{ends[1]}"'
            f' value="{escape(value)}" aria-label="{label}"{wrong}>'
        )
