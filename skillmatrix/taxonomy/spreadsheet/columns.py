"""What each column of a sheet is: one that is always called so, a level of the scale, or a role."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.spreadsheet.cells import looks_like_target
from skillmatrix.taxonomy.spreadsheet.findings import Log, did_you_mean
from skillmatrix.taxonomy.spreadsheet.headers import (
    FIXED,
    fixed_column,
    letter,
    level_name,
    numbered,
    role_name,
)
from skillmatrix.taxonomy.spreadsheet.naming import key, one_line
from skillmatrix.taxonomy.spreadsheet.table import Grid

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class LevelColumn:
    """The sentences of one level. `number` is the one in the header, `name` what stands beside it."""

    index: int
    number: int | None
    name: str


@dataclass(frozen=True, slots=True)
class RoleColumn:
    """The targets of one role; `slug` is empty for a role that is new."""

    index: int
    slug: str
    name: str


@dataclass
class Columns:
    """Every column that is read, in the order in which they stand."""

    fixed: dict[str, int] = field(default_factory=dict)
    levels: list[LevelColumn] = field(default_factory=list)
    roles: list[RoleColumn] = field(default_factory=list)


def find_columns(grid: Grid, known: Taxonomy | None, log: Log, *, is_whole: bool) -> Columns:
    """Say what each column is; `known` has the levels and roles that a header may name.

    `is_whole`: the sheet is the whole ladder, so that levels and roles come from it.
    """
    return _Finder(grid, known, log, is_whole=is_whole).find()


class _Finder:
    def __init__(self, grid: Grid, known: Taxonomy | None, log: Log, *, is_whole: bool) -> None:
        self.grid, self.log, self.is_whole = grid, log, is_whole
        levels = () if is_whole or known is None else known.scale
        self.scale = {key(level.name): (level.rank, level.name) for level in levels}
        self.roles = _roles_by_name(known)
        self.found = Columns()
        self.by_role: dict[str, int] = {}

    def find(self) -> Columns:
        only_names = []
        for index, header in enumerate(self.grid.headers):
            if not header:
                self.without_header(index)
            elif not self.take(index, header):
                only_names.append((index, header))
        # What a name alone means in a new ladder depends on whether its levels have numbers.
        has_numbers = any(level.number is not None for level in self.found.levels)
        for index, header in only_names:
            self.take_name(index, header, may_be_level=self.is_whole and not has_numbers)
        self.found.levels.sort(key=lambda level: level.index)
        self.found.roles.sort(key=lambda role: role.index)
        return self.found

    def refuse(self, index: int, told: str) -> None:
        self.log.refuse(self.grid.row, self.grid.column(index), told)

    def without_header(self, index: int) -> None:
        if any(record.cells[index] for record in self.grid.records):
            self.refuse(index, _("This column has no header. Name it, or remove it."))

    def take(self, index: int, header: str) -> bool:
        """A header that says by itself what the column is."""
        name = key(header)
        says = numbered(header)
        if role := role_name(header):
            self.add_role(index, role)
        elif says and self.scale.get(key(says[1]), (None, ""))[0] == says[0]:
            self.add_level(index, *says)
        elif fixed := fixed_column(header):
            self.add_fixed(index, fixed)
        elif name in self.scale and name in self.roles:
            told = _("This is both a level and a role. Write “level: %(name)s” or “role: %(name)s”.")
            self.refuse(index, told % {"name": header})
        elif name in self.scale:
            self.add_level(index, None, header)
        elif name in self.roles and not self.is_whole:
            self.add_role(index, header)
        elif says:
            self.add_level(index, *says)
        elif level := level_name(header):
            self.add_level(index, None, level)
        else:
            return False
        return True

    def take_name(self, index: int, header: str, *, may_be_level: bool) -> None:
        """A header that is only a name: in a new ladder, what stands below it decides."""
        filled = [record.cells[index] for record in self.grid.records if record.cells[index]]
        is_role = sum(map(looks_like_target, filled)) * 2 >= len(filled)
        is_slip = key(header) not in self.roles and did_you_mean(header, FIXED)
        if self.is_whole and is_role and not is_slip:
            self.add_role(index, header)
        elif may_be_level and not is_role and not is_slip:
            self.add_level(index, None, header)
        else:
            self.unknown(index, header, is_role=is_role)

    def unknown(self, index: int, header: str, *, is_role: bool) -> None:
        among = [
            *FIXED,
            *(name for _rank, name in self.scale.values()),
            *(name for name, _slugs in self.roles.values()),
        ]
        told = [
            _("This is no column, level or role."),
            "" if self.log.is_full else did_you_mean(header, among),
            _("For a new role write “role:” before its name.")
            if is_role
            else _("Change or remove the column."),
        ]
        self.refuse(index, " ".join(part for part in told if part))

    def add_fixed(self, index: int, name: str) -> None:
        if name in self.found.fixed:
            told = _("Column %(first)s is “%(name)s” already. Remove one of the two.")
            self.refuse(index, told % {"first": letter(self.found.fixed[name]), "name": name})
        else:
            self.found.fixed[name] = index

    def add_level(self, index: int, number: int | None, name: str) -> None:
        self.found.levels.append(LevelColumn(index, number, one_line(name)))

    def add_role(self, index: int, name: str) -> None:
        name = one_line(name)
        called = self.roles.get(key(name), ("", set()))[1]
        slugs = [key(name)] if key(name) in called else sorted(called)
        if len(slugs) > 1:
            told = _("More than one role is called so. Write its slug, such as “role: %(slug)s”.")
            self.refuse(index, told % {"slug": slugs[0]})
        elif (slug := slugs[0] if slugs else key(name)) in self.by_role:
            told = _("Column %(first)s is this role already. Remove one of the two.")
            self.refuse(index, told % {"first": letter(self.by_role[slug])})
        elif len(name) > LONGEST_NAME:
            self.refuse(index, _("The name is longer than 120 characters. Shorten it."))
        else:
            self.by_role[slug] = index
            self.found.roles.append(RoleColumn(index, slugs[0] if slugs else "", name))


def _roles_by_name(known: Taxonomy | None) -> dict[str, tuple[str, set[str]]]:
    """Each spelling under which a role is found, with its name and the slugs of all that are called so."""
    found: dict[str, tuple[str, set[str]]] = {}
    for role in known.roles.values() if known else ():
        for name in (role.name, role.short, role.slug):
            if name:
                found.setdefault(key(name), (name, set()))[1].add(role.slug)
    return found
