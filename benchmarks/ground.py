"""What a benchmark stands on: throw-away servers, organisations of any size, real processes, a signed-in browser."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import django

from benchmarks.measuring import tell

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = "benchmarks.settings"
TEMPLATE = "benchmark_template"
CSRF = "c" * 32
QUICK_PEOPLE = 26
# As a small server would be set up. Compiling queries only slows the floors down.
POSTGRESQL = {"max_connections": "200", "shared_buffers": "1GB", "max_wal_size": "8GB", "jit": "off"}
QUICK_POSTGRESQL = {
    "shared_buffers": "64MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for. `quick`: a tiny organisation and hardly any rounds, to see that all works."""

    people: tuple[int, ...] = ()
    months: int | None = None
    rounds: int = 40
    quick: bool = False

    def sizes(self, *usual: int) -> tuple[int, ...]:
        """The organisations to measure, unless something else was asked for."""
        return (QUICK_PEOPLE,) if self.quick else self.people or usual

    def history(self, usual: int) -> int:
        """Months of history for each person."""
        return 1 if self.quick else usual if self.months is None else self.months

    def times(self, usual: int, quick: int = 2) -> int:
        """How often something is done."""
        return quick if self.quick else usual


@contextmanager
def servers(*, quick: bool = False) -> Iterator[None]:
    """PostgreSQL and Valkey of our own, a migrated template of a database, and Django set up on it.

    PostgreSQL waits for the disk at every commit, as it must where ratings are kept; `quick` does not.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    os.environ.update(
        DJANGO_SETTINGS_MODULE=SETTINGS,
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
    running.postgres.options = POSTGRESQL | (QUICK_POSTGRESQL if quick else {})
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

    call_command("collectstatic", interactive=False, verbosity=0)
    copy("template1", TEMPLATE)
    point_at(TEMPLATE)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", "cache", verbosity=0)
    load_default()
    connection.close()


@contextmanager
def database(name: str, template: str) -> Iterator[Any]:
    """A copy of a template that Django in this process talks to meanwhile; yields the `Stack` of its processes."""
    from tests import processes

    copy(template, name)
    point_at(name)
    # Where nothing was collected (tests), static files are served by their plain names.
    extra = {"DEBUG": os.environ.get("DEBUG", "1"), "DJANGO_SETTINGS_MODULE": SETTINGS}
    stack = processes.Stack(name, fallback=False, extra=extra)
    try:
        yield stack
    finally:
        while OPEN:
            OPEN.pop().close()
        stack.stop()
        point_at("postgres")
        processes.drop_database(name)


@contextmanager
def organisation(people: int, *, months: int, fresh: bool = True, name: str = "benchmark") -> Iterator[Any]:
    """A database with so many people who have so many months of history, and their reports if `fresh`.

    The first of each kind is kept as a template until the run ends, so asking again costs a copy of its files.
    """
    with database(name, seeded(people, months=months, fresh=fresh)) as stack:
        yield stack


def seeded(people: int, *, months: int, fresh: bool) -> str:
    """The name of a template with these people."""
    from django.db import connection

    name = f"benchmark_{people}_{months}{'_fresh' if fresh else ''}"
    point_at("postgres")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return name
    if fresh:
        copy(seeded(people, months=months, fresh=False), name)
        point_at(name)
        started = time.monotonic()
        refresh_directly(everybody())
        tell(f"{people:,} first reports in {time.monotonic() - started:.0f} s")
    else:
        copy(TEMPLATE, name)
        point_at(name)
        _seed(people, months)
    _vacuum()
    point_at("postgres")
    return name


def _seed(people: int, months: int) -> None:
    from roadmaps.demo import seeding
    from skillmatrix.people.dated import current_day

    started = time.monotonic()
    seeding.seed_people(people=people, months=months, seed=1, today=current_day(), tell=lambda line: None)
    tell(f"invented {people:,} people with {months} months of history in {time.monotonic() - started:.0f} s")


def _vacuum() -> None:
    """What autovacuum would have done by the time anybody asks."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM (ANALYZE)")


def copy(template: str, name: str) -> None:
    """Make a database from a template by copying its files: large ones in seconds."""
    from django.db import connection

    point_at("postgres")
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    point_at("postgres")


def point_at(name: str) -> None:
    """Let Django in this process talk to another database."""
    from tests import processes

    processes.point_at(name)


def everybody() -> list[int]:
    """The ids of all who have any input."""
    from assessments.models import Profile

    return list(Profile.objects.order_by("pk").values_list("pk", flat=True))


def refresh_directly(people: Sequence[int]) -> None:
    """What a worker does, for all of these, in this process."""
    from roadmaps.models import Report
    from roadmaps.refresh import refresh

    refresh(people, by=Report.Maker.WORKER)


# Closed with the database; one that is used after that opens again.
OPEN: list[http.client.HTTPConnection] = []


class Browser:
    """One keep-alive connection to a web server, signed in as one person. `body`: of the last answer."""

    def __init__(self, address: str, person: Any) -> None:
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(person)
        session = settings.SESSION_COOKIE_NAME
        cookies = {session: client.cookies[session].value, settings.CSRF_COOKIE_NAME: CSRF}
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc)
        self.body = b""
        OPEN.append(self.connection)

    def get(self, path: str, *, htmx: str = "") -> int:
        """Ask for a page and read it; its status. `htmx`: the id of the element that htmx would replace."""
        kind = {"HX-Request": "true", "HX-Target": htmx} if htmx else {}
        return self._send("GET", path, None, self.headers | kind)

    def post(self, path: str, form: Mapping[str, Any], *, htmx: str = "") -> int:
        """Send a form and read the answer; its status."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": CSRF}
        kind |= {"HX-Request": "true", "HX-Target": htmx} if htmx else {}
        return self._send("POST", path, urlencode(form), self.headers | kind)

    def _send(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> int:
        for is_again in (False, True):
            try:
                self.connection.request(method, path, body, dict(headers))
                answer = self.connection.getresponse()
                break
            except (ConnectionError, http.client.RemoteDisconnected):
                # The server closes a connection that nothing was asked on for a while.
                self.connection.close()
                if is_again:
                    raise
        self.body = answer.read()
        return answer.status


def expect(status: int, wanted: int) -> None:
    """A request that fails is no measurement."""
    if status != wanted:
        raise SystemExit(f"answered {status} and not {wanted}")
