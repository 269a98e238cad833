"""Processes that die with us, and whole groups of them.

A child gets a death signal from the kernel (Linux) when we vanish, even by `kill -9`; the keeper ends
what ignores it and does the whole job where the kernel cannot. Start children from the main thread
only: Linux sends the signal when the *thread* that started them ends.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
# How to end a process: pairs of a signal and the seconds to wait after it.
Ladder = Sequence[tuple[int, float]]
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def spawn(
    command: Sequence[str],
    *,
    log: Path,
    environment: Mapping[str, str],
    folder: Path,
    death_signal: int = signal.SIGTERM,
) -> "subprocess.Popen[bytes]":
    """Start a child in a group of its own. Raises OSError when the program cannot be run."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            cwd=folder,
            start_new_session=True,
            preexec_fn=die_with_parent(death_signal),
        )


def die_with_parent(death_signal: int) -> Callable[[], None] | None:
    """What a child runs before it becomes another program."""
    if LIBC is None:
        return None
    parent = os.getpid()

    def ask_kernel() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:  # it went before we could ask
            os._exit(1)

    return ask_kernel


def exited(child: "subprocess.Popen[bytes]") -> bool:
    """Whether a child has ended; it is not reaped, so that its number still names its group."""
    if child.returncode is not None:
        return True
    if not hasattr(os, "waitid"):  # macOS before Python 3.13
        return child.poll() is not None
    try:
        return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True


def signal_group(group: int, number: int) -> bool:
    """Signal every process of a group. False when there is none left that we may signal."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def finish(child: "subprocess.Popen[bytes]") -> int:
    """End what an exited child left behind in its group (granian's workers outlive their main), and reap it."""
    signal_group(child.pid, signal.SIGKILL)
    return child.wait()


def end(child: "subprocess.Popen[bytes]", ladder: Ladder) -> None:
    """ask a child to end, ever more firmly."""
    for number, seconds in ladder:
        if exited(child):
            break
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, number)
        wait_until(lambda: exited(child), seconds)
    finish(child)


def wait_until(condition: Callable[[], bool], seconds: float, pause: float = 0.01) -> bool:
    """Poll until a condition holds. False when it did not within the time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def command_line(process: int) -> str | None:
    """How a process was called; None when it is gone, or is a zombie that nobody reaps."""
    if sys.platform == "linux":
        try:
            line = Path(f"/proc/{process}/cmdline").read_bytes()
        except OSError:
            return None
        return line.replace(b"\0", b" ").decode(errors="replace") or None
    answer = subprocess.run(
        ["/bin/ps", "-o", "stat=,command=", "-p", str(process)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return None if not answer or answer.startswith("Z") else answer
