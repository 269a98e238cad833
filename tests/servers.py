"""A pytest plugin: PostgreSQL and Valkey of its own for each run, gone when the run is, however it ends.

Loaded by `-p tests.servers`, so before pytest-django reads the settings; conftest files would be too late.
Under xdist only the controller starts servers: its workers inherit the addresses. With DATABASE_URL and
REDIS_URL both set, those are used and nothing is started.
"""

import os
import tempfile
from pathlib import Path

import pytest

from skillmatrix.embedded.folders import ROOT, short_temporary_folder
from skillmatrix.embedded.keeping import Keeper
from skillmatrix.embedded.postgres import Postgres
from skillmatrix.embedded.supervisor import Supervisor
from skillmatrix.embedded.valkey import Valkey

# Process tests take a number each, so many that none is shared by accident.
VALKEY_DATABASES = 256
START_SECONDS = 60.0


class Servers:
    """The servers of one run, in a temporary folder whose path is short enough for sockets."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.postgres = Postgres(folder / "postgres", folder, folder / "postgresql.log", throw_away=True)
        self.valkey = Valkey(folder / "valkey", folder, folder / "valkey.log", databases=VALKEY_DATABASES)
        self.supervisor: Supervisor | None = None

    def start(self) -> None:
        """Both, in about a second."""
        # Static files are served by their plain names, but whitenoise warns about a missing folder.
        (Path(os.environ["SKILLMATRIX_VAR"]) / "static").mkdir(parents=True, exist_ok=True)
        self.supervisor = Supervisor(Keeper(), ROOT)
        self.supervisor.keeper.remove(self.folder)
        for server in (self.postgres, self.valkey):
            server.create()
        self.supervisor.start(self.postgres, self.valkey)
        self.supervisor.wait_ready(START_SECONDS)

    def stop(self) -> None:
        """Both, and their data."""
        if self.supervisor:
            self.supervisor.stop()
            self.supervisor.keeper.close()
        else:
            self.folder.rmdir()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The first hook of all, so the settings already see the addresses; nobody is behind them yet."""
    for name, value in {
        "DJANGO_SETTINGS_MODULE": "skillmatrix.settings",
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
        "SKILLMATRIX_VAR": str(ROOT / "var" / "tests"),
    }.items():
        os.environ.setdefault(name, value)
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    folder = Path(tempfile.mkdtemp(prefix="skillmatrix-", dir=short_temporary_folder()))
    RUN.append(Servers(folder))
    os.environ["DATABASE_URL"] = RUN[0].postgres.url
    os.environ["REDIS_URL"] = RUN[0].valkey.url


RUN: list[Servers] = []


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Start them, in the controller before its workers; not to list tests."""
    if RUN and not session.config.option.collectonly:
        RUN[0].start()


def pytest_unconfigure() -> None:
    """Stop them after everything else has let go of its connections."""
    if RUN:
        RUN.pop().stop()
