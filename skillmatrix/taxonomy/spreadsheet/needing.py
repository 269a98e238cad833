"""Prerequisites as they are written into slugs, and the circles among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.graph import find_cycle
from skillmatrix.taxonomy.spreadsheet.findings import Log, shortened
from skillmatrix.taxonomy.spreadsheet.lines import Line
from skillmatrix.taxonomy.spreadsheet.matching import Known

MOST_CIRCLES = 20


def needs_of(line: Line, slug: str, column: str, skills: Known, retired: Known, log: Log) -> list[str]:
    """Return the slugs that a line needs; what does not exist, or is retired, is named."""
    found: dict[str, None] = {}
    for written in line.needs or ():
        slugs = skills.find(written)
        if len(slugs) > 1:
            told = _("More than one skill is called “%(name)s”. Write its slug: %(slugs)s.")
            log.refuse(line.row, column, told % {"name": shortened(written), "slugs": ", ".join(slugs)})
        elif not slugs and retired.find(written):
            told = _("The prerequisite “%(name)s” is retired. Name its successor, or remove it.")
            log.refuse(line.row, column, told % {"name": shortened(written)})
        elif not slugs:
            told = _("There is no skill “%(name)s”. Separate prerequisites by semicolons.")
            told %= {"name": shortened(written)}
            log.unknown(line.row, column, told, written, skills.slugs.values())
        elif slugs[0] == slug:
            log.refuse(line.row, column, _("A skill cannot be its own prerequisite. Remove it."))
        else:
            found[slugs[0]] = None
    return list(found)


def refuse_circles(
    needs: Mapping[str, Sequence[str]],
    names: Mapping[str, str],
    lines: Mapping[str, Line],
    column: str,
    log: Log,
) -> None:
    """Name each circle in full, at the first of its skills that has a row."""
    left = {slug: list(needed) for slug, needed in needs.items()}
    for _circle in range(MOST_CIRCLES):
        cycle = find_cycle(left)
        if cycle is None:
            return
        row = min((lines[slug].row for slug in cycle if slug in lines), default=0)
        told = _("These skills need each other in a circle: %(cycle)s. Remove one of these prerequisites.")
        told %= {"cycle": " → ".join(names[slug] for slug in (*cycle, cycle[0]))}
        log.refuse(row, column if row else "", told)
        left[cycle[0]].remove(cycle[1 % len(cycle)])
