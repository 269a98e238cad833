"""Rows into what each says about one skill; every cell that says nothing sound is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.document import Kind
from skillmatrix.taxonomy.spreadsheet.cells import flag, has_control_character, is_nothing, target
from skillmatrix.taxonomy.spreadsheet.columns import LONGEST_NAME, Columns
from skillmatrix.taxonomy.spreadsheet.findings import Log, shortened
from skillmatrix.taxonomy.spreadsheet.naming import key, one_line
from skillmatrix.taxonomy.spreadsheet.scale import Scale
from skillmatrix.taxonomy.spreadsheet.table import Grid, Record

LONGEST_TEXT = 4000
MOST_NEEDS = 500
_TEXTS = {"definition": "definition", "evidence": "evidence", "watch out": "watch_out"}
_FLAGS = ("quick", "optional", "off")
_KINDS = {kind.value: kind.value for kind in Kind} | {"behavior": Kind.BEHAVIOUR.value}
_NAMES = frozenset({"skill", "area", "slug"})

Asked = tuple[int, int]
"""Level and weight."""


@dataclass
class Line:
    """What one row says. What has no column is absent; a text that is empty was emptied.

    `targets` has an entry for each column of a role, None where the role asks nothing.
    """

    row: int
    name: str
    slug: str = ""
    area: str = ""
    kind: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    needs: tuple[str, ...] | None = None
    sentences: dict[int, str] = field(default_factory=dict)
    targets: dict[int, Asked | None] = field(default_factory=dict)


def read_lines(grid: Grid, columns: Columns, scale: Scale, log: Log) -> list[Line]:
    """Return what the rows say, in their order; a row without a skill is left out and named."""
    return list(_Reader(grid, columns, scale, log).lines())


class _Reader:
    def __init__(self, grid: Grid, columns: Columns, scale: Scale, log: Log) -> None:
        self.grid, self.columns, self.scale, self.log = grid, columns, scale, log
        self.merged: list[int] = []

    def lines(self) -> Iterator[Line]:
        area = ""
        for record in self.grid.records:
            name, here = self.cell(record, "skill"), self.cell(record, "area")
            area = here or area
            if not name:
                # An area alone is a heading, as merged cells leave it.
                if not here or sum(map(bool, record.cells)) > 1:
                    self.refuse(record, "skill", _("The skill is missing."))
                continue
            if not here and area:
                self.merged.append(record.row)
            yield self.line(record, name, area)
        if self.merged:
            told = _(
                "Where no area stands, that of the row above was taken, as merged cells mean it (first in row %(row)d)."
            )
            self.log.note(told % {"row": self.merged[0]})

    def line(self, record: Record, name: str, area: str) -> Line:
        self.sound(record)
        line = Line(record.row, one_line(name), key(self.cell(record, "slug")), one_line(area))
        line.kind = self.kind(record)
        line.texts = {of: self.cell(record, c) for c, of in _TEXTS.items() if c in self.columns.fixed}
        for name in _FLAGS:
            said = flag(self.cell(record, name))
            if said is None:
                self.refuse(record, name, _("Write yes, or leave the cell empty."))
            elif name in self.columns.fixed:
                line.flags[name] = said
        if "prerequisites" in self.columns.fixed:
            line.needs = self.needs(record)
        for index, rank in self.scale.ranks.items():
            line.sentences[rank] = record.cells[index]
        for role in self.columns.roles:
            line.targets[role.index] = self.target(record, role.index)
        return line

    def cell(self, record: Record, column: str) -> str:
        index = self.columns.fixed.get(column)
        return "" if index is None else record.cells[index]

    def refuse(self, record: Record, column: str | int, told: str) -> None:
        index = self.columns.fixed[column] if isinstance(column, str) else column
        self.log.refuse(record.row, self.grid.column(index), told)

    def sound(self, record: Record) -> None:
        """Lengths, and characters that nobody types."""
        names = {self.columns.fixed[name] for name in _NAMES if name in self.columns.fixed}
        for index, text in enumerate(record.cells):
            longest = LONGEST_NAME if index in names else LONGEST_TEXT
            if len(text) > longest:
                told = _("This text has %(length)d characters, more than %(longest)d. Shorten it.")
                self.refuse(record, index, told % {"length": len(text), "longest": longest})
            elif not text.isprintable() and has_control_character(text):
                self.refuse(record, index, _("A control character stands here. Remove it."))

    def kind(self, record: Record) -> str:
        said = key(self.cell(record, "kind"))
        if said and said not in _KINDS:
            told = _("“%(kind)s” is none of %(choices)s.")
            told %= {"kind": shortened(said), "choices": ", ".join(Kind)}
            place = self.grid.column(self.columns.fixed["kind"])
            self.log.unknown(record.row, place, told, said, _KINDS)
        return _KINDS.get(said, "")

    def needs(self, record: Record) -> tuple[str, ...]:
        """The prerequisites as they are written, each once."""
        written = (one_line(name) for name in re.split(r"[;\n]", self.cell(record, "prerequisites")))
        found = {key(name): name for name in written if not is_nothing(name)}
        if len(found) > MOST_NEEDS:
            self.refuse(record, "prerequisites", _("There are more than 500 prerequisites here."))
        return tuple(found.values())

    def target(self, record: Record, index: int) -> Asked | None:
        text = record.cells[index]
        if is_nothing(text):
            return None
        level, weight = target(text)
        rank = self.scale.rank(level)
        if rank is None and not level.isdecimal():
            told = _("“%(text)s” is no target. Write a level such as 3, or level and weight such as 3x2.")
            self.refuse(record, index, told % {"text": shortened(text)})
        elif rank is None:
            told = _("Level %(level)s is not on the scale. Write one of %(span)s.")
            self.refuse(record, index, told % {"level": shortened(level), "span": self.scale.span})
        elif not 1 <= weight <= 9:
            told = _("The weight %(weight)d is not from 1 to 9.") % {"weight": weight}
            self.refuse(record, index, told)
        return (rank, weight) if rank else None
