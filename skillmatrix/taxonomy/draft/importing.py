"""A file for the draft: what it would make of it, or everything that is wrong with it. Writes nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from skillmatrix.people.importing import NotAList, decode
from skillmatrix.taxonomy.building import Content, build, content_of
from skillmatrix.taxonomy.draft.state import Draft
from skillmatrix.taxonomy.exporting import export
from skillmatrix.taxonomy.parsing import Invalid, Problem, read
from skillmatrix.taxonomy.spreadsheet import Counts, Mode, NotASpreadsheet, read_ladder

_DOCUMENT_NAME = re.compile(r"\.(ya?ml|json)\Z", re.IGNORECASE)
_DOCUMENT_TEXT = re.compile(r"\A\s*\{|^(?:schema|areas|scale|kinds|roles):", re.MULTILINE)


class Unreadable(ValueError):
    """Neither a sheet nor a document; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What somebody sent. `note` says what had to be guessed about its encoding."""

    text: str
    is_document: bool
    file: str = ""
    mode: str = Mode.ADD.value
    retire_missing: bool = False
    name: str = ""
    language: str = ""
    note: str = ""

    @classmethod
    def of(cls, raw: bytes | str, file: str, options: Mapping[str, Any]) -> Self:
        """Tell a document (YAML, JSON) from a sheet by name, else by its first lines. Raises `Unreadable`."""
        try:
            decoded = decode(raw.encode(errors="replace") if isinstance(raw, str) else raw)
        except NotAList as refused:
            raise Unreadable(str(refused)) from None
        named = bool(_DOCUMENT_NAME.search(file))
        is_document = named or (
            not file.lower().endswith(".csv") and bool(_DOCUMENT_TEXT.search(decoded.text))
        )
        return cls(decoded.text, is_document, file[-100:], note=decoded.note, **options)

    def to_json(self) -> dict[str, Any]:
        """Plain values; `Incoming(**found)` reads them back."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem. `row` is a line for a document; `where` a column, or a path."""

    row: int
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """`content` is what the draft would say; None where there are problems."""

    content: Content | None
    problems: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    counts: Counts | None = None


def propose(incoming: Incoming, draft: Draft) -> Proposal:
    """Return what the draft would say. Raises `Unreadable`."""
    if incoming.is_document:
        return _document(incoming)
    current = draft.examine().taxonomy
    if current is None and incoming.mode == Mode.ADD:
        raise Unreadable(
            _("The draft has problems. Mend them first: rows are added to a ladder that is sound.")
        )
    try:
        sheet = read_ladder(
            incoming.text,
            current=current or draft.base_taxonomy,
            mode=incoming.mode,
            retire_missing=incoming.retire_missing,
            name=incoming.name,
            language=incoming.language,
            published=draft.base_taxonomy,
            taken={kind: draft.taken(kind) for kind in ("area", "skill", "role")},
        )
    except NotASpreadsheet as refused:
        raise Unreadable(str(refused)) from None
    problems = tuple(Finding(p.row, p.column, p.text) for p in sheet.problems)
    notes = tuple(filter(None, (_guessed(incoming), *sheet.notes)))
    return Proposal(sheet.content, problems, notes, sheet.counts)


def first_document(raw: bytes, file: str, *, name: str) -> bytes | str:
    """Return the first document of an installation: a file as it stands, or what a sheet (CSV) makes, called `name`.

    Raises `Invalid`; of a sheet it names rows and columns.
    """
    if not file.lower().endswith((".csv", ".tsv")):
        return raw
    try:
        sheet = read_ladder(raw, current=None, mode=Mode.NEW, name=name, language=get_language() or "en")
    except NotASpreadsheet as refused:
        raise Invalid([Problem(1, "", str(refused))]) from None
    if sheet.content is None:
        raise Invalid(Problem(p.row, p.column, p.text) for p in sheet.problems)
    return export(build(sheet.content))


def _document(incoming: Incoming) -> Proposal:
    if incoming.note:
        raise Unreadable(_("This is not UTF-8 text. Save the file with the encoding UTF-8."))
    try:
        reading = read(incoming.text)
    except Invalid as invalid:
        return Proposal(None, tuple(Finding(p.line, p.path, p.message) for p in invalid.problems))
    notes = (f"{warning.path}: {warning.message}" for warning in reading.warnings)
    return Proposal(content_of(reading.taxonomy), notes=tuple(notes))


def _guessed(incoming: Incoming) -> str:
    if not incoming.note:
        return ""
    if "\ufffd" in incoming.text:
        raise Unreadable(_("The encoding of this file cannot be told. Save it again as CSV (UTF-8)."))
    return _("This file is not in UTF-8. It was read as Western European: look at letters with accents.")
