"""A taxonomy in a file: YAML or JSON as it stands, or a spreadsheet (CSV) read against the live ladder."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.building import build
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.exporting import export
from skillmatrix.taxonomy.models import Role, SkillArea, TaxonomyVersion
from skillmatrix.taxonomy.parsing import read
from skillmatrix.taxonomy.spreadsheet import Mode, NotASpreadsheet, read_ladder, write_ladder

STANDARD = "-"
"""The name that stands for standard input and output."""


class UnsoundSheet(ValueError):
    """A spreadsheet that cannot be loaded; `problems` name each row and column."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class Opened:
    """A sound file: what it says, the text that would be published, and what its author may want to look at again."""

    taxonomy: Taxonomy
    text: str | bytes
    remarks: tuple[str, ...] = ()


def open_document(file: str, *, is_whole: bool = False) -> Opened:
    """Read a file; `is_whole` says that a spreadsheet is the whole ladder, else its rows are added to the live one.

    Raises `OSError`, `Invalid` and `UnsoundSheet`, which name every problem.
    """
    raw = sys.stdin.buffer.read() if file == STANDARD else Path(file).read_bytes()
    if file.lower().endswith(".csv"):
        return _sheet(raw, is_whole=is_whole)
    reading = read(raw)
    return Opened(reading.taxonomy, raw, tuple(str(warning) for warning in reading.warnings))


def text_of(number: int, *, as_sheet: bool = False) -> str:
    """Return the exact text of a version, or its ladder as CSV. Raises `NothingPublished`."""
    text = TaxonomyVersion.objects.filter(number=number).values_list("text", flat=True).first()
    if text is None:
        raise versions.NothingPublished(f"There is no version {number}.")
    return write_ladder(versions.by_number(number)) if as_sheet else text


def _sheet(raw: bytes, *, is_whole: bool) -> Opened:
    current = versions.current() if versions.current_number() else None
    mode = Mode.NEW if is_whole or current is None else Mode.ADD
    name, language = (current.name, current.language) if current else ("Skills", "en")
    taken = {
        "area": frozenset(SkillArea.objects.values_list("slug", flat=True)),
        "skill": frozenset(current.slots if current else ()),
        "role": frozenset(Role.objects.values_list("slug", flat=True)),
    }
    try:
        sheet = read_ladder(raw, current=current, mode=mode, name=name, language=language, taken=taken)
    except NotASpreadsheet as refused:
        raise UnsoundSheet((str(refused),)) from None
    if sheet.content is None:
        raise UnsoundSheet(tuple(str(problem) for problem in sheet.problems))
    taxonomy = build(sheet.content)
    return Opened(taxonomy, export(taxonomy), sheet.notes)
