"""Waiting for PostgreSQL to say that something changed.

LISTEN needs a connection that no pooler shares out, hence `DATABASE_DIRECT_URL`. It is the fast
path only: when it is down, waiting is sleeping, and the dispatcher's poll finds the work anyway.
"""

from __future__ import annotations

import time
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from .actions import CHANNEL


class Listener:
    """One LISTENing connection, opened when first needed and again after it was lost."""

    def __init__(self) -> None:
        self._connection: psycopg.Connection[Any] | None = None

    def wait(self, seconds: float) -> list[str]:
        """What is announced: return with the first of it, or with nothing after `seconds`."""
        return self._listen(seconds, stop_after=1)

    def gather(self, seconds: float, *, enough: int) -> list[str]:
        """Everything that is announced within `seconds`, or until `enough` has been heard."""
        return self._listen(seconds, stop_after=enough) if enough > 0 else []

    def _listen(self, seconds: float, *, stop_after: int) -> list[str]:
        try:
            heard = self._open().notifies(timeout=seconds, stop_after=stop_after)
            return [told.payload for told in heard]
        except psycopg.Error:
            self.close()
            time.sleep(seconds)
            return []

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _open(self) -> psycopg.Connection[Any]:
        if self._connection is None:
            self._connection = connect_directly()
            self._connection.execute(f"LISTEN {CHANNEL}")
        return self._connection


def connect_directly() -> psycopg.Connection[Any]:
    """A new autocommit connection that bypasses Django and any pooler. Raises psycopg.Error."""
    if settings.DATABASE_DIRECT_URL:
        return psycopg.connect(settings.DATABASE_DIRECT_URL, autocommit=True, connect_timeout=3)
    wanted = connection.get_connection_params()
    known = {"dbname", "user", "password", "host", "port", "connect_timeout", "options", "application_name"}
    return psycopg.connect(**{k: v for k, v in wanted.items() if k in known}, autocommit=True)
