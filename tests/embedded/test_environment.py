import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from skillmatrix.embedded import environment
from skillmatrix.embedded.folders import ROOT
from skillmatrix.embedded.problems import Problem

STANDARD_LIBRARY_ONLY = """
import sys
sys.path.insert(0, sys.argv[1])
from skillmatrix.embedded import environment, preparation, stack, up
modules = {name.partition(".")[0] for name in sys.modules}
print(*sorted(modules - set(sys.stdlib_module_names) - {"skillmatrix", "__main__"}))
print(*sorted(name for name in sys.modules if name.startswith("skillmatrix.") and "embedded" not in name))
"""


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project with a `.venv` that runs."""
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    (tmp_path / "uv.lock").write_text("version = 1\n")
    for name, path in {
        "ROOT": tmp_path,
        "VENV": venv,
        "PYTHON": venv / "bin" / "python",
        "STAMP": venv / ".skillmatrix.json",
        "LOCK_FILE": tmp_path / "uv.lock",
    }.items():
        monkeypatch.setattr(environment, name, path)
    for name in ("DATABASE_URL", "REDIS_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    return venv


@pytest.fixture
def tool(venv: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `uv` on the PATH that notes how it was called."""
    folder = venv.parent / "tools"
    folder.mkdir()
    notes = folder / "notes"
    uv = folder / "uv"
    uv.write_text(f'#!/bin/sh\necho "$@" >> {notes}\nenv | grep ^UV_ >> {notes}\n')
    uv.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return notes


def test_it_needs_nothing_but_the_standard_library() -> None:
    """The first run happens before anything is installed; `-S` hides what is."""
    answer = subprocess.run(
        [sys.executable, "-I", "-S", "-c", STANDARD_LIBRARY_ONLY, str(ROOT)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout.split() == []


def test_servers_are_installed_unless_both_are_given(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.wanted_groups("up") == ["embedded"]
    assert environment.wanted_groups("test") == ["dev"]
    assert environment.wanted_groups("benchmark") == ["dev"]

    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/db")
    assert environment.wanted_groups("up") == ["embedded"]
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere")
    assert environment.wanted_groups("up") == []


def test_what_is_installed_is_not_installed_again(venv: Path, tool: Path) -> None:
    environment.ensure("test")
    assert "sync --frozen --inexact" in tool.read_text()
    tool.unlink()

    environment.ensure("test")
    environment.ensure("up")

    assert not tool.exists()


def test_a_changed_lock_file_is_installed_with_all_groups_of_before(venv: Path, tool: Path) -> None:
    environment.ensure("test")
    tool.unlink()

    environment.LOCK_FILE.write_text("version = 2\n")
    environment.ensure("up")

    assert "--group dev --group embedded" in tool.read_text()


def test_uv_sees_no_index_but_the_lock_files_own(
    venv: Path, tool: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_EXTRA_INDEX_URL", "https://example.com/simple")
    monkeypatch.setenv("UV_INDEX", "mine=https://example.com/simple")

    environment.ensure("up")

    assert "example.com" not in tool.read_text()
    assert "UV_NO_CONFIG=1" in tool.read_text()
    assert "UV_PYTHON_DOWNLOADS=never" in tool.read_text()


@pytest.mark.parametrize("name", ["UV_DEFAULT_INDEX", "PIP_INDEX_URL"])
def test_ones_own_index_is_used_for_the_same_hashes(
    venv: Path, tool: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "https://mirror.example.com/simple")

    environment.ensure("up")

    calls = tool.read_text()
    assert "export --quiet --frozen" in calls
    assert "--require-hashes" in calls
    assert "--default-index https://mirror.example.com/simple" in calls
    assert "sync" not in calls
    assert environment.LOCK_FILE.read_text() == "version = 1\n"


def test_an_environment_of_another_python_is_made_anew(venv: Path, tool: Path) -> None:
    environment.PYTHON.unlink()
    environment.PYTHON.write_text("#!/bin/sh\necho 3.9\n")
    environment.PYTHON.chmod(0o755)
    # The fake uv makes no environment, so the next step finds no Python: the call is what counts.
    with pytest.raises(FileNotFoundError):
        environment.ensure("up")

    assert f"venv --quiet --python {sys.executable}" in tool.read_text()


def test_no_index_reachable_is_one_sentence(venv: Path, tool: Path) -> None:
    uv = tool.parent / "uv"
    uv.write_text("#!/bin/sh\necho 'error: Failed to fetch: https://pypi.org/…' >&2\nexit 2\n")

    with pytest.raises(Problem, match="No package index could be reached") as problem:
        environment.ensure("up")

    assert "\n" not in str(problem.value)
    assert not environment.STAMP.exists()


def test_another_failure_shows_the_tools_last_words(venv: Path, tool: Path) -> None:
    uv = tool.parent / "uv"
    uv.write_text("#!/bin/sh\necho 'error: no space left'\nexit 2\n")

    with pytest.raises(Problem, match=r"failed at `uv sync`[^$]*no space left"):
        environment.ensure("up")


def test_a_python_without_venv_is_a_sentence(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(environment.sys, "prefix", "/usr")

    with pytest.raises(Problem, match="python3-venv"):
        environment.create(None)


def test_the_stamp_names_what_it_was_made_from(venv: Path, tool: Path) -> None:
    environment.ensure("test")

    stamp = json.loads(environment.STAMP.read_text())

    assert stamp["groups"] == ["dev", "embedded"]
    assert stamp["facts"]["python"] == f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert len(stamp["facts"]["lock"]) == 64


def test_two_at_once_take_turns(venv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    handle = os.open(environment.ROOT, os.O_RDONLY)
    environment.fcntl.flock(handle, environment.fcntl.LOCK_EX)
    timer = subprocess.Popen(["sleep", "0.3"], pass_fds=[handle])
    os.close(handle)

    with environment.one_at_a_time():
        assert timer.poll() is not None or timer.wait(1) == 0

    timer.wait()
    assert "waiting for it" in capsys.readouterr().out
