"""What is wrong in a sheet, by row and column as a spreadsheet shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _

MOST = 200
"""Problems that one run names; whoever has more mends these first."""
_ALIKE = 0.7


class NotASpreadsheet(ValueError):
    """This cannot be read as a table at all; the text says what to save it as."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding. `row` counts from 1 (0: the sheet as a whole); `column` is “F “Senior””, or empty."""

    row: int
    column: str
    text: str

    @property
    def place(self) -> str:
        """Row and column in words; empty for the sheet as a whole."""
        if not self.row:
            return ""
        names = {"row": self.row, "column": self.column}
        return _("row %(row)d, column %(column)s") % names if self.column else _("row %(row)d") % names

    def __str__(self) -> str:
        """The finding on one line."""
        return f"{self.place}: {self.text}" if self.row else self.text


class Log:
    """Collects problems and remarks while a sheet is read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.notes: list[str] = []

    @property
    def is_full(self) -> bool:
        """Whether enough is wrong; looking for near matches of yet more names would only take time."""
        return len(self.problems) >= MOST

    def refuse(self, row: int, column: str, text: str) -> None:
        """Record a problem, as long as there is room."""
        if not self.is_full:
            self.problems.append(Problem(row, column, text))

    def unknown(self, row: int, column: str, told: str, name: str, among: Iterable[str]) -> None:
        """Record a name that does not exist, with the names that are near it."""
        if not self.is_full:
            self.refuse(row, column, " ".join(part for part in (told, did_you_mean(name, among)) if part))

    def note(self, text: str) -> None:
        """Record a remark that stops nobody."""
        if text not in self.notes:
            self.notes.append(text)


def did_you_mean(name: str, among: Iterable[str]) -> str:
    """Return the question with up to three names that look alike, or nothing."""
    by_key: dict[str, str] = {}
    for known in among:
        by_key.setdefault(known.casefold(), known)
    near = get_close_matches(name.casefold()[:120], by_key, n=3, cutoff=_ALIKE)
    if not near:
        return ""
    choices = _("” or “").join(by_key[key] for key in near)
    return _("Did you mean “%(choices)s”?") % {"choices": choices}


def shortened(text: str) -> str:
    """Return a cell's text as a message quotes it."""
    text = " ".join(text.split())
    return f"{text[:59]}…" if len(text) > 60 else text
