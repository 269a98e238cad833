"""Ends the stack's processes when the supervisor is gone, however it went.

A process of its own, started before all others. It reads lines from a pipe that only the supervisor
writes (`+group signal`, `-group`, `~folder`); when the pipe closes, it signals the groups that are left and kills
what has not ended in time, then removes the folders it was told of. It also holds the lock on `var/`, so the next run starts only after that.

Run as a script with nothing but the standard library: `python keeper.py <pipe>`.
"""

import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterable

# Longer than PostgreSQL's fast shutdown usually needs, shorter than a person's patience.
GRACE_SECONDS = 6.0


def watch(lines: Iterable[str]) -> tuple[dict[int, int], list[str]]:
    """When the lines end: groups that are still there, with the signal that ends each; folders to remove."""
    groups: dict[int, int] = {}
    folders = []
    for line in lines:
        if line.startswith("+"):
            group, number = line[1:].split()
            groups[int(group)] = int(number)
        elif line.startswith("-"):
            groups.pop(int(line[1:]), None)
        else:
            folders.append(line[1:].rstrip("\n"))
    return groups, folders


def end_groups(groups: dict[int, int], grace: float = GRACE_SECONDS) -> None:
    """Ask, wait, kill."""
    for group, number in groups.items():
        send(group, number)
    deadline = time.monotonic() + grace
    while any(send(group, 0) for group in groups) and time.monotonic() < deadline:
        time.sleep(0.02)
    for group in groups:
        send(group, signal.SIGKILL)


def send(group: int, number: int) -> bool:
    """Signal a group; False when nothing of it is left."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
        return True
    return False


def main() -> None:
    """Read until the supervisor is gone."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    with os.fdopen(int(sys.argv[1])) as pipe:
        groups, folders = watch(pipe)
    end_groups(groups)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
