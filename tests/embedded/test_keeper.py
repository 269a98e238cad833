import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

from skillmatrix.embedded import keeper, processes
from skillmatrix.embedded.folders import Var
from skillmatrix.embedded.keeping import Keeper

IGNORES_TERM = "trap '' TERM; echo ready; while true; do sleep 0.1; done"


def can_lock(var: Var) -> bool:
    lock = var.try_lock()
    if lock:
        lock.close()
    return lock is not None


def test_what_ended_is_forgotten() -> None:
    lines = ["+10 15\n", "+11 2\n", "~/tmp/some where\n", "-10\n"]

    assert keeper.watch(lines) == ({11: 2}, ["/tmp/some where"])


def test_it_ends_what_is_left_and_removes_what_it_was_told(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    # Not SIGINT: whoever is started in the background by a shell ignores it.
    child = subprocess.Popen(["sleep", "60"], start_new_session=True)
    ours = Keeper()
    ours.watch(child.pid, signal.SIGUSR1)
    ours.remove(folder)

    ours.pipe.close()

    assert child.wait(5) == -signal.SIGUSR1
    ours.process.wait(keeper.GRACE_SECONDS + 5)
    assert not folder.exists()


def test_it_kills_what_does_not_listen(tmp_path: Path) -> None:
    child = subprocess.Popen(["sh", "-c", IGNORES_TERM], start_new_session=True, stdout=subprocess.PIPE)
    assert child.stdout
    child.stdout.readline()

    keeper.end_groups({child.pid: signal.SIGTERM}, grace=0.2)

    assert child.wait(5) == -signal.SIGKILL
    child.stdout.close()


def test_it_holds_the_lock_until_everything_has_ended(var: Var) -> None:
    """What makes a next run wait while a killed one is put away."""
    lock = var.try_lock()
    assert lock
    code = (
        "import sys, signal, subprocess, os\n"
        "from skillmatrix.embedded.keeping import Keeper\n"
        "from skillmatrix.embedded.folders import Var\n"
        "keeper = Keeper(Var.from_environment().try_lock())\n"
        "child = subprocess.Popen(['sh', '-c', \"trap 'sleep 0.5; exit' TERM; while true; do sleep 0.1; done\"], "
        "start_new_session=True)\n"
        "keeper.watch(child.pid, signal.SIGTERM)\n"
        "print(child.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    lock.close()
    owner = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ
    )
    assert owner.stdout
    child = int(owner.stdout.readline())

    owner.kill()
    owner.wait()

    assert not can_lock(var)
    assert processes.wait_until(lambda: processes.command_line(child) is None, keeper.GRACE_SECONDS + 5)
    owner.communicate()
    assert processes.wait_until(partial(can_lock, var), 5)


def test_it_closes_quietly_when_nothing_is_left() -> None:
    ours = Keeper()
    ours.watch(999_999, signal.SIGTERM)
    ours.forget(999_999)

    ours.close()

    assert ours.process.returncode == 0
