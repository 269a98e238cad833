"""The machine that is broken: real servers and the processes of the application, each started again when it ends."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import redis

from benchmarks.chaos import proxy
from skillmatrix.embedded import services
from skillmatrix.embedded.folders import ROOT, short_temporary_folder
from skillmatrix.embedded.keeping import Keeper
from skillmatrix.embedded.postgres import Postgres
from skillmatrix.embedded.services import Address, Program
from skillmatrix.embedded.supervisor import Child, Supervisor
from skillmatrix.embedded.valkey import Valkey
from tests.processes import replace_path

PATCH = Path(__file__).parent / "patch"
START_SECONDS = 90.0


class Restarter(Supervisor):
    """Starts whatever ends again soon, however often it does: here, ending is the rule."""

    PAUSES = (0.2, 2.5)

    def __init__(self, keeper: Keeper, folder: Path) -> None:
        super().__init__(keeper, folder)
        self.endings: Counter[str] = Counter()
        self.rng = Random(0)

    def plan_restart(self, child: Child, code: int) -> None:
        """Start an ended child again after a moment or two."""
        child.process, child.was_ready = None, False
        child.due = time.monotonic() + self.rng.uniform(*self.PAUSES)
        self.endings[child.service.name] += 1


class Rig:
    """Servers, the network in front of them, the processes, and what is planned to happen later.

    Half of the processes reach the servers directly, the other half through `proxy`: a network that gets slow
    seldom does so for everybody.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="skillmatrix-", dir=short_temporary_folder()))
        self.near, self.far = self.folder / "near", self.folder / "far"
        for path in (self.near, self.far):
            path.mkdir()
        # Unsynced: a power cut is not among the faults, and a process that is killed loses nothing it has written.
        self.postgres = Postgres(self.folder / "postgres", self.near, self.log("postgresql"), throw_away=True)
        self.postgres.options["synchronous_commit"] = "on"
        self.valkey = Valkey(self.folder / "valkey", self.near, self.log("valkey"))
        network = ["-m", "benchmarks.chaos.proxy", str(self.near), str(self.far)]
        self.network = Program("network", network, {}, self.log("network"))
        self.supervisor = Restarter(Keeper(), ROOT)
        self.supervisor.keeper.remove(self.folder)
        self.plans: list[tuple[float, Callable[[], None]]] = []
        self.database = "postgres"
        self.quiet_since = 0.0

    def log(self, name: str) -> Path:
        """Where a process writes to."""
        return self.folder / f"{name}.log"

    # --- starting and stopping ------------------------------------------------------------------------

    def start_servers(self) -> None:
        """The servers and the network, and nothing of the application yet."""
        self.supervisor.handle_signals()
        self.postgres.create()
        self.valkey.create()
        self.supervisor.start(self.postgres, self.valkey, self.network)
        self.supervisor.wait_ready(START_SECONDS)

    def start(self, *programs: Program) -> None:
        """Processes of the application; returns when the web answers and workers have had time to connect."""
        self.supervisor.start(*programs)
        self.supervisor.wait_ready(START_SECONDS, *programs)

    def stop_application(self) -> None:
        """Everything but the servers."""
        self.plans.clear()
        self.supervisor.stop_together(self.supervisor.children[3:])
        del self.supervisor.children[3:]
        self.supervisor.endings.clear()

    def stop(self) -> None:
        """Everything, and every trace of it."""
        self.supervisor.stop(servers=3)
        self.supervisor.keeper.close()

    # --- what processes are told ----------------------------------------------------------------------

    def variables(self, *, far: bool, settings: str = "benchmarks.chaos.settings") -> dict[str, str]:
        """The environment of a process, which faults may change before its next start."""
        url, broker = self.postgres.url, self.valkey.url
        if far:
            url, broker = (text.replace(self.near.name, self.far.name, 1) for text in (url, broker))
        return {
            "DATABASE_URL": replace_path(url, self.database),
            "REDIS_URL": broker,
            "DJANGO_SETTINGS_MODULE": settings,
            "PYTHONPATH": os.pathsep.join([str(PATCH), str(ROOT)]),
            "LOG_LEVEL": "ERROR",
        }

    def address(self) -> Address:
        """Where the web will listen."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            return Address("127.0.0.1", free.getsockname()[1])

    def named(self, program: Program, name: str, *arguments: str) -> Program:
        """One of several of a kind."""
        return replace(program, name=name, arguments=[*program.arguments, *arguments], log=self.log(name))

    # --- time -----------------------------------------------------------------------------------------

    def rest(self, seconds: float, until: Callable[[], bool] = lambda: False) -> bool:
        """Let things happen, and look after them. False when `until` never came true."""
        return self.supervisor.wait(lambda: self.carry_out() or until(), seconds)

    def later(self, seconds: float, act: Callable[..., None], *arguments: Any) -> None:
        """Do something in a while; a fault is over when all of it is done."""
        self.plans.append((time.monotonic() + seconds, partial(act, *arguments)))

    def carry_out(self) -> bool:
        """Do what is due; never says that anything is over."""
        for plan in [plan for plan in self.plans if plan[0] <= time.monotonic()]:
            self.plans.remove(plan)
            plan[1]()
            self.touch()
        return False

    def touch(self) -> None:
        """A fault happened, or ended, just now."""
        self.quiet_since = time.time()

    # --- reaching in ------------------------------------------------------------------------------------

    def child(self, name: str) -> Child:
        """The child with this name."""
        return next(child for child in self.supervisor.children if child.service.name == name)

    def signal(self, name: str, number: signal.Signals) -> None:
        """Signal the process with this name, if it runs just now."""
        process = self.child(name).process
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, number)

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database directly, on a connection of our own. Raises psycopg.Error."""
        address = replace_path(self.postgres.url, self.database)
        with psycopg.connect(address, connect_timeout=3, autocommit=True) as connection:
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def broker(self) -> redis.Redis:
        """A client of the broker that does not wait for long."""
        return redis.Redis(unix_socket_path=str(self.valkey.socket), socket_timeout=1)

    def be(self, **wanted: object) -> None:
        """Change what the network is like."""
        with contextlib.suppress(OSError):
            proxy.ask(self.far, **wanted)

    def run(self, module: str, *arguments: str, variables: dict[str, str]) -> str:
        """Run one of our modules to its end, looking after everything meanwhile; what it printed."""
        output = self.log(module.rpartition(".")[2])
        output.write_text("")
        command = [sys.executable, "-m", module, *arguments]
        task: subprocess.Popen[bytes] = self.supervisor.begin(
            command, log=output, environment=os.environ | variables
        )
        self.supervisor.wait(lambda: self.carry_out() or task.poll() is not None)
        code = self.supervisor.put_away(task)
        if code:
            raise SystemExit(f"{module} ended with {code}:\n{output.read_text()[-3000:]}")
        return output.read_text()


def application(rig: Rig, address: Address) -> list[Program]:
    """The processes of `manage.py up`, dispatcher and worker twice; web, bulk and the second ones through the proxy."""
    memory = {"CHAOS_MEMORY": str(rig.folder / "memory")}
    near, far = (rig.variables(far=far) for far in (False, True))
    unnamed = rig.log("unnamed")
    programs = [services.web(dict(far), address, rig.log("web"))]
    for number, variables in ((1, near), (2, far)):
        dispatcher = services.dispatcher(dict(variables), unnamed)
        programs.append(rig.named(dispatcher, f"dispatcher-{number}"))
        worker = services.worker(variables | memory, unnamed)
        programs.append(rig.named(worker, f"worker-{number}", "-n", f"worker-{number}@%h"))
    bulk = services.bulk(far | memory, unnamed)
    return [*programs, rig.named(bulk, "worker-bulk", "-n", "worker-bulk@%h")]
