"""Text into rows with named columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmatrix.people.names import address, tidy

MOST_ROWS = 10_000
MOST_COLUMNS = 50
COLUMNS = ("name", "email", "team", "lead", "role")
NEEDED = ("name", "email")
_ALSO = {
    "full name": "name", "person": "name",
    "e-mail": "email", "mail": "email", "email address": "email", "e-mail address": "email",
    "department": "team", "team lead": "lead", "manager": "lead", "leads": "lead",
}  # fmt: skip
_SEPARATORS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong where. `line` is the row as a spreadsheet counts it, 0 for the list as a whole."""

    line: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One person as written, tidied."""

    line: int
    name: str
    email: str
    team: str = ""
    lead: str = ""
    role: str = ""

    def as_json(self) -> dict[str, str | int]:
        """For keeping between the preview and the yes; `Row(**found)` reads it back."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that could be read, what could not, and remarks that stop nobody."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()


def read(text: str) -> Table:
    """Read comma, semicolon, tab or bar separated text, with a header row or without."""
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    skipped = 0
    if lines and lines[0].strip().lower().startswith("sep="):  # what Excel writes for itself
        lines, skipped = lines[1:], 1
    separator, header = _layout(lines)
    if not any(line.strip() for line in lines):
        return Table((), (Problem(0, "", _("The list is empty.")),))
    return _Reader(separator, header, skipped).read("".join(lines))


def _layout(lines: Sequence[str]) -> tuple[str, list[str] | None]:
    """The separator that makes most sense of the first row, and its columns unless it is a person already."""
    first = next((line for line in lines if line.strip()), "")
    best = max(
        _SEPARATORS, key=lambda mark: (len(set(COLUMNS) & set(_columns(first, mark))), first.count(mark))
    )
    columns = _columns(first, best)
    return best, None if "email" not in columns and "@" in first else columns


def _columns(line: str, separator: str) -> list[str]:
    try:
        cells = next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []
    names = [tidy(cell).lower() for cell in cells]
    return [_ALSO.get(name, name) for name in names]


class _Reader:
    """Collects rows and problems of one text."""

    def __init__(self, separator: str, header: list[str] | None, skipped: int) -> None:
        self.separator, self.header, self.skipped = separator, header, skipped
        self.columns: Sequence[str] = header if header is not None else COLUMNS
        self.rows: list[Row] = []
        self.problems: list[Problem] = []

    def read(self, text: str) -> Table:
        """Everything up to the first row that cannot be split into cells."""
        if self.header is not None and not self._sound_header():
            return Table((), tuple(self.problems))
        waiting_for_header = self.header is not None
        for line, cells in self._split(text):
            if not any(cell.strip() for cell in cells):
                continue
            if waiting_for_header:
                waiting_for_header = False
            elif len(self.rows) >= MOST_ROWS:
                self.problems.append(Problem(line, "", _("There are more than 10,000 rows. Split the list.")))
                break
            else:
                self._take(line, cells)
        if not self.rows and not self.problems:
            self.problems.append(Problem(0, "", _("There is nobody below the header row.")))
        return Table(tuple(self.rows), tuple(self.problems), tuple(self._notes()))

    def _split(self, text: str) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=self.separator, strict=True)
        number = 1 + self.skipped
        try:
            for cells in reader:
                yield number, cells
                number = reader.line_num + 1 + self.skipped
        except csv.Error:
            told = _("This row cannot be split into cells. Look for a quotation mark that is not closed.")
            self.problems.append(Problem(number, "", told))

    def _sound_header(self) -> bool:
        if len(self.columns) > MOST_COLUMNS:
            self.problems.append(
                Problem(1, "", _("There are more than 50 columns. Leave out those not needed."))
            )
            return False
        for column in NEEDED:
            if column not in self.columns:
                told = _(
                    "There is no column “%(column)s”. The first row names the columns: name, email, team, lead."
                )
                self.problems.append(Problem(1 + self.skipped, column, told % {"column": column}))
        for column in COLUMNS:
            if list(self.columns).count(column) > 1:
                told = _("The column “%(column)s” stands here twice.") % {"column": column}
                self.problems.append(Problem(1 + self.skipped, column, told))
        return not self.problems

    def _take(self, line: int, cells: list[str]) -> None:
        given, wanted = len(cells), len(self.columns)
        surplus = any(cell.strip() for cell in cells[wanted:])
        if surplus or (self.header is not None and given < wanted):
            told = ngettext("This row has %(given)s cell", "This row has %(given)s cells", given) % {
                "given": given
            }
            rest = _("%(told)s, the header has %(wanted)s. Is a separator missing, or is one inside a name?")
            self.problems.append(Problem(line, "", rest % {"told": told, "wanted": wanted}))
            return
        found = dict(zip(self.columns, cells, strict=False))
        self.rows.append(
            Row(
                line,
                name=tidy(found.get("name", "")),
                email=address(found.get("email", "")),
                team=tidy(found.get("team", "")),
                lead=address(found.get("lead", "")),
                role=tidy(found.get("role", "")),
            )
        )

    def _notes(self) -> Iterator[str]:
        if self.header is None:
            yield _("There is no header row, so the columns were taken as name, email, team, lead.")
            return
        unknown = [column for column in self.columns if column and column not in COLUMNS]
        if unknown:
            yield _("Left aside, because they are not needed: %(columns)s.") % {
                "columns": ", ".join(unknown[:10])
            }
