"""A sheet read against the ladder as it is: the content it makes, or everything that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from skillmatrix.taxonomy.building import Content, content_of
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.spreadsheet.assembling import Assembly, Slugs
from skillmatrix.taxonomy.spreadsheet.blank import blank_ladder
from skillmatrix.taxonomy.spreadsheet.columns import find_columns
from skillmatrix.taxonomy.spreadsheet.counts import Counts
from skillmatrix.taxonomy.spreadsheet.findings import MOST, Log, Problem
from skillmatrix.taxonomy.spreadsheet.scale import new_scale, present_scale
from skillmatrix.taxonomy.spreadsheet.table import read_table


class Mode(StrEnum):
    """What a sheet is: rows for the ladder there is, or a whole ladder in its place."""

    ADD = "add"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Sheet:
    """`content` is that of a sound document, None where there are problems. `notes` stop nobody.

    Of more than `findings.MOST` problems these are the first.
    """

    content: Content | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    counts: Counts = Counts()


def read_ladder(
    raw: bytes | str,
    *,
    current: Taxonomy | None,
    mode: Mode | str,
    retire_missing: bool = False,
    name: str = "",
    language: str = "",
    published: Taxonomy | None = None,
    taken: Slugs | None = None,
) -> Sheet:
    """Read a CSV sheet; with `mode` ADD into `current`, with NEW as a whole ladder, to which `current` lends its words.

    `retire_missing` (ADD): skills that are not in the sheet are retired, or taken out where they are not in
    `published` (default: `current`) yet. `name` and `language` (NEW): of the document. `taken`: slugs by kind
    (area, skill, role) that are never given to something new. Without a `current` every sheet is a whole ladder.
    Raises `NotASpreadsheet`.
    """
    log = Log()
    words = {"name": name, "language": language}
    slugs = taken if taken is not None else {"skill": current.slots if current else ()}
    assembly = _assembly(raw, current, slugs, log, is_whole=mode == Mode.NEW, words=words)
    rated = published or current
    retires = retire_missing and rated is not None and mode == Mode.ADD
    made = assembly.make(published=content_of(rated) if retires and rated else None) if assembly else None
    problems = tuple(sorted(set(log.problems))[:MOST])
    if made is None or problems:
        return Sheet(None, problems, tuple(log.notes))
    content, counts = made
    return Sheet(content, (), tuple(log.notes), counts)


def _assembly(
    raw: bytes | str,
    current: Taxonomy | None,
    taken: Slugs,
    log: Log,
    *,
    is_whole: bool,
    words: dict[str, str],
) -> Assembly | None:
    """Everything that is known once the header is read; None where it makes no sense."""
    grid = read_table(raw, log)
    if grid is None:
        return None
    if current is None or is_whole:
        columns = find_columns(grid, current, log, is_whole=True)
        scale = new_scale(columns.levels, current.scale if current else (), grid, log)
        if scale is None:
            return None
        present = content_of(current) if current else None
        base = blank_ladder(scale.names, present, log, **words)
        return Assembly(grid, columns, scale, log, base=base, replaced=present, taken=taken)
    columns = find_columns(grid, current, log, is_whole=False)
    scale = present_scale(columns.levels, current.scale, grid, log)
    return Assembly(grid, columns, scale, log, base=content_of(current), taken=taken)
