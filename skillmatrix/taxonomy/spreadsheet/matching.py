"""Which skill and which area each line is about: one that is here already, or a new one with a slug of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.spreadsheet.columns import Columns
from skillmatrix.taxonomy.spreadsheet.findings import Log, shortened
from skillmatrix.taxonomy.spreadsheet.lines import Line
from skillmatrix.taxonomy.spreadsheet.naming import is_slug, key, new_slug
from skillmatrix.taxonomy.spreadsheet.table import Grid


@dataclass
class Known:
    """Skills or areas that have a slug. `names`: each spelling → the slugs of all that are called so."""

    slugs: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[tuple[str, str]]) -> Known:
        """Pairs of slug and name."""
        known = cls()
        for slug, name in entries:
            known.add(slug, name)
        return known

    def add(self, slug: str, name: str) -> None:
        """Make one more findable."""
        self.slugs[slug] = name
        found = self.names.setdefault(key(name), [])
        if slug not in found:
            found.append(slug)

    def find(self, written: str) -> list[str]:
        """Return the slugs that a text may mean: the slug itself, else all with that name."""
        slug = key(written)
        return [slug] if slug in self.slugs else self.names.get(slug, [])


@dataclass
class Matched:
    """Every line with the slug of its skill and of its area; `new_areas` has slug → name, in order of appearance."""

    lines: dict[str, Line] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)
    new_areas: dict[str, str] = field(default_factory=dict)


@dataclass
class Here:
    """What there is already. `retired` skills cannot be meant; what is only `remembered` lends its slug to its name."""

    skills: Known = field(default_factory=Known)
    areas: Known = field(default_factory=Known)
    retired: Known = field(default_factory=Known)
    remembered_skills: Known = field(default_factory=Known)
    remembered_areas: Known = field(default_factory=Known)


class Matcher:
    """Compares lines with what there is."""

    def __init__(
        self, grid: Grid, columns: Columns, here: Here, taken: Mapping[str, Collection[str]], log: Log
    ) -> None:
        self.grid, self.columns, self.here, self.log = grid, columns, here, log
        self.skills, self.retired, self.areas = here.skills, here.retired, here.areas
        self.taken = {*here.skills.slugs, *here.retired.slugs, *taken.get("skill", ())}
        self.taken_areas = {*here.areas.slugs, *taken.get("area", ())}
        self.matched = Matched()
        self.by_name: dict[str, Line] = {}
        # What this sheet has given away, so that two lines never get the same remembered slug.
        self.given: set[str] = set()

    def match(self, lines: Sequence[Line]) -> Matched:
        """Give each line its skill and area, and name each line that comes twice."""
        self.given |= {line.slug for line in lines}
        self.taken |= self.given
        for line in lines:
            if slug := self.skill(line):
                self.matched.lines[slug] = line
                self.matched.areas[slug] = self.area(line)
        return self.matched

    def _refuse(self, line: Line, column: str, told: str) -> None:
        index = self.columns.fixed.get(column, self.columns.fixed["skill"])
        self.log.refuse(line.row, self.grid.column(index), told)

    def skill(self, line: Line) -> str:
        """The slug of the line's skill; empty after the log was told why there is none."""
        slug = self._by_slug(line) if line.slug else self._by_its_name(line)
        if not slug:
            return ""
        same = self.matched.lines.get(slug) or self.same_name(line)
        if same:
            told = _("“%(name)s” stands in row %(row)d already. Keep one of the two.")
            self._refuse(line, "skill", told % {"name": shortened(line.name), "row": same.row})
            return ""
        self.by_name[key(line.name)] = line
        self.taken.add(slug)
        self.given.add(slug)
        return slug

    def same_name(self, line: Line) -> Line | None:
        """The earlier line of that name, unless slugs tell the two apart."""
        same = self.by_name.get(key(line.name))
        return same if same and not (same.slug and line.slug) else None

    def _by_slug(self, line: Line) -> str:
        if line.slug in self.skills.slugs:
            return line.slug
        if line.slug in self.retired.slugs:
            self._is_retired(line, "slug")
        elif not is_slug(line.slug):
            told = _(
                "This is no slug. Use lower-case a–z, digits and single hyphens, or leave the cell empty."
            )
            self._refuse(line, "slug", told)
        elif other := self.skills.find(line.name):
            told = _("“%(name)s” has the slug “%(slug)s” here. Write that one, or leave the cell empty.")
            self._refuse(line, "slug", told % {"name": shortened(line.name), "slug": other[0]})
        else:
            return line.slug
        return ""

    def _by_its_name(self, line: Line) -> str:
        found = self.skills.find(line.name)
        if len(found) > 1:
            told = _("More than one skill is called so. Add a column “slug” with one of %(slugs)s.")
            self._refuse(line, "skill", told % {"slugs": ", ".join(found)})
        elif not found and self.retired.find(line.name):
            self._is_retired(line, "skill")
        elif found:
            return found[0]
        else:
            # The slug it had, so that ratings find it again; of two skills of one name, the one that is left.
            before = self.here.remembered_skills.find(line.name)
            left = [slug for slug in before if slug not in self.given] or before
            return left[0] if left else new_slug(line.name, self.taken, kind="skill")
        return ""

    def _is_retired(self, line: Line, column: str) -> None:
        told = _("“%(name)s” is retired. Bring it back in the draft first, or remove the row.")
        self._refuse(line, column, told % {"name": shortened(line.name)})

    def area(self, line: Line) -> str:
        """The slug of the line's area, a new one where nothing is called so; empty when the row names none."""
        if not line.area:
            return ""
        found = self.areas.find(line.area)
        if len(found) > 1:
            told = _("More than one area is called so. Write the slug: %(slugs)s.")
            self._refuse(line, "area", told % {"slugs": ", ".join(found)})
        elif not found:
            before = self.here.remembered_areas.find(line.area)
            slug = before[0] if before else new_slug(line.area, self.taken_areas, kind="area")
            self.areas.add(slug, line.area)
            self.taken_areas.add(slug)
            self.matched.new_areas[slug] = line.area
            return slug
        return found[0]
