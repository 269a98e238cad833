"""A `var/` of its own for each test, and another command of `manage.py` to share it with."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from skillmatrix.embedded.folders import ROOT, Var

# What a management command does with the servers: uses them until its input ends.
OTHER_COMMAND = """
import sys
from skillmatrix.embedded import stack
with stack.used_by("other"):
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Var:
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SKILLMATRIX_DEMO"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SKILLMATRIX_VAR", str(tmp_path / "var"))
    var = Var.from_environment()
    var.create()
    return var


@pytest.fixture
def other_command(var: Var) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    """Start another process that uses the servers of the same `var/`."""
    started = []

    def start() -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", OTHER_COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | {"SKILLMATRIX_VAR": str(var.path)},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def processes_of(var: Var) -> list[str]:
    """Command lines of all living processes that name this `var/`."""
    lines = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if str(var.path) in line:
            lines.append(line)
    return lines
