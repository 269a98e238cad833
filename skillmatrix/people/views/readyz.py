"""May this process be sent requests?"""

from __future__ import annotations

from functools import lru_cache

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and has every migration of this release, else 503 and which of the two."""
    try:
        missing = _newest() - set(MigrationRecorder(connection).applied_migrations())
    except Error:
        connection.close()
        return _answer("the database does not answer\n", status=503)
    if missing:
        return _answer("the database is waiting for its migrations\n", status=503)
    return _answer("ready\n", status=200)


readyz.needs_no_database = True  # type: ignore[attr-defined]


def _answer(text: str, *, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain")


@lru_cache(maxsize=1)
def _newest() -> frozenset[tuple[str, str]]:
    """The last migration of each app, as this release has them on disk."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
