"""Who runs the servers of a `var/`: whoever holds its lock. All others join them.

`manage.py up` runs them until it is stopped. Any other command joins them, or runs them for as long as
it lasts itself (and then as long as others who joined meanwhile still need them).
"""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from skillmatrix.embedded import processes
from skillmatrix.embedded.folders import ROOT, Var, read_json
from skillmatrix.embedded.keeping import Keeper
from skillmatrix.embedded.postgres import Postgres
from skillmatrix.embedded.problems import Problem
from skillmatrix.embedded.reporting import say
from skillmatrix.embedded.services import Service
from skillmatrix.embedded.supervisor import Supervisor
from skillmatrix.embedded.valkey import Valkey

# An earlier run that was killed is given this long to be put away by its keeper.
PUT_AWAY_SECONDS = 20.0
START_SECONDS = 60.0


def servers(var: Var) -> list[Postgres | Valkey]:
    """The servers that nobody gave us an address for."""
    sockets = var.sockets()
    wanted: list[Postgres | Valkey] = []
    if not os.environ.get("DATABASE_URL"):
        wanted.append(Postgres(var.postgres, sockets, var.log("postgresql")))
    if not os.environ.get("REDIS_URL"):
        wanted.append(Valkey(var.valkey, sockets, var.log("valkey")))
    return wanted


def variables(var: Var) -> dict[str, str]:
    """The settings that differ from production's defaults. What the environment says already, stays."""
    sockets = var.sockets()
    demo = var.running().get("demo", read_json(prepared(var)).get("demo", False))
    defaults = {
        "DJANGO_SETTINGS_MODULE": "skillmatrix.settings",
        "SKILLMATRIX_VAR": str(var.path),
        "DATABASE_URL": Postgres(var.postgres, sockets, var.log("postgresql")).url,
        "REDIS_URL": Valkey(var.valkey, sockets, var.log("valkey")).url,
        "SECRET_KEY": var.secret(),
        "SKILLMATRIX_DEMO": "1" if demo else "0",
    }
    return {name: os.environ.get(name) or value for name, value in defaults.items()}


def offline_variables() -> dict[str, str]:
    """The same for a command that talks to no server: addresses, but nobody behind them."""
    var = Var.from_environment()
    var.create()
    return variables(var)


def prepared(var: Var) -> Path:
    """The note of what was last prepared in the embedded database; it goes when the data goes."""
    return var.postgres / "prepared.json"


@contextmanager
def used_by(command: str) -> Iterator[Mapping[str, str]]:
    """The variables for one management command, with servers behind them for as long as it runs."""
    var = Var.from_environment()
    var.create()
    if not servers(var):
        yield variables(var)
        return
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if lock := var.try_lock():
            with running(var, lock, command):
                yield variables(var)
            return
        if share := joined(var):
            with share:
                yield variables(var)
            return
        time.sleep(0.05)
    raise Problem(f"Another command has kept {var.path} locked for {START_SECONDS:.0f} s; end it first.")


def joined(var: Var) -> IO[str] | None:
    """A share in servers that run and answer; None when there are none yet, or no more."""
    if not var.running().get("ready"):
        return None
    share = var.try_use()
    if share and var.running().get("ready") and all(server.ready(owner(server)) for server in servers(var)):
        return share
    if share:
        share.close()
    return None


def owner(server: Service) -> int:
    """The process that a server's own lock file names."""
    lines = server.lock_file() if isinstance(server, Postgres) else []
    return int(lines[0]) if lines and lines[0].isdigit() else 0


@contextmanager
def running(var: Var, lock: IO[str], command: str) -> Iterator[None]:
    """Run the servers here, until the block ends and nobody else uses them any more."""
    var.note_running(None)
    keeper = Keeper(lock)
    supervisor = Supervisor(keeper, ROOT)
    try:
        wanted = servers(var)
        for server in wanted:
            server.create()
        supervisor.start(*wanted)
        supervisor.wait_ready(START_SECONDS)
        facts = {"process": os.getpid(), "command": command}
        var.note_running(facts | {"ready": True, "demo": read_json(prepared(var)).get("demo", False)})
        yield
        wait_for_users(var)
    finally:
        var.note_running(None)
        supervisor.stop()
        keeper.close()
        lock.close()


def wait_for_users(var: Var) -> None:
    """Let others finish that joined meanwhile. Ctrl-C cuts it short."""
    ended = var.try_end_use()
    if ended is None:
        say("Another command still uses the servers started here; waiting for it (ctrl-C to stop anyway).")
        while ended is None:
            time.sleep(0.1)
            ended = var.try_end_use()
    ended.close()


def locked(var: Var) -> IO[str]:
    """The lock for `up`. Raises `Problem` that says who has it; a run that was killed is waited for."""
    deadline = time.monotonic() + PUT_AWAY_SECONDS
    told = False
    while (lock := var.try_lock()) is None:
        facts = var.running()
        if facts and processes.command_line(facts["process"]):
            raise Problem(
                f"Skillmatrix already runs here{at(facts)}: `manage.py {facts['command']}`, "
                f"process {facts['process']}. Use that one, or stop it first."
            )
        if time.monotonic() > deadline:
            raise Problem(f"Another process keeps {var.path} locked; end it, or wait a moment and try again.")
        if facts and not told:
            say("  An earlier run is still being put away; waiting for it.")
            told = True
        time.sleep(0.05)
    return lock


def at(facts: Mapping[str, object]) -> str:
    """Where a running stack can be opened, as part of a sentence."""
    return f" at {facts['address']}" if facts.get("address") else ""
