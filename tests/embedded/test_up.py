"""The one command, as a person types it, with all its processes. One long test, since starting costs seconds."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from skillmatrix.embedded import control, processes
from skillmatrix.embedded.folders import ROOT, Var
from tests.embedded.conftest import processes_of

COLD_SECONDS = 120.0


class Up:
    """One `manage.py up` in a process of its own."""

    def __init__(self, var: Var, *flags: str) -> None:
        self.output = var.path.parent / "output"
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up", *flags],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
            )

    @property
    def said(self) -> str:
        return self.output.read_text()

    def wait_ready(self) -> None:
        processes.wait_until(lambda: "Ready in" in self.said or self.process.poll() is not None, COLD_SECONDS)
        assert "Ready in" in self.said, self.said


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def ups() -> Iterator[list[Up]]:
    ups: list[Up] = []
    yield ups
    for up in ups:
        up.process.send_signal(signal.SIGTERM)
        up.process.wait(30)


def answers(port: int, path: str) -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
        return bool(response.status == 200)


@pytest.mark.slow
def test_up_from_nothing_to_nothing(var: Var, port: int, ups: list[Up]) -> None:
    flags = ("--port", str(port))
    first = Up(var, *flags)
    ups.append(first)
    first.wait_ready()
    assert f"Open  http://127.0.0.1:{port}" in first.said
    assert "alice@demo.test" in first.said
    assert answers(port, "/readyz")

    names = {"postgresql", "valkey", "web", "dispatcher", "worker", "bulk"}
    told = control.status(var.sockets())
    assert told
    assert {service["name"] for service in told["services"]} == names

    second = subprocess.run(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    assert second.returncode == 1
    assert f"already runs here at http://127.0.0.1:{port}" in second.stderr
    assert "Traceback" not in second.stderr

    first.process.kill()
    first.process.wait()
    assert processes.wait_until(lambda: processes_of(var) == [], 15), processes_of(var)

    again = Up(var, *flags)
    ups.append(again)
    again.wait_ready()
    assert "Database" not in again.said, "a second start has nothing to prepare"
    assert answers(port, "/readyz")
    again.process.send_signal(signal.SIGINT)
    assert again.process.wait(10) == 0
    assert processes_of(var) == []
    assert re.search(r"Stopping\.", again.said)
    assert not Path(var.path / "running.json").exists()
