"""The ladder as a sheet, in the columns that `read_ladder` reads."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from skillmatrix.taxonomy.document import Level, Role, Skill, Target, Taxonomy
from skillmatrix.taxonomy.spreadsheet.cells import harmless
from skillmatrix.taxonomy.spreadsheet.findings import did_you_mean
from skillmatrix.taxonomy.spreadsheet.headers import FIXED, fixed_column, level_name, numbered, role_name
from skillmatrix.taxonomy.spreadsheet.naming import key

MARK = "\ufeff"
"""Tells a spreadsheet that this is UTF-8."""


def write_ladder(taxonomy: Taxonomy) -> str:
    """Return the ladder as CSV: every skill that is not retired, each level's sentence, what each role asks.

    No cell can run as a formula. Reading it back changes nothing.
    """
    out = io.StringIO(newline="")
    sheet = csv.writer(out)
    levels = [_level_header(level) for level in taxonomy.scale]
    roles = [_role_header(taxonomy, role) for role in taxonomy.roles.values()]
    sheet.writerow([harmless(cell) for cell in (*FIXED, *levels, *roles)])
    areas = Counter(key(area.name) for area in taxonomy.areas)
    for area in taxonomy.areas:
        written = area.name if areas[key(area.name)] == 1 else area.slug
        for slug in area.skills:
            if not taxonomy.skills[slug].retired:
                sheet.writerow([harmless(cell) for cell in _row(taxonomy, taxonomy.skills[slug], written)])
    return MARK + out.getvalue()


def _row(taxonomy: Taxonomy, skill: Skill, area: str) -> Iterator[str]:
    """The cells of one skill, in the order of `FIXED`, then levels, then roles."""
    yield from (skill.name, skill.slug, area, skill.kind.value, skill.definition)
    yield "; ".join(skill.prerequisites)
    yield from (skill.evidence, skill.watch_out)
    yield from ("yes" if said else "" for said in (skill.quick, skill.optional, skill.off))
    yield from skill.descriptors
    yield from (_target(role.targets.get(skill.slug)) for role in taxonomy.roles.values())


def _target(target: Target | None) -> str:
    if target is None or not target.level:
        return ""
    return str(target.level) if target.weight == 1 else f"{target.level}x{target.weight}"


def _level_header(level: Level) -> str:
    """Number and name; a colon where the name begins with a sign that could belong to the number."""
    header = f"{level.rank} {level.name}"
    return header if numbered(header) == (level.rank, level.name) else f"{level.rank}: {level.name}"


def _role_header(taxonomy: Taxonomy, role: Role) -> str:
    """The role's name where a reader can take it for nothing else."""
    name = key(role.name)
    others = [other for other in taxonomy.roles.values() if other.slug != role.slug]
    spellings = {key(text) for other in others for text in (other.slug, other.name, other.short)}
    if name in spellings:
        return f"role: {role.slug}"
    levels = {key(level.name) for level in taxonomy.scale}
    is_other = (
        did_you_mean(role.name, FIXED)
        or fixed_column(role.name)
        or numbered(role.name)
        or level_name(role.name)
        or role_name(role.name)
    )
    return f"role: {role.name}" if is_other or name in levels else role.name
