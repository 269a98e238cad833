"""Forgetting what nobody will ask for again.

Idempotency keys of ratings and shares are not among it: they are part of append-only rows, and a key that
was forgotten would let a browser that comes back from a week without a network save the same thing twice.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils import timezone

from .models import Job

KEEP = timedelta(days=7)


def done_jobs() -> dict[str, int]:
    """Delete jobs that were done a week ago, with their keys; dead letters stay until somebody deals with them."""
    deleted, _ = Job.objects.filter(done_at__lt=timezone.now() - KEEP).delete()
    return {"deleted": deleted}


def expired_cache_rows() -> dict[str, int]:
    """Delete what has expired in caches that live in the database: Django only does when they are full."""
    deleted = 0
    for alias, cache in settings.CACHES.items():
        if isinstance(caches[alias], DatabaseCache):
            table = connection.ops.quote_name(cache["LOCATION"])
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {table} WHERE expires < statement_timestamp()")  # noqa: S608
                deleted += cursor.rowcount
    return {"deleted": deleted}
