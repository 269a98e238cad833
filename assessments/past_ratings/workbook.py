"""The first sheet of an XLSX workbook as rows of text, with the standard library alone.

Only what a table needs is read: shared texts, and the cells of one sheet. A file that unpacks to more than it may,
declares entities, or holds formulas is refused or marked, so a workbook can neither fill the memory nor run anything.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 2_000
MOST_COLUMNS = 50
FORMULA = "\0formula"
"""Stands in a cell that holds a formula: no text can be equal to it."""
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)


class NotAWorkbook(ValueError):
    """It cannot be read, or unpacks to more than a table ever has."""


def is_archive(data: bytes) -> bool:
    """Whether these bytes begin like a workbook or any other ZIP."""
    return data.startswith(b"PK\x03\x04")


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The archive. Raises NotAWorkbook when it is damaged, or says that it unpacks to too much."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise NotAWorkbook from error
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotAWorkbook
    return archive


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part, unpacked no further than allowed whatever its header says. Raises NotAWorkbook."""
    try:
        with archive.open(name) as stream:
            found = stream.read(MOST_UNPACKED + 1)
    except (KeyError, RuntimeError, NotImplementedError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise NotAWorkbook from error
    except Exception as error:  # zlib and lzma have errors of their own
        raise NotAWorkbook from error
    if len(found) > MOST_UNPACKED:
        raise NotAWorkbook
    return found


def rows(data: bytes, *, most: int) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers, as far as row `most`. Raises NotAWorkbook."""
    archive = open_archive(data)
    names = archive.namelist()
    sheets = sorted(
        (name for name in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)),
        key=lambda name: int(re.sub(r"\D", "", name)),
    )
    if not sheets:
        raise NotAWorkbook
    texts = _Texts()
    if "xl/sharedStrings.xml" in names:
        _parse(texts, part(archive, "xl/sharedStrings.xml"))
    cells = _Cells(texts.found, most)
    _parse(cells, part(archive, sheets[0]))
    for row, found in sorted(cells.found.items()):
        yield row, [found.get(column, "") for column in range(max(found) + 1)]


class _Reader:
    """What an expat parser calls; names come without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Some text of an element."""


def _parse(reader: _Reader, content: bytes) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: reader.start(name.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda name: reader.end(name.rpartition(":")[2])
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes it by place
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NotAWorkbook from error


def _refuse(*_declared: object) -> None:
    """No spreadsheet declares a document type: whoever does wants to unfold it."""
    raise NotAWorkbook


class _Texts(_Reader):
    """The texts that cells refer to by number. A text may stand in several runs; what is spoken aloud is none."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.inside, self.aside = False, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.found.append("")
        self.aside += name == "rPh"
        self.inside = name == "t" and not self.aside

    def end(self, name: str) -> None:
        self.aside -= name == "rPh"
        self.inside = False

    def text(self, text: str) -> None:
        if self.inside and self.found:
            self.found[-1] += text


class _Cells(_Reader):
    """The cells of a sheet by row and column."""

    def __init__(self, texts: list[str], most: int) -> None:
        self.texts, self.most = texts, most
        self.found: dict[int, dict[int, str]] = {}
        self.place: tuple[int, int] | None = None
        self.kind, self.inside, self.value = "", False, ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self.place, self.kind, self.value = _place(attributes.get("r", "")), attributes.get("t", ""), ""
        elif name == "f":
            self.value, self.kind = FORMULA, "formula"
        self.inside = name in {"v", "t"} and self.kind != "formula"

    def text(self, text: str) -> None:
        if self.inside:
            self.value += text

    def end(self, name: str) -> None:
        self.inside = False
        if name == "c" and self.place is not None:
            row, column = self.place
            if row <= self.most and column < MOST_COLUMNS:
                self.found.setdefault(row, {})[column] = self._said()

    def _said(self) -> str:
        if self.kind != "s":
            return self.value
        place = int(self.value) if self.value.isascii() and self.value.isdecimal() else -1
        return self.texts[place] if 0 <= place < len(self.texts) else ""


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column of `B7`, the column from 0 on."""
    found = _CELL.fullmatch(reference)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column - 1
