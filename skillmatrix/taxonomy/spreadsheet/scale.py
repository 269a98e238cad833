"""Level columns against a scale: the present one, which stays, or the one that the columns themselves are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmatrix.taxonomy.document import Level
from skillmatrix.taxonomy.spreadsheet.columns import LONGEST_NAME, LevelColumn
from skillmatrix.taxonomy.spreadsheet.findings import Log, did_you_mean
from skillmatrix.taxonomy.spreadsheet.naming import key
from skillmatrix.taxonomy.spreadsheet.table import Grid

FEWEST, MOST_LEVELS = 3, 10


@dataclass(frozen=True, slots=True)
class Scale:
    """Names from the lowest level up. `ranks`: column → rank. `first`: the number that the lowest one has in cells."""

    names: tuple[str, ...]
    ranks: Mapping[int, int]
    first: int = 0

    def rank(self, written: str) -> int | None:
        """Return the rank of a level as a cell names it: by its number or by its name; None if there is none."""
        if written.isdecimal():
            rank = int(written[:4]) - self.first
            return rank if 0 <= rank < len(self.names) else None
        return next((rank for rank, name in enumerate(self.names) if key(name) == key(written)), None)

    @property
    def span(self) -> str:
        """The numbers that a cell may hold."""
        return f"{self.first}–{self.first + len(self.names) - 1}"


def present_scale(columns: list[LevelColumn], levels: tuple[Level, ...], grid: Grid, log: Log) -> Scale:
    """Return the scale as it is, with the columns that have sentences for it. Another scale is refused."""
    names = tuple(level.name for level in levels)
    by_name = {key(name): rank for rank, name in enumerate(names)}
    ranks: dict[int, int] = {}
    for column in columns:
        rank = by_name.get(key(column.name)) if column.number is None else column.number
        if told := _other_level(column, rank, names) or _taken(rank, ranks, grid):
            log.refuse(grid.row, grid.column(column.index), told)
        elif rank is not None:
            ranks[column.index] = rank
    return Scale(names, ranks)


def _other_level(column: LevelColumn, rank: int | None, names: tuple[str, ...]) -> str:
    """Why a column is no level of the present scale."""
    elsewhere = _("A spreadsheet does not change the scale: do that on the page “Scale” of the draft.")
    if rank is None or rank >= len(names):
        told = _("There is no such level; the scale goes from 0 “%(low)s” to %(top)d “%(high)s”.")
        told %= {"low": names[0], "top": len(names) - 1, "high": names[-1]}
        return " ".join(filter(None, (told, did_you_mean(column.name, names), elsewhere)))
    if column.name and key(column.name) != key(names[rank]):
        told = _("Level %(rank)d is called “%(name)s” here.") % {"rank": rank, "name": names[rank]}
        return f"{told} {elsewhere}"
    return ""


def _taken(rank: int | None, ranks: Mapping[int, int], grid: Grid) -> str:
    first = next((index for index, other in ranks.items() if other == rank), None)
    if first is None:
        return ""
    return _("Column %(first)s is this level already. Remove one of the two.") % {"first": grid.column(first)}


def new_scale(columns: list[LevelColumn], present: tuple[Level, ...], grid: Grid, log: Log) -> Scale | None:
    """Return the scale that the columns are, in order; None after the log was told why they are none.

    Where something is published (`present`), it has to have as many levels: what becomes of ratings if it
    does not is for an admin to say.
    """
    numbers = sorted({column.number for column in columns if column.number is not None})
    if not FEWEST <= len(columns) <= MOST_LEVELS:
        told = ngettext(
            "A scale has 3 to 10 levels, and there is %(found)d column of a level. Name them “0 New”, “1 Aware” …",
            "A scale has 3 to 10 levels, and there are %(found)d columns of a level. Name them “0 New”, “1 Aware” …",
            len(columns),
        )
        log.refuse(grid.row, "", told % {"found": len(columns)})
    elif numbers and not _counted(columns, numbers, grid, log):
        pass
    elif present and len(columns) != len(present):
        told = _(
            "There are %(found)d levels here and %(present)d in the present scale. A spreadsheet cannot say what "
            "becomes of ratings then: change the scale on the page “Scale” of the draft first."
        )
        log.refuse(grid.row, "", told % {"found": len(columns), "present": len(present)})
    else:
        return _in_order(columns, numbers[0] if numbers else 0, grid, log)
    return None


def _counted(columns: list[LevelColumn], numbers: list[int], grid: Grid, log: Log) -> bool:
    """Whether the numbers in the headers count up from 0 or 1 without a hole."""
    first: dict[int, int] = {}
    sound = True
    for column in columns:
        if column.number is None:
            log.refuse(grid.row, grid.column(column.index), _("Number this level as the others are."))
            sound = False
        elif column.number in first:
            told = _("Column %(first)s has this number already.") % {
                "first": grid.column(first[column.number])
            }
            log.refuse(grid.row, grid.column(column.index), told)
            sound = False
        else:
            first[column.number] = column.index
    due = next((n for n in range(numbers[0], numbers[-1]) if n not in numbers), None)
    if numbers[0] > 1:
        due = 0
    if due is not None:
        log.refuse(
            grid.row, "", _("There is no column for level %(due)d. Levels are counted from 0.") % {"due": due}
        )
    return sound and due is None


def _in_order(columns: list[LevelColumn], first: int, grid: Grid, log: Log) -> Scale | None:
    ordered = (
        sorted(columns, key=lambda column: column.number or 0) if first or _numbered(columns) else columns
    )
    names: list[str] = []
    for column in ordered:
        name = column.name or _("Level %(number)d") % {"number": column.number or 0}
        if key(name) in map(key, names):
            told = _("Another level is called “%(name)s” too. Give each level its own name.") % {"name": name}
            log.refuse(grid.row, grid.column(column.index), told)
        elif len(name) > LONGEST_NAME:
            log.refuse(
                grid.row, grid.column(column.index), _("The name is longer than 120 characters. Shorten it.")
            )
        names.append(name)
    if first:
        told = _(
            "Levels are counted from 0 here, so your level 1 is level 0, and your targets count accordingly."
        )
        log.note(told)
    return Scale(tuple(names), {column.index: rank for rank, column in enumerate(ordered)}, first)


def _numbered(columns: list[LevelColumn]) -> bool:
    return any(column.number is not None for column in columns)
