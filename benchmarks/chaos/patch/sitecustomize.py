"""Faults that sit inside a process: Python runs this file first wherever the rig puts it on the path.

Each is asked for by a variable, and the product knows nothing of any of them:

CHAOS_CLOCK   seconds by which this process's clock is wrong
CHAOS_ENGINE  by how much its code is newer than what is checked out
CHAOS_RAISES  ids of people whose inputs raise when they are computed
CHAOS_KILLS   ids of people who take the process down with them
CHAOS_MEMORY  a file; the next chunk after it appears finds no memory left
"""

from __future__ import annotations

import datetime
import importlib.abc
import importlib.machinery
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def shift_clock(seconds: float) -> None:
    """Let `time` and `datetime` tell another time; what is measured by them still passes as it should."""
    right, clock = datetime.datetime, time.time

    class Recognising(type):
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, right)

    class Wrong(right, metaclass=Recognising):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
            return right.fromtimestamp(time.time(), tz)

        @classmethod
        def utcnow(cls) -> datetime.datetime:
            return cls.now(datetime.UTC).replace(tzinfo=None)

        @classmethod
        def today(cls) -> datetime.datetime:
            return cls.now()

    time.time = lambda: clock() + seconds
    datetime.datetime = Wrong  # type: ignore[misc]


class After(importlib.abc.MetaPathFinder):
    """Runs something right after a module was loaded, before anybody has taken a name from it."""

    def __init__(self, changes: dict[str, Callable[[Any], None]]) -> None:
        self.changes = changes

    def find_spec(self, name: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """The ordinary spec, with our change at the end of it."""
        change = self.changes.get(name)
        found = importlib.machinery.PathFinder.find_spec(name, path, target) if change else None
        if found is None or found.loader is None or change is None:
            return None
        load = found.loader.exec_module

        def exec_module(module: Any) -> None:
            load(module)
            change(module)

        found.loader.exec_module = exec_module  # type: ignore[method-assign]
        return found


def raise_engine(computing: Any) -> None:
    """As if somebody had changed what reports say, and raised the number."""
    computing.ENGINE += int(os.environ["CHAOS_ENGINE"])


def poison_inputs(module: Any) -> None:
    """Some people cannot be loaded, some end whoever loads them, and sometimes there is no memory for anybody."""
    load = module.load
    raising, killing = numbers("CHAOS_RAISES"), numbers("CHAOS_KILLS")

    def poisoned(person_ids: Any, **more: Any) -> Any:
        ids = list(person_ids)
        run_out_of_memory()
        if killing & set(ids):
            os.kill(os.getpid(), 9)
        if found := raising & set(ids):
            message = f"{len(found)} planted"
            raise ZeroDivisionError(message)
        return load(ids, **more)

    module.load = poisoned


def run_out_of_memory() -> None:
    """Meet a limit of memory for real. Half of the time that is the end of the process, as the kernel would have it."""
    flag = Path(os.environ.get("CHAOS_MEMORY") or "nowhere")
    try:
        flag.rename(flag.with_suffix(f".{os.getpid()}"))
    except OSError:
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (used + (1 << 20), before[1]))
    try:
        bytearray(1 << 28)
    except MemoryError:
        if os.getpid() % 2:
            os.kill(os.getpid(), 9)
        raise
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def numbers(name: str) -> set[int]:
    """The numbers in a variable."""
    return {int(word) for word in os.environ.get(name, "").split(",") if word}


if os.environ.get("CHAOS_CLOCK"):
    shift_clock(float(os.environ["CHAOS_CLOCK"]))
CHANGES: dict[str, Callable[[Any], None]] = {}
if os.environ.get("CHAOS_ENGINE"):
    CHANGES["roadmaps.computing"] = raise_engine
if any(os.environ.get(name) for name in ("CHAOS_MEMORY", "CHAOS_RAISES", "CHAOS_KILLS")):
    CHANGES["assessments.levels.reading"] = CHANGES["assessments.levels.batches"] = poison_inputs
sys.meta_path.insert(0, After(CHANGES))
