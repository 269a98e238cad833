"""Real processes for tests: a database and a Valkey number each, a worker, a dispatcher, a web server.

Nothing is truncated under a live worker: every stack has a database of its own, copied from a
template in some hundredths of a second and dropped afterwards.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import redis
from django.db import connection, connections

from skillmatrix.embedded.valkey import Valkey

ROOT = Path(__file__).resolve().parent.parent
_numbers = itertools.count(1)


def replace_path(url: str, path: str) -> str:
    """The same URL with another path (database name or number)."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{path}"))


def copy_database(template: str, name: str) -> None:
    """Make a database from a template that nobody is connected to."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop_database(name: str) -> None:
    """Remove a database, whoever is still connected."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def point_at(name: str) -> None:
    """Let Django in this process talk to another database of the same server."""
    connections.close_all()
    connection.settings_dict["NAME"] = name


def valkey_number() -> int:
    """A Valkey database number that no other test uses at the same time; servers commonly have sixteen."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return 1 + (worker % 2) * 7 + next(_numbers) % 7


def wait_until(true: Callable[[], object], *, seconds: float = 30.0, what: str = "it") -> float:
    """Wait until `true()` is; returns how many seconds it took. Raises AssertionError when it never is."""
    started = time.monotonic()
    while not true():
        if time.monotonic() - started > seconds:
            raise AssertionError(f"{what} did not come true within {seconds} s")
        time.sleep(0.02)
    return time.monotonic() - started


@dataclass
class Stack:
    """The processes of one test. Those that still run at the end are killed with their groups."""

    database: str
    broker: str = ""
    fallback: bool = True
    extra: dict[str, str] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.broker = self.broker or valkey_url(valkey_number())
        if self.broker.startswith(("redis", "unix")):
            address = self.broker.replace("redis+socket://", "unix://").replace("virtual_host=", "db=")
            client = redis.Redis.from_url(address)
            client.flushdb()
            client.close()

    @property
    def environment(self) -> dict[str, str]:
        """What the processes are told."""
        return {
            **os.environ,
            "SKILLMATRIX_MANAGED": "1",
            "DATABASE_URL": replace_path(os.environ["DATABASE_URL"], self.database),
            "REDIS_URL": self.broker,
            "SKILLMATRIX_DISPATCH_FALLBACK": "1" if self.fallback else "0",
            "DEBUG": "1",
            "LOG_LEVEL": "WARNING",
            **self.extra,
        }

    def start(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        """Start a process in a group of its own."""
        log = (ROOT / "var" / "tests").resolve()
        log.mkdir(parents=True, exist_ok=True)
        with (log / f"{name}-{self.database}.log").open("ab") as output:
            self.running[name] = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self.running[name]

    def worker(self) -> None:
        """Start one Celery worker for every lane."""
        options = ["-P", "prefork", "-c", "1", "--without-gossip", "--without-mingle", "-l", "WARNING"]
        self.start(
            "worker",
            "-m",
            "celery",
            "-A",
            "skillmatrix",
            "worker",
            *options,
        )

    def valkey(self, folder: Path) -> None:
        """Start a broker of the stack's own, which a test may stop; its address becomes the stack's."""
        server = Valkey(folder / "data", folder, folder / "valkey.log")
        server.create()
        self.broker = server.url
        self.running["valkey"] = subprocess.Popen(
            server.command(), stdout=subprocess.DEVNULL, start_new_session=True
        )
        wait_until(lambda: server.ready(0), what="the broker")

    def dispatcher(self) -> None:
        """Start a dispatcher."""
        self.start("dispatcher", "manage.py", "dispatch")

    def web(self) -> str:
        """Start a web server and return its address once it answers."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.start(
            "web", "-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "1",
            "--host", "127.0.0.1", "--port", str(port), "skillmatrix.wsgi:application",
        )  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        wait_until(lambda: answers(f"{address}/healthz"), what="the web server")
        return address

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """End a process and everything it started."""
        process = self.running.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        process.wait(20)

    def stop(self) -> None:
        """End everything."""
        for name in list(self.running):
            self.kill(name)


def answers(url: str) -> bool:
    """The address answers with success."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return response.status == 200
    except OSError:
        return False


def valkey_url(number: int) -> str:
    """The broker's address with another database number, on TCP as on a socket."""
    url = os.environ["REDIS_URL"]
    if url.startswith("redis+socket://"):
        return f"{url.split('?')[0]}?virtual_host={number}"
    return replace_path(url, str(number))
