"""The grid of targets as HTML, written by joining strings: a template loop over 300 skills × 12 roles takes seconds.

Names come from documents; each is escaped here. `static/js/targets-*.js` reads what these functions write.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmatrix.taxonomy.targets.grid import Column, Grid, Row, Section
from skillmatrix.taxonomy.templatetags.taxonomy_words import weight_in_words


def cell_id(role: str, skill: str) -> str:
    """The id of a cell; slugs have no underscore."""
    return f"target_{role}_{skill}"


def heads(grid: Grid) -> SafeString:
    """The head of the table: tracks where there are any, and roles under them."""
    tracks, has_tracks = grid.tracks(), any(column.track for column in grid.columns)
    skill = f'<th scope="col" class="corner"{" rowspan=2" if has_tracks else ""}>{escape(_("Skill"))}</th>'
    roles = "".join(_head(column) for column in grid.columns)
    if not has_tracks:
        return SafeString(f'<tr aria-rowindex="1">{skill}{roles}</tr>')
    above = "".join(
        f'<th scope="colgroup" colspan="{len(found)}"><span>{escape(track)}</span></th>'
        for track, found in tracks
    )
    return SafeString(
        f'<tr class="tracks" aria-rowindex="1">{skill}{above}</tr><tr aria-rowindex="2">{roles}</tr>'
    )


def head_rows(grid: Grid) -> int:
    """How many rows the head has."""
    return 2 if any(column.track for column in grid.columns) else 1


def _head(column: Column) -> str:
    url = reverse("taxonomy:edit-role", args=[column.slug])
    return (
        f'<th scope="col" id="role-{column.slug}" data-role="{column.slug}" data-name="{escape(column.name)}">'
        f'<a href="{url}" title="{escape(column.name)}">{escape(column.label)}</a></th>'
    )


def bodies(grid: Grid, opened: Collection[str]) -> SafeString:
    """Every section; of those that are not opened only the head."""
    return SafeString("".join(body(grid, one, is_open=one.key in opened) for one in grid.sections))


def body(grid: Grid, section: Section, *, is_open: bool) -> SafeString:
    """One section as a table body of its own."""
    write = _Rows(grid)
    first = section.before + head_rows(grid) + 1
    rows = (
        "".join(write.row(row, first + place) for place, row in enumerate(section.rows, 1)) if is_open else ""
    )
    state = "" if is_open else " data-folded"
    return SafeString(
        f'<tbody id="area-{section.key}"{state}>{_section_head(grid, section, first, is_open=is_open)}{rows}</tbody>'
    )


def _section_head(grid: Grid, section: Section, index: int, *, is_open: bool) -> str:
    name = section_name(section)
    url = f"{reverse('taxonomy:edit-targets')}?area={section.key}"
    count = ngettext("%(count)d skill", "%(count)d skills", len(section.rows)) % {"count": len(section.rows)}
    load = (
        ""
        if is_open
        else f' hx-get="{url}" hx-target="#area-{section.key}" hx-swap="outerHTML" hx-trigger="unfold"'
    )
    as_form = _("Edit as a form")
    # Without JavaScript both are links to the area's form; with it the first becomes a button that folds the rows.
    return (
        f'<tr class="group" aria-rowindex="{index}"><th scope="rowgroup" colspan="{len(grid.columns) + 1}"><div>'
        f'<a class="fold" href="{url}" data-fold{load}>'
        f"{escape(name)} <small>{escape(count)}</small></a>"
        f'<a class="as-form" href="{url}" aria-label="{escape(as_form)}: {escape(name)}">{escape(as_form)}</a>'
        "</div></th></tr>"
    )


def section_name(section: Section) -> str:
    """The area's name, with the part where the area has several."""
    if section.parts == 1:
        return section.name
    return _("%(area)s, part %(part)d of %(parts)d") % {
        "area": section.name,
        "part": section.part,
        "parts": section.parts,
    }


def cells(grid: Grid, places: Iterable[tuple[str, str]]) -> SafeString:
    """The cells of (role, skill) pairs, as one row of a table, to be put in place of those with the same ids."""
    write, by_slug = _Rows(grid), {column.slug: column for column in grid.columns}
    return SafeString("".join(write.cell(by_slug[role], skill) for role, skill in places))


class _Rows:
    """What all rows share, worked out once."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.notes = {"off": escape(_("off")), "retired": escape(_("retired"))}
        self.edit = reverse("taxonomy:edit-skill", args=["slug"])
        self.known: dict[tuple[int, int], str] = {}

    def row(self, row: Row, index: int) -> str:
        """A skill and what each role asks of it."""
        note = f' <span class="chip">{self.notes[row.note]}</span>' if row.note else ""
        name = escape(row.name)
        head = f'<th scope="row"><a href="{self.edit.replace("slug", row.slug)}" title="{name}">{name}</a>{note}</th>'
        cells = "".join(self.cell(column, row.slug) for column in self.grid.columns)
        return f'<tr data-skill="{row.slug}" data-name="{name}" aria-rowindex="{index}">{head}{cells}</tr>'

    def cell(self, column: Column, skill: str) -> str:
        """A level and its weight; nothing where nothing is asked."""
        asked = column.asks(skill)
        warnings = self.grid.warnings.get((column.slug, skill), ())
        mark = self._mark(warnings) if warnings else ""
        return f'<td id="target_{column.slug}_{skill}"{self._shown(asked)}{mark}</td>'

    def _shown(self, asked: tuple[int, int]) -> str:
        """The rest of the tag and what stands in it; the same for each cell with the same target."""
        if asked not in self.known:
            level, weight = asked
            times = f'<small aria-hidden="true">×{weight}</small>' if weight > 1 else ""
            words = f'<span class="sr-only">, {escape(weight_in_words(weight))}</span>' if weight > 1 else ""
            self.known[asked] = (
                f' class="l{level}" data-level="{level}" data-weight="{weight}">{level}{times}{words}'
                if level
                else ">"
            )
        return self.known[asked]

    def _mark(self, warnings: tuple[str, ...]) -> str:
        text = escape(" ".join(warnings))
        return f'<span class="mark" data-warning title="{text}"><span aria-hidden="true">!</span><span class="sr-only">{text}</span></span>'
