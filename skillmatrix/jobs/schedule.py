"""Recurring work, run by whichever dispatcher claims it first: there is no beat process.

`settings.SCHEDULE` maps a name to (dotted path of a function, seconds between two runs). The
claim moves `due_at` before the work starts, so two dispatchers never run the same thing and a
crash skips one run instead of repeating it for ever.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from .models import Schedule

_log = logging.getLogger(__name__)


def run_due() -> None:
    """Run every recurring job that is due and that no other dispatcher has claimed."""
    for name in _claim():
        path, _ = settings.SCHEDULE[name]
        try:
            import_string(path)()
        except Exception as error:
            _log.exception("the recurring job %s failed", name)
            Schedule.objects.filter(name=name).update(error=f"{type(error).__name__}: {error}"[:300])
        else:
            Schedule.objects.filter(name=name).update(finished_at=Now(), error="")


def _claim() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO jobs_schedule AS s (name, due_at, started_at, error)
            SELECT name, statement_timestamp() + every * interval '1 second', statement_timestamp(), ''
            FROM unnest(%s::text[], %s::int[]) AS known (name, every)
            ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at, started_at = statement_timestamp()
            WHERE s.due_at <= statement_timestamp()
            RETURNING name
            """,
            [list(settings.SCHEDULE), [every for _, every in settings.SCHEDULE.values()]],
        )
        return [name for (name,) in cursor.fetchall()]
