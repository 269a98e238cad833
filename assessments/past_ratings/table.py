"""A file with past ratings as lines: CSV in any usual encoding, XLSX, or an export of one's own data."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from skillmatrix.people.importing.decoding import MOST_BYTES, NotAList, decode
from skillmatrix.people.names import tidy
from skillmatrix.taxonomy.spreadsheet.cells import as_typed

from . import workbook

MOST_ROWS = 5_000
MOST_CELL = 300
OWN_EXPORT = "ratings.csv"
"""How the file is called in an export of one's own data."""
NEEDED = ("skill", "level", "date")
COLUMNS = ("person", *NEEDED, "source")
_ALSO = {
    "email": "person", "e-mail": "person", "mail": "person", "employee": "person", "e-mail address": "person",
    "competence": "skill", "competency": "skill", "rating": "level", "score": "level", "value": "level",
    "day": "date", "rated on": "date", "origin": "source",
}  # fmt: skip
_SEPARATORS = (",", ";", "\t", "|")
FORMULA = "=?"
Rows = Iterator[tuple[int, list[str]]]


class NotATable(ValueError):
    """This cannot be read as a table of ratings; the text says what to do about it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One rating as written, tidied. `row` is the row as a spreadsheet counts it."""

    row: int
    person: str
    skill: str
    level: str
    date: str
    source: str

    def as_json(self) -> dict[str, str | int]:
        """For keeping between the dry run and the yes; `Line(**found)` reads it back."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines that are not empty, and remarks that stop nobody."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


def read(data: bytes) -> Sheet:
    """Read a file. Raises NotATable when there is no table in it, or more than one may send."""
    if len(data) > MOST_BYTES:
        raise NotATable(_("This file is larger than 5 MB. Split it, or leave out columns."))
    if not workbook.is_archive(data):
        return _from_text(data)
    try:
        archive = workbook.open_archive(data)
        if OWN_EXPORT in archive.namelist():
            return _from_text(workbook.part(archive, OWN_EXPORT))
        return _lines(workbook.rows(data, most=MOST_ROWS + 2), ())
    except workbook.NotAWorkbook:
        told = _("This file cannot be read as a spreadsheet. Save it as CSV (UTF-8) or XLSX and choose that.")
        raise NotATable(told) from None


def _from_text(data: bytes) -> Sheet:
    try:
        decoded = decode(data)
    except NotAList as refused:
        raise NotATable(str(refused)) from None
    text = re.sub(r"\Asep=.\r?\n", "", decoded.text.lstrip("\ufeff"), flags=re.IGNORECASE)
    return _lines(_rows(text), (decoded.note,) if decoded.note else ())


def _rows(text: str) -> Rows:
    first = next((line for line in text.splitlines() if line.strip()), "")
    best = max(_SEPARATORS, key=lambda mark: len(set(COLUMNS) & set(_columns(first.split(mark)))))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=best, strict=True)
    number = 1
    try:
        for cells in reader:
            yield number, [as_typed(cell) for cell in cells]
            number = reader.line_num + 1
    except csv.Error:
        told = _("Row %(row)s cannot be split into cells. Look for a quotation mark that is not closed.")
        raise NotATable(told % {"row": number}) from None


def _columns(cells: Sequence[str]) -> list[str]:
    names = [tidy(cell.strip('"')).casefold() for cell in cells]
    return [_ALSO.get(name, name) for name in names]


def _lines(rows: Rows, notes: tuple[str, ...]) -> Sheet:
    filled = ((row, cells) for row, cells in rows if any(cell.strip() for cell in cells))
    _row, header = next(filled, (0, []))
    columns = _columns(header)
    _check_header(columns)
    lines: list[Line] = []
    for row, cells in filled:
        if len(lines) >= MOST_ROWS:
            raise NotATable(_("There are more than 5,000 rows. Split the file."))
        lines.append(_line(row, dict(zip(columns, cells, strict=False))))
    if not lines:
        raise NotATable(_("There is no rating below the header row."))
    return Sheet(tuple(lines), notes)


def _check_header(columns: Sequence[str]) -> None:
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        told = _(
            "The first row names the columns: skill, level, date, and perhaps person and source. Missing: %(names)s."
        )
        raise NotATable(told % {"names": ", ".join(missing)})
    twice = next((name for name in COLUMNS if columns.count(name) > 1), "")
    if twice:
        raise NotATable(_("The column “%(column)s” stands here twice.") % {"column": twice})


def _line(row: int, cells: dict[str, str]) -> Line:
    said = {name: cells.get(name, "") for name in COLUMNS}
    return Line(row, **{name: _said(cell) for name, cell in said.items()})


def _said(cell: str) -> str:
    """The text of a cell. A formula is no statement: the check refuses what it is replaced by."""
    return FORMULA if cell == workbook.FORMULA else tidy(cell)[:MOST_CELL]
