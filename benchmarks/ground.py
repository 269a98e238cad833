"""What a benchmark stands on: throw-away servers, organisations of any size, real processes, a signed-in browser."""

from __future__ import annotations

import http.client
import os
import platform
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import django

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "benchmark_template"
CSRF = "c" * 32


@contextmanager
def servers() -> Iterator[None]:
    """PostgreSQL and Valkey of our own, a migrated template of a database, and Django set up on it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    os.environ.update(
        DJANGO_SETTINGS_MODULE="benchmarks.settings",
        SECRET_KEY="only-for-benchmarks-" + "x" * 50,
        SKILLMATRIX_VAR=str(folder),
        SKILLMATRIX_DEMO="1",
        SKILLMATRIX_MANAGED="1",
        DEBUG="0",
        LOG_LEVEL="WARNING",
    )
    # Read only now, because it works out where things are from the environment.
    from skillmatrix.embedded.folders import short_temporary_folder
    from tests.servers import Servers

    running = Servers(Path(tempfile.mkdtemp(prefix="skillmatrix-", dir=short_temporary_folder())))
    os.environ["DATABASE_URL"] = running.postgres.url
    os.environ["REDIS_URL"] = running.valkey.url
    running.start()
    try:
        django.setup()
        _make_template()
        yield
    finally:
        from django.db import connections

        connections.close_all()
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _make_template() -> None:
    from django.core.management import call_command
    from django.db import connection

    from skillmatrix.taxonomy.actions import load_default
    from tests import processes

    call_command("collectstatic", interactive=False, verbosity=0)
    processes.copy_database("template1", TEMPLATE)
    processes.point_at(TEMPLATE)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", "cache", verbosity=0)
    load_default()
    connection.close()


@contextmanager
def organisation(name: str, people: int, *, months: int) -> Iterator[Any]:
    """A database with so many people who have so many months of history; yields the `Stack` of its processes.

    Django in this process talks to it while the block runs, unless another one is pointed at.
    """
    from roadmaps.demo import seeding
    from skillmatrix.people.dated import current_day
    from tests import processes

    processes.point_at(TEMPLATE)
    processes.point_at("postgres")
    processes.copy_database(TEMPLATE, name)
    processes.point_at(name)
    seeding.seed_people(people=people, months=months, seed=1, today=current_day(), tell=lambda line: None)
    stack = processes.Stack(name, fallback=False, extra={"DEBUG": "0"})
    try:
        yield stack
    finally:
        stack.stop()
        processes.point_at("postgres")
        processes.drop_database(name)


class Browser:
    """One keep-alive connection to a web server, signed in as one person."""

    def __init__(self, address: str, person: Any) -> None:
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(person)
        session = settings.SESSION_COOKIE_NAME
        cookies = {session: client.cookies[session].value, settings.CSRF_COOKIE_NAME: CSRF}
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc)

    def get(self, path: str) -> int:
        """Ask for a page and read it; its status."""
        return self._send("GET", path, None, self.headers)

    def post(self, path: str, form: Mapping[str, Any]) -> int:
        """Send a form and read the answer; its status."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": CSRF}
        return self._send("POST", path, urlencode(form), self.headers | kind)

    def _send(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> int:
        self.connection.request(method, path, body, dict(headers))
        answer = self.connection.getresponse()
        answer.read()
        return answer.status


def machine() -> dict[str, Any]:
    """What figures depend on, and nothing that tells whose machine it is."""
    from django.db import connection

    return {
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "postgresql": connection.pg_version // 10000 if hasattr(connection, "pg_version") else None,
    }
