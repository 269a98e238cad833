"""Starts processes, waits for them, starts them again when they end, and stops them all.

One thread and one loop: signals, ended children and callers of the control socket all wake the same
`select`. Only this thread starts children, since their death signal hangs on it.
"""

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from skillmatrix.embedded import processes
from skillmatrix.embedded.keeping import Keeper
from skillmatrix.embedded.problems import Interrupted, Problem
from skillmatrix.embedded.reporting import say
from skillmatrix.embedded.services import Service

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
# Whoever ran this long has recovered: the next failure counts as the first.
STEADY_SECONDS = 30.0
TRIES_WHILE_STARTING = 3
LONGEST_FREEZE_SECONDS = 30.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Child:
    """A service and its present process, if it has one. `due` and `since` are `time.monotonic()` values."""

    service: Service
    process: "subprocess.Popen[bytes] | None" = None
    was_ready: bool = False
    restarts: int = 0
    failures: int = 0
    since: float = 0.0
    due: float = 0.0

    @property
    def ready(self) -> bool:
        """Whether it has done its work since its last start."""
        if self.process is not None and not self.was_ready:
            self.was_ready = self.service.ready(self.process.pid)
        return self.was_ready


class Supervisor:
    """Children in order of start; they are stopped in groups, the last started first."""

    def __init__(self, keeper: Keeper, folder: Path) -> None:
        self.keeper = keeper
        self.folder = folder
        self.children: list[Child] = []
        self.tasks: list[subprocess.Popen[bytes]] = []
        self.selector = selectors.DefaultSelector()
        # Groups that were frozen, and when each goes on.
        self.frozen: dict[int, float] = {}
        self.starting = True
        self.asked_to_stop = False

    def handle_signals(self) -> None:
        """Let ctrl-C and its kind end the loop, and let ended children wake it."""
        wake, wakes = os.pipe()
        os.set_blocking(wake, False)
        os.set_blocking(wakes, False)
        signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
        self.selector.register(wake, selectors.EVENT_READ, lambda: os.read(wake, 4096))
        for number in STOP_SIGNALS:
            signal.signal(number, self.ask_to_stop)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        """The first time ends the loop; while stopping, another one is heard no more."""
        self.asked_to_stop = True

    # --- starting ---------------------------------------------------------------------------------

    def start(self, *services: Service) -> None:
        """Start services and look after them from now on."""
        for service in services:
            child = Child(service)
            self.children.append(child)
            self.launch(child)

    def looks_after(self, service: Service) -> bool:
        """Whether a service was started already."""
        return any(child.service is service for child in self.children)

    def launch(self, child: Child) -> None:
        """Start the process of a child."""
        service = child.service
        try:
            child.process = processes.spawn(
                service.command(),
                log=service.log,
                environment=service.environment(),
                folder=self.folder,
                death_signal=service.death_signal,
            )
        except OSError as error:
            raise Problem(f"{service.name} cannot be run: {error}") from error
        self.keeper.watch(child.process.pid, service.death_signal)
        child.since = time.monotonic()

    def begin(
        self, command: list[str], *, log: Path, environment: Mapping[str, str]
    ) -> "subprocess.Popen[bytes]":
        """Start something that ends by itself."""
        task = processes.spawn(command, log=log, environment=environment, folder=self.folder)
        self.keeper.watch(task.pid, signal.SIGTERM)
        self.tasks.append(task)
        return task

    def outcome(self, task: "subprocess.Popen[bytes]") -> int:
        """Wait for a task, looking after everything else meanwhile; its exit code."""
        self.wait(lambda: processes.exited(task))
        return self.put_away(task)

    def put_away(self, task: "subprocess.Popen[bytes]") -> int:
        """Reap an ended task; its exit code."""
        code = processes.finish(task)
        self.keeper.forget(task.pid)
        self.tasks.remove(task)
        return code

    def wait_ready(self, seconds: float, *services: Service) -> None:
        """Wait until these services work, or all. Raises `Problem` when one does not within the time."""
        awaited = [
            child
            for child in self.children
            if not services or any(child.service is service for service in services)
        ]
        if not self.wait(lambda: all(child.ready for child in awaited), seconds):
            late = next(child.service for child in awaited if not child.was_ready)
            raise Problem(f"{late.name} does not answer after {seconds:.0f} s.{last_words(late.log)}")

    # --- looking after them -------------------------------------------------------------------------

    def wait(self, condition: Callable[[], bool], seconds: float = float("inf")) -> bool:
        """Look after the children until a condition holds. False when it did not within the time."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                return False
            self.pump(0.02)
        return True

    def run(self) -> None:
        """Look after the children until somebody asks to stop: raises `Interrupted`."""
        self.starting = False
        while True:
            self.pump(1.0)

    def pump(self, seconds: float) -> None:
        """Wait for something to happen, but no longer than this or than the next restart."""
        now = time.monotonic()
        waits = [seconds, *(child.due - now for child in self.children if child.process is None)]
        waits += [due - now for due in self.frozen.values()]
        for key, _ in self.selector.select(max(0.0, min(waits))):
            key.data()
        if self.asked_to_stop:
            raise Interrupted
        for child in self.children:
            self.tend(child)
        self.thaw(time.monotonic())

    def tend(self, child: Child) -> None:
        """Put away an ended process, with its whole group; start the next one when it is time."""
        if child.process is not None and processes.exited(child.process):
            self.keeper.forget(child.process.pid)
            self.plan_restart(child, processes.finish(child.process))
        if child.process is None and time.monotonic() >= child.due:
            child.restarts += 1
            self.launch(child)

    def plan_restart(self, child: Child, code: int) -> None:
        """Start an ended child again soon, later each time it fails again."""
        now = time.monotonic()
        if now - child.since >= STEADY_SECONDS:
            child.failures = 0
        pause = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2**child.failures)
        child.process, child.was_ready, child.due = None, False, now + pause
        child.failures += 1
        service = child.service
        if self.starting and child.failures > TRIES_WHILE_STARTING:
            raise Problem(
                f"{service.name} {how_it_ended(code)} each time it started.{last_words(service.log)}"
            )
        say(f"  {service.name} {how_it_ended(code)}; starting it again in {pause:.1f} s (see {service.log})")

    # --- breaking them, for whoever wants to see what happens ---------------------------------------

    def kill(self, name: str) -> dict[str, Any]:
        """End a service and all its processes without a word, as running out of memory would."""
        child = self.named(name)
        if child is None or child.process is None:
            return {"error": f"{name} does not run"}
        processes.signal_group(child.process.pid, signal.SIGKILL)
        return {"killed": name, "process": child.process.pid}

    def freeze(self, name: str, seconds: float) -> dict[str, Any]:
        """Let a service stand still. It goes on by itself, whatever becomes of whoever asked."""
        child = self.named(name)
        if child is None or child.process is None:
            return {"error": f"{name} does not run"}
        seconds = min(max(float(seconds), 0.0), LONGEST_FREEZE_SECONDS)
        self.frozen[child.process.pid] = time.monotonic() + seconds
        processes.signal_group(child.process.pid, signal.SIGSTOP)
        return {"frozen": name, "process": child.process.pid, "seconds": seconds}

    def thaw(self, now: float = float("inf")) -> None:
        """Let those go on whose time is over."""
        for group in [group for group, due in self.frozen.items() if due <= now]:
            del self.frozen[group]
            processes.signal_group(group, signal.SIGCONT)

    def named(self, name: str) -> Child | None:
        """The child that runs the service of this name."""
        return next((child for child in self.children if child.service.name == name), None)

    # --- stopping ---------------------------------------------------------------------------------

    def stop(self, servers: int = 2) -> None:
        """Stop everything: first tasks and what uses the servers, together, then the servers themselves."""
        for number in STOP_SIGNALS:
            with contextlib.suppress(ValueError):  # not in the main thread: then nobody handles them here
                if signal.getsignal(number) == self.ask_to_stop:
                    signal.signal(number, signal.SIG_IGN)
        self.thaw()
        for task in list(self.tasks):
            processes.end(task, ((signal.SIGTERM, 1.0), (signal.SIGKILL, 2.0)))
            self.put_away(task)
        self.stop_together(self.children[servers:])
        self.stop_together(self.children[:servers])
        self.children.clear()

    def stop_together(self, children: list[Child]) -> None:
        """Ask all of them at once, then each firmly."""
        running = [(child, child.process) for child in children if child.process is not None]
        for child, process in running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, child.service.shutdown[0][0])
        for child, process in running:
            processes.wait_until(partial(processes.exited, process), child.service.shutdown[0][1])
            processes.end(process, child.service.shutdown[1:])
            self.keeper.forget(process.pid)
            child.process = None

    # --- telling ------------------------------------------------------------------------------------

    def status(self) -> dict[str, Any]:
        """What runs, for the control socket."""
        now = time.monotonic()
        return {
            "at": datetime.now(UTC).isoformat(),
            "state": "starting" if self.starting else "running",
            "services": [
                {
                    "name": child.service.name,
                    "process": child.process.pid if child.process else None,
                    "ready": child.ready,
                    "restarts": child.restarts,
                    "seconds": round(now - child.since, 1) if child.process else None,
                }
                for child in self.children
            ],
        }


def how_it_ended(code: int) -> str:
    """An exit code in words."""
    if code >= 0:
        return f"ended (exit code {code})"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"


def last_words(log: Path, lines: int = 8) -> str:
    """The end of a log, to print below a sentence."""
    try:
        text = log.read_bytes()[-4000:].decode(errors="replace").strip().splitlines()[-lines:]
    except OSError:
        return ""
    return "".join(f"\n    {line}" for line in text) + f"\n  (from {log})"
