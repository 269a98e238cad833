"""A section of the grid as a plain form: what was typed, what is wrong with it, and what it changes.

The form carries what each of its cells showed, so that a cell that somebody else changed meanwhile is noticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.targets.grid import HEAVIEST, NOTHING, Asked, Column, Grid, Row

Place = tuple[str, str]
"""Role and skill."""

_SHOWN = re.compile(r"([a-z0-9-]+):([a-z0-9-]+):([0-9]):([0-9])")


@dataclass(frozen=True, slots=True)
class Typed:
    """One cell as it was typed. `problem` says what is wrong; `asked` is the target where nothing is."""

    column: Column
    row: Row
    level: str
    weight: str
    asked: Asked = NOTHING
    problem: str = ""

    @property
    def place(self) -> Place:
        """Role and skill."""
        return self.column.slug, self.row.slug


def field(what: str, role: str, skill: str) -> str:
    """The name of an input; `what` is "level" or "weight"."""
    return f"{what}:{role}:{skill}"


def typed(grid: Grid, rows: Iterable[Row], data: Mapping[str, str]) -> list[Typed]:
    """Return each cell of these rows that the form has inputs for, in reading order."""
    found = []
    for row in rows:
        for column in grid.columns:
            level = data.get(field("level", column.slug, row.slug))
            if level is not None:
                weight = data.get(field("weight", column.slug, row.slug), "")
                found.append(_typed(grid, column, row, level.strip(), weight.strip()))
    return found


def _typed(grid: Grid, column: Column, row: Row, level: str, weight: str) -> Typed:
    rank, counts = _number(level or "0"), _number(weight or "1")
    problem, values = "", {"skill": row.name, "role": column.name, "top": grid.top, "most": HEAVIEST}
    if rank is None or rank > grid.top:
        problem = _("%(skill)s, %(role)s: choose a level from 1 to %(top)d, or leave it empty.") % values
    elif not counts or counts > HEAVIEST:
        problem = _("%(skill)s, %(role)s: the weight is a number from 1 to %(most)d.") % values
    asked = (rank, counts) if rank and counts and not problem else NOTHING
    return Typed(column, row, level, weight, asked, problem)


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text) else None


def shown_text(grid: Grid, rows: Iterable[Row]) -> str:
    """What the cells of these rows show, to be carried by the form; empty cells are left out."""
    return " ".join(
        f"{column.slug}:{row.slug}:{target[0]}:{target[1]}"
        for row in rows
        for column in grid.columns
        if (target := column.asks(row.slug)) != NOTHING
    )


def shown_targets(text: str) -> dict[Place, Asked]:
    """What `shown_text` said; entries that are none of ours count as empty cells."""
    matches = (_SHOWN.fullmatch(entry) for entry in text.split(" "))
    return {(m[1], m[2]): (int(m[3]), int(m[4])) for m in matches if m}


def changed(cells: Iterable[Typed], shown: Mapping[Place, Asked]) -> list[Typed]:
    """The cells that ask something else than the form showed."""
    return [cell for cell in cells if cell.asked != shown.get(cell.place, NOTHING)]


def moved(cells: Iterable[Typed], shown: Mapping[Place, Asked]) -> list[Typed]:
    """Of changed cells, those that somebody else changed meanwhile, and not to what is typed here."""
    return [
        cell
        for cell in cells
        if cell.column.asks(cell.row.slug) not in (shown.get(cell.place, NOTHING), cell.asked)
    ]


def with_targets(targets: Mapping[str, list[int]], cells: Iterable[Typed]) -> dict[str, list[int]]:
    """A role's targets with those of the cells in place; the others keep their order."""
    after = dict(targets)
    for cell in cells:
        if cell.asked == NOTHING:
            after.pop(cell.row.slug, None)
        else:
            after[cell.row.slug] = list(cell.asked)
    return after
