"""Bytes or text into a header and rows, numbered as a spreadsheet numbers them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmatrix.people.importing.decoding import NotAList, decode
from skillmatrix.taxonomy.spreadsheet.cells import as_typed
from skillmatrix.taxonomy.spreadsheet.findings import Log, NotASpreadsheet, shortened
from skillmatrix.taxonomy.spreadsheet.headers import fixed_column, letter, place_of

MOST_ROWS = 5_000
MOST_COLUMNS = 250
_SEPARATORS = (",", ";", "\t", "|")
_HEADER_WITHIN = 10
"""A header stands in one of so many first rows; above it there may be a title."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row that is not empty, as many cells as the header has."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The table. `row` is that of the header."""

    row: int
    headers: tuple[str, ...]
    records: tuple[Record, ...]

    def column(self, index: int) -> str:
        """How a message names a column: its letter and its header."""
        return place_of(index, self.headers[index] if index < len(self.headers) else "")


def read_table(raw: bytes | str, log: Log) -> Grid | None:
    """Read the sheet; None when there is no header to go by. Raises `NotASpreadsheet`."""
    text = _text(raw, log)
    rows = list(_rows(text, _separator(text), log))
    if not any(any(cells) for _row, cells in rows):
        log.refuse(0, "", _("There is nothing in this sheet."))
        return None
    found = _header(rows, log)
    if found is None or len(found[1]) > MOST_COLUMNS:
        if found:
            log.refuse(found[0], "", _("There are more than 250 columns. Leave out those not needed."))
        return None
    row, headers, body = found
    records = tuple(_records(body, headers, log))
    if not records and not log.problems:
        log.refuse(row, "", _("There is no skill below the header."))
    return Grid(row, headers, records)


def _text(raw: bytes | str, log: Log) -> str:
    try:
        decoded = decode(raw.encode() if isinstance(raw, str) else raw)
    except (NotAList, UnicodeEncodeError) as refused:
        told = str(refused) if isinstance(refused, NotAList) else _("This is not a text file.")
        raise NotASpreadsheet(told) from None
    if "\ufffd" in decoded.text and decoded.note:
        raise NotASpreadsheet(_("The encoding of this file cannot be told. Save it again as CSV (UTF-8)."))
    if decoded.note:
        log.note(
            _("This file is not in UTF-8. It was read as Western European: look at letters with accents.")
        )
    text = decoded.text.lstrip("\ufeff")
    # What Excel writes for itself, and does not show as a row.
    return re.sub(r"\Asep=.\r?\n", "", text, flags=re.IGNORECASE)


def _separator(text: str) -> str:
    """The sign that makes most sense of the first rows."""

    def sense(mark: str) -> tuple[int, int]:
        rows = _some_rows(text[:100_000], mark)
        known = max((len({fixed_column(cell) for cell in cells} - {None}) for cells in rows), default=0)
        return known, max((len(cells) for cells in rows), default=0)

    return max(_SEPARATORS, key=sense)


def _some_rows(text: str, mark: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        return [cells for cells, _count in zip(reader, range(_HEADER_WITHIN), strict=False)]
    except csv.Error:
        return []


def _rows(text: str, separator: str, log: Log) -> Iterator[tuple[int, list[str]]]:
    """Every row with its number, as far as the text can be split. A cell of three lines is still one row."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, 1):
            if row > MOST_ROWS + _HEADER_WITHIN:
                log.refuse(row, "", _("There are more than 5,000 rows. Split the sheet."))
                return
            yield row, [as_typed(cell) for cell in cells]
    except csv.Error:
        told = _("This row cannot be split into cells. Look for a quotation mark that is not closed.")
        log.refuse(row + 1, "", told)


Rows = list[tuple[int, list[str]]]


def _header(rows: Rows, log: Log) -> tuple[int, tuple[str, ...], Rows] | None:
    """The header's row, its cells, and what stands below it."""
    filled = [place for place, (_row, cells) in enumerate(rows) if any(cells)]
    for place in filled[:_HEADER_WITHIN]:
        row, cells = rows[place]
        if {"skill", "area"} <= {fixed_column(cell) for cell in cells}:
            if place != filled[0]:
                log.note(_("What stands above the header in row %(row)d was left aside.") % {"row": row})
            return row, *_with_second_line(cells, rows[place + 1 :], log)
    row, cells = rows[filled[0]]
    known = {fixed_column(cell) for cell in cells}
    if "skill" in known or "area" in known:
        missing = "area" if "skill" in known else "skill"
        told = _("There is no column “%(column)s”. Name it in the header; it is needed.") % {
            "column": missing
        }
    else:
        told = _(
            "There is no header. The first row names the columns: skill, area, one for each level "
            "(“0 New”), one for each role."
        )
    log.refuse(row, "", told)
    return None


def _with_second_line(cells: list[str], below: Rows, log: Log) -> tuple[tuple[str, ...], Rows]:
    """A header of two lines, as merged cells leave it: “Levels” over “0 New”, “1 Aware” and so on."""
    skill, area = (
        next(place for place, cell in enumerate(cells) if fixed_column(cell) == name)
        for name in ("skill", "area")
    )
    if not below:
        return _trimmed(cells), below
    row, second = below[0]
    second = second + [""] * (len(cells) - len(second))
    is_second = any(under and not over for over, under in zip(cells, second, strict=False)) and not (
        second[skill] or second[area]
    )
    if not is_second:
        return _trimmed(cells), below
    log.note(_("The header was read from two rows, the second of them row %(row)d.") % {"row": row})
    cells = cells + [""] * (len(second) - len(cells))
    return _trimmed([under or over for over, under in zip(cells, second, strict=True)]), below[1:]


def _trimmed(cells: Collection[str]) -> tuple[str, ...]:
    """Without the empty cells at the end, which some programs add."""
    found = list(cells)
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _records(rows: Rows, headers: tuple[str, ...], log: Log) -> Iterator[Record]:
    wanted = len(headers)
    for row, cells in rows:
        if not any(cells):
            continue
        surplus = next((place for place in range(wanted, len(cells)) if cells[place]), None)
        if surplus is not None:
            told = _("“%(text)s” stands in a column without a header. Name the column, or empty the cell.")
            log.refuse(row, letter(surplus), told % {"text": shortened(cells[surplus])})
        elif len(cells) < wanted:
            told = ngettext(
                "This row has %(given)d cell and the header %(wanted)d. Is a separator missing?",
                "This row has %(given)d cells and the header %(wanted)d. Is a separator missing?",
                len(cells),
            )
            log.refuse(row, "", told % {"given": len(cells), "wanted": wanted})
        else:
            yield Record(row, tuple(cells[:wanted]))
