"""Lines, columns and the ladder there is, put together into the content of one sound document."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from skillmatrix.taxonomy.building import Content, build, content_of
from skillmatrix.taxonomy.parsing import examine
from skillmatrix.taxonomy.spreadsheet.columns import Columns
from skillmatrix.taxonomy.spreadsheet.composing import compose
from skillmatrix.taxonomy.spreadsheet.counts import Counts, count
from skillmatrix.taxonomy.spreadsheet.findings import Log
from skillmatrix.taxonomy.spreadsheet.keeping import Stock, let_go, stock_of
from skillmatrix.taxonomy.spreadsheet.lines import read_lines
from skillmatrix.taxonomy.spreadsheet.matching import Here, Known, Matched, Matcher
from skillmatrix.taxonomy.spreadsheet.needing import needs_of, refuse_circles
from skillmatrix.taxonomy.spreadsheet.retiring import retire_all
from skillmatrix.taxonomy.spreadsheet.scale import Scale
from skillmatrix.taxonomy.spreadsheet.table import Grid
from skillmatrix.taxonomy.spreadsheet.telling import tell

Slugs = Mapping[str, Collection[str]]


class Assembly:
    """One sheet whose columns are known. `base` is written to; `replaced` is the ladder it stands in for, if any.

    `taken` are slugs by kind that something else has or ever had.
    """

    def __init__(
        self,
        grid: Grid,
        columns: Columns,
        scale: Scale,
        log: Log,
        *,
        base: Content,
        taken: Slugs,
        replaced: Content | None = None,
    ) -> None:
        self.grid, self.columns, self.scale, self.log = grid, columns, scale, log
        self.base, self.replaced = base, replaced
        self.before = replaced if replaced or not base["areas"] else content_of(build(base))
        self.here, self.taken = _here(base, replaced), taken

    def make(self, *, published: Content | None = None) -> tuple[Content, Counts] | None:
        """Return the content and what it does; None after the log was told what is wrong.

        `published`: skills that are not in the sheet are retired, or taken out when they are not in that one.
        """
        lines = read_lines(self.grid, self.columns, self.scale, self.log)
        matched = Matcher(self.grid, self.columns, self.here, self.taken, self.log).match(lines)
        needs = self.needs(matched)
        if self.log.problems:
            return None
        stock = stock_of(self.replaced) if self.replaced else Stock()
        filled = compose(self.base, stock, matched, needs, self.columns.roles, self.taken)
        if self.replaced:
            let_go(self.base, self.replaced, self.log)
        elif published is not None:
            missing = self.here.skills.slugs.keys() - matched.lines.keys()
            self.base = retire_all(self.base, missing, published, self.log)
        tell(matched, filled, self.before, self.log)
        taxonomy, problems, _warnings = examine(self.base)
        for problem in problems:
            self.log.refuse(0, "", f"{problem.path}: {problem.message}")
        if taxonomy is None or self.log.problems:
            return None
        content = content_of(taxonomy)
        return content, count(self.before, content, rows=len(lines))

    def needs(self, matched: Matched) -> dict[str, list[str]]:
        """What each line with a column of prerequisites needs, without circles."""
        if "prerequisites" not in self.columns.fixed:
            return {}
        known = Known.of(self.here.skills.slugs.items())
        for slug, line in matched.lines.items():
            known.add(slug, line.name)
        column = self.grid.column(self.columns.fixed["prerequisites"])
        needs = {
            slug: needs_of(line, slug, column, known, self.here.retired, self.log)
            for slug, line in matched.lines.items()
        }
        skills = (skill for area in self.base["areas"] for skill in area["skills"])
        edges = {skill["slug"]: skill.get("prerequisites", []) for skill in skills} | needs
        refuse_circles(edges, known.slugs, matched.lines, column, self.log)
        return needs


def _here(base: Content, replaced: Content | None) -> Here:
    """What lines can mean, by slug and name."""
    used, retired, areas = _known(base)
    if replaced is None:
        return Here(skills=used, retired=retired, areas=areas)
    before, gone, areas_before = _known(replaced)
    for slug, name in gone.slugs.items():
        before.add(slug, name)
    return Here(remembered_skills=before, remembered_areas=areas_before)


def _known(content: Content) -> tuple[Known, Known, Known]:
    """Skills in use, retired skills, and areas."""
    skills: list[dict[str, Any]] = [skill for area in content["areas"] for skill in area["skills"]]
    return (
        Known.of((skill["slug"], skill["name"]) for skill in skills if not skill.get("retired")),
        Known.of((skill["slug"], skill["name"]) for skill in skills if skill.get("retired")),
        Known.of((area["slug"], area["name"]) for area in content["areas"]),
    )
