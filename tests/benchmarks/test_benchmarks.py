"""Benchmarks run to their end in a tiny organisation. What they measure there says nothing, so nothing is judged.

Starting processes is what takes long, so of those that need a dispatcher and a worker one stands for all; what the
others ask of the product is looked up. `manage.py benchmark --quick` runs every one.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from benchmarks import ground, measuring
from benchmarks.__main__ import NAMES, read
from benchmarks.measuring import Figure
from tests import processes

HERE = Path(measuring.__file__).parent
RUN_HERE = ("pages", "matrix", "imports", "trend", "profile", "storm")


@pytest.fixture
def on_test_servers(
    transactional_db: None, template_database: str, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> Iterator[None]:
    """The run's own PostgreSQL and Valkey, instead of further ones."""
    original = connection.settings_dict["NAME"]
    monkeypatch.setattr(ground, "TEMPLATE", template_database)
    # Invented people sign in, here and in the web process.
    settings.DEMO = True
    settings.ROOT_URLCONF = "benchmarks.urls"
    monkeypatch.setenv("SKILLMATRIX_DEMO", "1")
    try:
        yield
    finally:
        processes.point_at(original)


@pytest.mark.parametrize("name", RUN_HERE)
def test_a_benchmark_runs(name: str, on_test_servers: None) -> None:
    figures = import_module(f"benchmarks.{name}").run(read(["--quick", name])[1])

    assert figures
    for figure in figures:
        assert figure.people is not None, figure.name
        assert figure.value >= 0
        assert figure.limit is None or figure.look, f"{figure.name} does not say what to look at"
    json.dumps([figure.to_json() for figure in figures])


@pytest.mark.parametrize("path", sorted(HERE.glob("*.py")), ids=lambda path: path.stem)
def test_what_a_benchmark_asks_for_is_there(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module != "skillmatrix.settings":
            module = import_module(node.module)
            for name in node.names:
                submodule = f"{node.module}.{name.name}"
                assert hasattr(module, name.name) or import_module(submodule), submodule


def test_every_module_that_measures_has_a_name() -> None:
    measures = {path.stem for path in HERE.glob("*.py") if "def run(asked: Asked)" in path.read_text()}

    assert measures == set(NAMES)


@pytest.mark.parametrize(
    ("figure", "reached"),
    [
        (Figure("slower than asked", 30, floor=10, limit=2), False),
        (Figure("as fast as asked", 20, floor=10, limit=2), True),
        (Figure("not enough faster", 20, floor=100, limit=10, at_least=True), False),
        (Figure("much faster", 10, floor=100, limit=10, at_least=True), True),
        (Figure("too much memory", 200, "MB", limit=160), False),
        (Figure("told, not judged", 200, "MB"), True),
    ],
)
def test_a_limit_is_about_the_ratio_where_there_is_a_floor(figure: Figure, reached: bool) -> None:
    assert figure.is_reached is reached


def test_the_run_says_whether_a_limit_was_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(measuring, "RESULTS", tmp_path)
    missed = Figure("refresh", 3, "s", floor=1, limit=2, look="the chunks", people=10)

    assert measuring.report("refresh", [missed], {}) is False
    assert measuring.report("refresh", [Figure("refresh", 1, "s", floor=1, limit=2)], {}) is True

    told = capsys.readouterr().out
    assert "MISSED" in told
    assert "look at the chunks" in told
    kept: dict[str, Any] = json.loads((tmp_path / "refresh.json").read_text())
    assert kept["figures"][0]["ratio"] == 1


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(SystemExit):
        read(["nothing-like-it"])
