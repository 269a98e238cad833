"""What runs, which versions of it, and how large the database is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection

from roadmaps.computing import ENGINE
from skillmatrix.taxonomy import versions

ROLES = ("web", "dispatcher", "worker")
# `application_name` of our connections, see the settings: skillmatrix/<role>/<host>/<process>.
_SEEN = """
SELECT split_part(application_name, '/', 2), split_part(application_name, '/', 3), split_part(application_name, '/', 4),
    count(*), min(backend_start), max(state_change)
FROM pg_stat_activity
WHERE datname = current_database() AND application_name LIKE 'skillmatrix/%%/%%/%%'
GROUP BY 1, 2, 3 ORDER BY 1, 5
"""


@dataclass(frozen=True, slots=True)
class Process:
    """A process that holds connections to the database: since when, and when it last said something on one."""

    role: str
    host: str
    number: str
    connections: int
    since: datetime
    active: datetime


@dataclass(frozen=True, slots=True)
class Installation:
    """Numbers that change with a release, a publish, or slowly."""

    release: str
    engine: int
    taxonomy: int
    database_bytes: int
    processes: tuple[Process, ...]

    def count(self, role: str) -> int:
        """How many processes of a role are seen."""
        return sum(process.role == role for process in self.processes)

    @property
    def missing(self) -> list[str]:
        """Which of those that must run are not seen. The web process is, or nobody would ask."""
        return [role for role in ROLES[1:] if not self.count(role)]


def installation() -> Installation:
    """Ask PostgreSQL. Three queries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone()
        cursor.execute(_SEEN)
        processes = tuple(Process(*row) for row in cursor.fetchall())
    return Installation(settings.RELEASE, ENGINE, versions.current_number(), size, processes)
