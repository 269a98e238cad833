"""The job that makes a file with everything about a person."""

from __future__ import annotations

from functools import partial

from skillmatrix.jobs.actions import report
from skillmatrix.jobs.models import Job
from skillmatrix.people import actions
from skillmatrix.people.models import DataExport

from .writing import write


def handle(job: Job) -> dict[str, int] | None:
    """Make the file and keep it. None when nobody waits for it any more, or it was made already."""
    waiting = DataExport.objects.filter(pk=job.payload["export"], made_at=None, person__is_active=True)
    export = waiting.select_related("person").first()
    if export is None:
        return None
    content = write(export.person, told=partial(_tell, job))
    if content is None or not actions.keep_export(export=export, content=content):
        return None
    return {"size": len(content)}


def _tell(job: Job, progress: int, total: int) -> bool:
    return report(job, progress=progress, total=total)
