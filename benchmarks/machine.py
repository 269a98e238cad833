"""What the machine is and does, read from /proc; nothing here knows Django."""

from __future__ import annotations

import contextlib
import os
import platform
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_TICKS = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def processors() -> int:
    """How many there are."""
    return os.cpu_count() or 1


def busy_seconds() -> float:
    """Processor time that everybody has used since the machine started."""
    fields = [int(field) for field in (_PROC / "stat").read_text().split("\n", 1)[0].split()[1:]]
    user, nice, system, _idle, _wait, irq, softirq, *_ = fields
    return (user + nice + system + irq + softirq) / _TICKS


def own_seconds() -> float:
    """Processor time of this process and everything below it, those that have ended and were waited for included."""
    return sum(_seconds(process) for process in family(os.getpid()))


def family(process: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                children.setdefault(int(_stat(int(entry.name))[1]), []).append(int(entry.name))
    found, waiting = [], [process]
    while waiting:
        found.append(one := waiting.pop())
        waiting += children.get(one, [])
    return found


def peak_megabytes(processes: Iterable[int]) -> float:
    """The most memory that any of these ever held."""
    return max((_memory(process, "VmHWM") for process in processes), default=0.0)


def megabytes(processes: Iterable[int]) -> float:
    """The memory that the largest of these holds now."""
    return max((_memory(process, "VmRSS") for process in processes), default=0.0)


def about() -> dict[str, Any]:
    """What figures depend on, and nothing that tells whose machine it is."""
    with contextlib.suppress(OSError):
        model = next(
            line.partition(":")[2].strip()
            for line in (_PROC / "cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        )
        return {"processor": model, "processors": processors(), "python": platform.python_version()}
    return {"processors": processors(), "python": platform.python_version()}


def _stat(process: int) -> list[str]:
    """The fields behind the name, which may hold anything: state first, then the parent."""
    return (_PROC / str(process) / "stat").read_text().rpartition(")")[2].split()


def _seconds(process: int) -> float:
    with contextlib.suppress(OSError, IndexError):
        return sum(int(field) for field in _stat(process)[11:15]) / _TICKS
    return 0.0


def _memory(process: int, name: str) -> float:
    with contextlib.suppress(OSError):
        for line in (_PROC / str(process) / "status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) / 1024
    return 0.0
