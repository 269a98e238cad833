"""What the supervisor can run, and the processes of the application itself."""

import contextlib
import http.client
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from skillmatrix.embedded.processes import Ladder

WORKERS = 2


class Service(Protocol):
    """A long-running process."""

    @property
    def name(self) -> str:
        """For people, and for its log."""

    @property
    def log(self) -> Path:
        """Where its output goes."""

    @property
    def death_signal(self) -> int:
        """What ends it when we vanish."""

    @property
    def shutdown(self) -> Ladder:
        """How we end it."""

    def command(self) -> list[str]:
        """How to start it in the foreground."""

    def environment(self) -> Mapping[str, str]:
        """All of its environment."""

    def ready(self, process: int) -> bool:
        """Whether the process with this number does its work."""


@dataclass(frozen=True)
class Program:
    """A process of the application, which shares one environment with the others."""

    name: str
    arguments: list[str]
    variables: Mapping[str, str]
    log: Path
    address: "Address | None" = None
    heartbeat: Path | None = None
    death_signal: int = signal.SIGTERM
    # Nobody should wait for ctrl-C: a request takes milliseconds, and a task that is cut off is taken up
    # again after its lease.
    shutdown: Ladder = ((signal.SIGTERM, 1.0), (signal.SIGKILL, 2.0))

    def command(self) -> list[str]:
        """How to start it in the foreground."""
        return [sys.executable, *self.arguments]

    def environment(self) -> Mapping[str, str]:
        """Everything we have been given, and the stack's own variables."""
        beats = {"SKILLMATRIX_HEARTBEAT": str(self.heartbeat)} if self.heartbeat else {}
        return os.environ | dict(self.variables) | beats

    def ready(self, process: int) -> bool:
        """Web: whether it says so itself. The others: whether this very process has done some of its work."""
        if self.address:
            return self.address.answer("/readyz") == http.client.OK
        with contextlib.suppress(OSError):
            return self.heartbeat is None or self.heartbeat.read_text() == str(process)
        return False


@dataclass(frozen=True)
class Address:
    """Where the web process listens."""

    host: str
    port: int

    @property
    def local(self) -> str:
        """The host under which this machine reaches it."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104  # compared, not bound

    @property
    def url(self) -> str:
        """What to open in a browser here."""
        host = f"[{self.local}]" if ":" in self.local else self.local
        return f"http://{host}:{self.port}"

    def answer(self, path: str) -> int | None:
        """The status with which it answers; None when it does not."""
        connection = http.client.HTTPConnection(self.local, self.port, timeout=2)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


def web(variables: Mapping[str, str], address: Address, log: Path) -> Program:
    """The web server. One thread a process: the fastest way to serve this application (DESIGN 11)."""
    listen = ["--host", address.host, "--port", str(address.port)]
    command = ["-m", "granian", "--interface", "wsgi", "skillmatrix.wsgi:application", *listen]
    command += ["--workers", str(WORKERS), "--blocking-threads", "1", "--no-ws", "--respawn-failed-workers"]
    return Program("web", [*command, "--workers-kill-timeout", "1"], variables, log, address)


def dispatcher(variables: Mapping[str, str], log: Path) -> Program:
    """Finds work that is due and rings the worker."""
    return Program("dispatcher", ["manage.py", "dispatch"], variables, log, heartbeat=_heartbeat(log))


def worker(variables: Mapping[str, str], log: Path) -> Program:
    """Celery for fresh edits alone: nothing that takes long ever stands before what somebody waits for."""
    return _celery("worker", "refresh", variables, log)


def bulk(variables: Mapping[str, str], log: Path) -> Program:
    """Celery for everything else. It takes from its lanes in turn, so that a fan-out does not fill it either."""
    return _celery("bulk", "fanout,mail,work,exports", variables, log)


def _celery(name: str, lanes: str, variables: Mapping[str, str], log: Path) -> Program:
    # Neither gossip nor mingle: with them, workers were seen to connect and consume nothing.
    command = ["-m", "celery", "-A", "skillmatrix", "worker", "-P", "prefork", "-c", "1", "-Q", lanes]
    command += ["-n", f"{name}@%h", "--without-gossip", "--without-mingle", "-l", "INFO"]
    return Program(name, command, variables, log, heartbeat=_heartbeat(log))


def _heartbeat(log: Path) -> Path:
    return log.with_suffix(".alive")
