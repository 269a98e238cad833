import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from skillmatrix.embedded import processes
from skillmatrix.embedded.folders import ROOT

LEAVES_A_CHILD = "sleep 60 & echo $!"
IGNORES_TERM = "trap '' TERM; echo ready; while true; do sleep 0.1; done"
PARENT = """
import os, sys
from pathlib import Path
from skillmatrix.embedded import processes
child = processes.spawn(["sleep", "60"], log=Path(sys.argv[1]), environment=os.environ, folder=Path("/"))
print(child.pid, flush=True)
sys.stdin.read()
"""


def start(script: str, log: Path) -> "subprocess.Popen[bytes]":
    child = processes.spawn(["sh", "-c", script], log=log, environment=os.environ, folder=Path("/"))
    assert processes.wait_until(lambda: bool(log.read_text()), 5)
    return child


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.mark.skipif(
    sys.platform != "linux", reason="the kernel's death signal is Linux's; elsewhere the keeper ends"
)
def test_a_child_dies_with_its_killed_parent(log: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(log)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )
    assert parent.stdout
    child = int(parent.stdout.readline())
    assert processes.command_line(child)

    parent.kill()
    parent.communicate()

    assert processes.wait_until(lambda: processes.command_line(child) is None, 5)


def test_finishing_ends_what_the_child_left_behind(log: Path) -> None:
    child = start(LEAVES_A_CHILD, log)
    left = int(log.read_text())
    assert processes.wait_until(lambda: processes.exited(child), 5)
    assert processes.command_line(left)

    processes.finish(child)

    assert processes.wait_until(lambda: processes.command_line(left) is None, 5)


def test_ending_grows_firmer(log: Path) -> None:
    child = start(IGNORES_TERM, log)

    processes.end(child, ((signal.SIGTERM, 0.2), (signal.SIGKILL, 5.0)))

    assert child.returncode == -signal.SIGKILL


def test_looking_does_not_reap(log: Path) -> None:
    child = start("echo done; exit 3", log)

    assert processes.wait_until(lambda: processes.exited(child), 5)
    assert processes.exited(child)
    assert processes.finish(child) == 3
    assert processes.exited(child)


def test_a_zombie_has_no_command_line(log: Path) -> None:
    child = start("echo done", log)

    assert processes.wait_until(lambda: processes.exited(child), 5)
    assert processes.command_line(child.pid) is None
    processes.finish(child)


def test_waiting_gives_up_in_time() -> None:
    assert not processes.wait_until(lambda: False, 0.05)


def test_a_program_that_is_not_there(log: Path) -> None:
    with pytest.raises(OSError, match="not-there"), contextlib.suppress(PermissionError):
        processes.spawn(["/not-there"], log=log, environment={}, folder=Path("/"))
