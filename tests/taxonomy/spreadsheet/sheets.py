"""Small sheets to break in tests."""

from __future__ import annotations

from typing import Any

from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.parsing import parse
from skillmatrix.taxonomy.spreadsheet import Mode, Sheet, read_ladder
from tests.taxonomy.documents import SMALL

NEW = """\
skill,area,0 Novice,1 Able,2 Master,Baker,role: Head baker
Kneading,Dough,I watch,I knead,I teach it,1,2x3
Proofing,Dough,,,,,2 (2)
Scoring,Baking,I watch,I score,,-,1
"""


def small() -> Taxonomy:
    """The ladder that sheets are added to: queues and brokers, junior and senior, levels 0 to 2."""
    return parse(SMALL)


def add(text: str | bytes, **options: Any) -> Sheet:
    """Read a sheet for the small ladder."""
    return read_ladder(text, current=options.pop("current", None) or small(), mode=Mode.ADD, **options)


def new(text: str | bytes, **options: Any) -> Sheet:
    """Read a sheet as a whole ladder, where nothing is published."""
    return read_ladder(text, current=None, mode=Mode.NEW, **options)


def said(sheet: Sheet) -> list[str]:
    """Every problem on one line."""
    assert sheet.content is None
    return [str(problem) for problem in sheet.problems]


def skill(sheet: Sheet, slug: str) -> dict[str, Any]:
    """The entry of a skill."""
    assert sheet.content is not None, said(sheet)
    entries = [s for area in sheet.content["areas"] for s in area["skills"] if s["slug"] == slug]
    assert entries, slug
    return dict(entries[0])


def targets(sheet: Sheet, slug: str) -> dict[str, list[int]]:
    """What a role asks."""
    assert sheet.content is not None, said(sheet)
    return next(dict(role["targets"]) for role in sheet.content["roles"] if role["slug"] == slug)
