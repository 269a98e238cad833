"""Trying again what had been given up. Doing it twice is doing it once, and each time is written down."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roadmaps.models import Intervention
from skillmatrix.jobs.actions import notify
from skillmatrix.jobs.models import Job
from skillmatrix.people.models import Person

from . import letters

# Alone, so that whoever fails again holds nobody else up; their tries are counted anew.
_REVIVE = """
UPDATE roadmaps_refresh f SET dead_at = NULL, attempts = 0, alone = true, tried = 0, not_before = now()
FROM people_person p
WHERE p.id = f.person_id AND f.dead_at IS NOT NULL AND f.fingerprint = %(fingerprint)s
  AND (%(person)s::uuid IS NULL OR p.public_id = %(person)s::uuid)
"""


@transaction.atomic
def requeue_reports(*, fingerprint: str, by: Person, person: UUID | None = None) -> int:
    """Let reports that died of the same be tried again, or only one person's; how many that were."""
    with connection.cursor() as cursor:
        cursor.execute(_REVIVE, {"fingerprint": fingerprint, "person": person})
        count = cursor.rowcount
    what = ngettext("Tried %(n)d report again (%(letter)s)", "Tried %(n)d reports again (%(letter)s)", count)
    return _written_down(count, what % {"n": count, "letter": fingerprint[:12]}, by)


@transaction.atomic
def requeue_jobs(*, fingerprint: str, by: Person, job: int | None = None) -> int:
    """Let jobs of one kind that died in the same words be tried again, or only one; how many that were."""
    dead = Job.objects.dead() if job is None else Job.objects.dead().filter(pk=job)
    found = dead.values_list("kind", "error").distinct()
    same = [(kind, error) for kind, error in found if letters.job_fingerprint(kind, error) == fingerprint]
    count = sum(
        dead.filter(kind=kind, error=error).update(dead_at=None, attempts=0, not_before=Now())
        for kind, error in same
    )
    what = ngettext("Tried %(n)d job again: %(kind)s", "Tried %(n)d jobs again: %(kind)s", count)
    return _written_down(count, what % {"n": count, "kind": same[0][0] if same else _("none")}, by)


def _written_down(count: int, what: str, by: Person) -> int:
    if count:
        Intervention.objects.create(by=by, what=what)
        notify()
    return count
