"""Pages without COUNT(*): one row more than shown is enough to know that there is a next page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

Row = TypeVar("Row")
# Deep offsets make the database walk every row before them: beyond this nobody is reading any more.
LAST_PAGE = 1_000


class Sliceable(Protocol):
    """A list or a QuerySet."""

    def __getitem__(self, part: slice, /) -> Any:
        """The rows of `part`."""


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and whether there are more on either side. Numbers start at 1."""

    rows: Sequence[Row]
    number: int
    has_next: bool

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def previous(self) -> int | None:
        """Number of the page before, or None on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """Number of the page after, or None on the last."""
        return self.number + 1 if self.has_next else None


def page_of(rows: Sliceable, number: str | int | None, size: int = 50) -> Page[Any]:
    """The `number`th page of `rows`; what is no page number counts as 1, too high a one as the limit."""
    wanted = min(max(_whole_number(number), 1), LAST_PAGE)
    start = (wanted - 1) * size
    found = list(rows[start : start + size + 1])
    return Page(rows=found[:size], number=wanted, has_next=len(found) > size and wanted < LAST_PAGE)


def _whole_number(text: str | int | None) -> int:
    digits = str(text or "")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 7 else 1
