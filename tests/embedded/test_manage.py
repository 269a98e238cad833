import ast
import importlib.util
import os
import subprocess
import sys
from types import ModuleType

import pytest

from skillmatrix.embedded.folders import ROOT
from skillmatrix.embedded.problems import Problem

MANAGE = ROOT / "manage.py"


@pytest.fixture
def manage() -> ModuleType:
    spec = importlib.util.spec_from_file_location("manage", MANAGE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_old_python_can_read_the_sentence_about_it() -> None:
    tree = ast.parse(MANAGE.read_text(), feature_version=(3, 6))

    first = [type(node).__name__ for node in tree.body[:5]]
    assert first == ["Expr", "Import", "Import", "Import", "If"], "the check comes before any import of ours"


@pytest.mark.parametrize("version", [(3, 10), (3, 15), (2, 7)])
def test_another_python_gets_a_sentence(version: tuple[int, int]) -> None:
    code = f"import sys; sys.version_info = ({version[0]}, {version[1]}, 0, 'final', 0); "
    code += f"exec(compile(open({str(MANAGE)!r}).read(), 'manage.py', 'exec'))"

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert answer.returncode == 1
    assert f"needs Python 3.11 to 3.14; this is {version[0]}.{version[1]}" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_then_chains_commands_in_one_process(manage: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr("django.core.management.execute_from_command_line", called.append)

    manage.django(["migrate", "--verbosity", "0", "--then", "prepare", "--demo"])

    assert called == [["manage.py", "migrate", "--verbosity", "0"], ["manage.py", "prepare", "--demo"]]


@pytest.mark.parametrize("missing", ["DATABASE_URL", "REDIS_URL"])
def test_managed_guesses_no_address(
    manage: ModuleType, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setenv("SKILLMATRIX_MANAGED", "1")
    monkeypatch.delenv(missing)

    with pytest.raises(Problem, match=f"SKILLMATRIX_MANAGED=1 needs {missing}"):
        manage.main(["migrate"])


@pytest.mark.parametrize("command", ["up", "test", "benchmark"])
def test_managed_sets_nothing_up(manage: ModuleType, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("SKILLMATRIX_MANAGED", "1")

    with pytest.raises(Problem, match="sets up its own stack"):
        manage.main([command])


def test_a_problem_is_printed_without_a_traceback() -> None:
    answer = subprocess.run(
        [sys.executable, str(MANAGE), "up"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"SKILLMATRIX_MANAGED": "1"},
    )

    assert answer.returncode == 1
    assert answer.stderr.strip().startswith("`up` sets up its own stack")
