"""What every role asks of every skill, as a grid: skills by area down, roles by track across.

Made from the plain content of a draft, not from a `Taxonomy`: a draft with a problem can still be edited here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

Asked = tuple[int, int]
"""Level and weight. Level 0 says that nothing is asked, and then the weight is 1."""

_QUOTED = re.compile(r"“([a-z0-9-]+)”")
"""A slug in a warning. It was made for files; here one reads names."""

NOTHING: Asked = (0, 1)
HEAVIEST = 9


@dataclass(frozen=True, slots=True)
class Column:
    """A role. `label` is its name where there is little room."""

    slug: str
    name: str
    label: str
    track: str
    targets: Mapping[str, Asked]

    def asks(self, skill: str) -> Asked:
        """What the role asks of a skill."""
        return self.targets.get(skill, NOTHING)


@dataclass(frozen=True, slots=True)
class Row:
    """A skill. `note` says why nobody is asked about it, where that is so: "off" or "retired"."""

    slug: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Some rows of an area: all of them, or where there are many the `part`th of `parts`, counted from 1.

    `before` counts the rows and section heads above this section's head.
    """

    slug: str
    name: str
    rows: tuple[Row, ...]
    before: int
    part: int = 1
    parts: int = 1

    @property
    def key(self) -> str:
        """What tells sections apart, in addresses and ids."""
        return self.slug if self.part == 1 else f"{self.slug}_{self.part}"


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole grid. `levels` names each rank; `warnings` has those of (role, skill)."""

    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    levels: tuple[str, ...]
    warnings: Mapping[tuple[str, str], tuple[str, ...]]

    @property
    def top(self) -> int:
        """The highest rank."""
        return len(self.levels) - 1

    @property
    def height(self) -> int:
        """How many rows there are, section heads included."""
        last = self.sections[-1] if self.sections else None
        return last.before + 1 + len(last.rows) if last else 0

    def tracks(self) -> list[tuple[str, tuple[Column, ...]]]:
        """Neighbouring columns of one track, under its name."""
        return [(track, tuple(found)) for track, found in groupby(self.columns, lambda one: one.track)]

    def section(self, key: str) -> Section | None:
        """The section with this key."""
        return next((one for one in self.sections if one.key == key), None)

    def column(self, role: str) -> Column | None:
        """The column of a role."""
        return next((one for one in self.columns if one.slug == role), None)

    def row(self, skill: str) -> Row | None:
        """The row of a skill."""
        return next((row for section in self.sections for row in section.rows if row.slug == skill), None)

    def open_at_first(self, most: int) -> frozenset[str]:
        """The keys of the sections to open from the top as long as they have at most `most` rows together."""
        opened: list[str] = []
        rows = 0
        for section in self.sections:
            rows += len(section.rows)
            if opened and rows > most:
                break
            opened.append(section.key)
        return frozenset(opened)


def grid(content: Mapping[str, Any], *, longest: int, warnings: Iterable[tuple[str, str]] = ()) -> Grid:
    """Return the grid of a document's content, in sections of at most `longest` rows.

    `warnings` are (path, message) pairs; those of targets are kept.
    """
    columns = tuple(_column(role) for role in content["roles"])
    asked = {slug for column in columns for slug, target in column.targets.items() if target[0]}
    return Grid(
        columns=columns,
        sections=tuple(_sections(content["areas"], asked, longest)),
        levels=tuple(level["name"] for level in content["scale"]),
        warnings=_by_cell(warnings, _names(content)),
    )


def _column(role: Mapping[str, Any]) -> Column:
    targets = {slug: (level, weight) for slug, (level, weight) in role["targets"].items() if level}
    return Column(
        role["slug"], role["name"], role.get("short") or role["name"], role.get("track", ""), targets
    )


def _sections(areas: Iterable[Mapping[str, Any]], asked: set[str], longest: int) -> Iterator[Section]:
    before = 0
    for area in areas:
        # A target of a retired skill has to go before the draft can be published: then its row is needed.
        rows = [_row(s) for s in area["skills"] if not s.get("retired") or s["slug"] in asked]
        parts = [tuple(rows[at : at + longest]) for at in range(0, len(rows), longest)]
        for part, some in enumerate(parts, 1):
            yield Section(area["slug"], area["name"], some, before, part, len(parts))
            before += 1 + len(some)


def _row(skill: Mapping[str, Any]) -> Row:
    note = "retired" if skill.get("retired") else "off" if skill.get("off") else ""
    return Row(skill["slug"], skill["name"], note)


def _names(content: Mapping[str, Any]) -> dict[str, str]:
    return {skill["slug"]: skill["name"] for area in content["areas"] for skill in area["skills"]}


def _by_cell(
    warnings: Iterable[tuple[str, str]], names: Mapping[str, str]
) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for path, message in warnings:
        steps = path.split(".")
        if len(steps) == 4 and steps[0] == "roles" and steps[2] == "targets":
            cell = (steps[1], steps[3])
            found[cell] = (*found.get(cell, ()), _QUOTED.sub(lambda m: f"“{names.get(m[1], m[1])}”", message))
    return found
