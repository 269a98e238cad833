"""The house: who may import whom, which modules know no Django, and where input tables are written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from assessments.guard import ClosedTable, Input
from assessments.models import (
    ExtraSkill,
    Interest,
    NextRole,
    Profile,
    Rating,
    RoleAssignment,
    Share,
    TargetOverride,
)

ROOT = Path(__file__).resolve().parent.parent
# Each room imports only from rooms to its left.
ROOMS = [
    "skillmatrix.web",
    "skillmatrix.jobs",
    "skillmatrix.people",
    "skillmatrix.taxonomy",
    "assessments",
    "roadmaps",
]
# Nobody imports the front door; it imports everybody.
FRONT_DOOR = {"skillmatrix.settings", "skillmatrix.urls", "skillmatrix.celery", "skillmatrix.wsgi"}
# dataclasses in, dataclasses out
PURE = [
    "skillmatrix/taxonomy/document.py",
    "skillmatrix/taxonomy/graph.py",
    "skillmatrix/taxonomy/parsing.py",
    "skillmatrix/taxonomy/exporting.py",
    "skillmatrix/taxonomy/transition",
    "skillmatrix/taxonomy/parts.py",
    "skillmatrix/taxonomy/diff/inline.py",
    "skillmatrix/taxonomy/draft/outline.py",
    "skillmatrix/taxonomy/draft/placing.py",
    "skillmatrix/taxonomy/targets/grid.py",
    "roadmaps/impact/effect.py",
    "roadmaps/impact/impact.py",
    "roadmaps/impact/touch.py",
    "assessments/inputs.py",
    "assessments/past.py",
    "assessments/cycles/asking.py",
    "assessments/cycles/deadlines.py",
    "assessments/cycles/parts.py",
    "assessments/cycles/rhythm.py",
    "assessments/levels/standings.py",
    "assessments/standing.py",
    "assessments/targets.py",
    "assessments/questions.py",
    "assessments/prompts.py",
    "assessments/evidence/proof.py",
    "assessments/reviews/agreement.py",
    "assessments/reviews/comparing.py",
    "roadmaps/computing",
    "roadmaps/development/beside.py",
    "roadmaps/development/first_job.py",
    "roadmaps/development/resources.py",
    "roadmaps/one_on_one/moves.py",
    "roadmaps/one_on_one/summary.py",
    "roadmaps/gaps",
    "roadmaps/charts",
    "roadmaps/history/attribution.py",
    "roadmaps/history/trend.py",
    "roadmaps/history/wordings.py",
    "roadmaps/planning",
    "roadmaps/promotion",
    "roadmaps/impact/effect.py",
    "roadmaps/impact/impact.py",
    "roadmaps/impact/touch.py",
    "roadmaps/demo/growth.py",
]
INPUT_TABLES = {ExtraSkill, Interest, NextRole, Profile, Rating, RoleAssignment, Share, TargetOverride}
LOCAL_NAMES = {"common", "helpers", "utils"}


def sources(where: str = ".") -> list[Path]:
    found = ROOT / where
    paths = [found] if found.is_file() else sorted(found.rglob("*.py"))
    ours = ("skillmatrix", "assessments", "roadmaps")
    return [p for p in paths if p.relative_to(ROOT).parts[0] in ours and "migrations" not in p.parts]


def module_of(path: Path) -> str:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            name = ".".join(part for part in (base, node.module or "") if part)
            yield name, node.lineno
            yield from ((f"{name}.{alias.name}", node.lineno) for alias in node.names)


def room_of(module: str) -> int | None:
    for place, room in enumerate(ROOMS):
        if module == room or module.startswith(f"{room}."):
            return place
    return None


def wrong_imports(path: Path) -> list[str]:
    module = module_of(path)
    mine = room_of(module)
    wrong = []
    for name, line in imports_of(path):
        theirs = room_of(name)
        backwards = mine is not None and theirs is not None and theirs > mine
        front_door = name in FRONT_DOOR and module not in FRONT_DOOR
        embedded = name.startswith("skillmatrix.embedded") and mine is not None
        if backwards or front_door or embedded:
            wrong.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    return wrong


def test_rooms_import_only_from_their_left() -> None:
    assert [line for path in sources() for line in wrong_imports(path)] == []


def test_pure_modules_know_no_django() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for where in PURE
        for path in sources(where)
        for name, line in imports_of(path)
        if name.split(".")[0] in {"django", "celery", "psycopg"} or name.endswith(".models")
    ]
    assert wrong == []
    assert all(sources(where) for where in PURE)


def test_embedded_stack_uses_the_standard_library_alone() -> None:
    import sys

    allowed = sys.stdlib_module_names | {"skillmatrix"}
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in sources("skillmatrix/embedded")
        for name, line in imports_of(path)
        if name.split(".")[0] not in allowed
        or (name.startswith("skillmatrix.") and not name.startswith("skillmatrix.embedded"))
    ]
    assert wrong == []


def test_imports_stand_at_the_top_of_their_module() -> None:
    wrong = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                wrong += [
                    f"{path.relative_to(ROOT)}:{inner.lineno}"
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.Import | ast.ImportFrom)
                ]
    assert wrong == []


def test_no_module_is_named_after_nothing() -> None:
    assert [p for p in sources() if p.stem in LOCAL_NAMES or p.parent.name in LOCAL_NAMES] == []


def test_no_signals() -> None:
    receivers = [
        p for p in sources() if "django.dispatch" in p.read_text() or "db.models.signals" in p.read_text()
    ]
    assert receivers == []


def test_input_tables_are_those_that_reports_are_computed_from() -> None:
    assert {m for m in apps.get_models() if issubclass(m, Input)} == INPUT_TABLES


@pytest.mark.parametrize("table", sorted(INPUT_TABLES, key=lambda table: table.__name__))
def test_input_tables_refuse_writes(table: type[models.Model], db: None) -> None:
    rows = table._default_manager
    field = table._meta.pk.name
    for write in (
        lambda: rows.create(),
        lambda: rows.bulk_create([table()]),
        lambda: rows.update(**{field: 1}),
        lambda: rows.all().delete(),
        lambda: rows.get_or_create(pk=1),
        lambda: rows.update_or_create(pk=1),
        lambda: rows.bulk_update(
            [table(pk=1)], [f.name for f in table._meta.fields if not f.primary_key][:1]
        ),
        lambda: table().save(),
        lambda: table(pk=1).delete(),
    ):
        with pytest.raises(ClosedTable):
            write()


def test_input_tables_are_written_by_sql_in_one_room_only() -> None:
    names = {table._meta.db_table for table in INPUT_TABLES}
    wrong = []
    for path in sources():
        text = " ".join(path.read_text().split())
        if path.is_relative_to(ROOT / "assessments" / "levels"):
            continue
        wrong += [
            f"{path.relative_to(ROOT)}: {verb} {name}"
            for name in names
            for verb in ("INSERT INTO", "UPDATE", "DELETE FROM", "COPY", "TRUNCATE")
            if f"{verb} {name}" in text
        ]
    assert wrong == []


def test_css_knows_no_left_and_right() -> None:
    """Logical properties only, so that a language written from right to left needs no second style sheet."""
    physical = re.compile(
        r"(margin|padding|border)-(left|right)|text-align:\s*(left|right)|(?<![-\w])(left|right):"
    )
    wrong = [
        f"{path.name}:{number}"
        for path in sorted((ROOT / "static").rglob("*.css"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if physical.search(line)
    ]
    assert wrong == []
