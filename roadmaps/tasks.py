"""What a worker does when the dispatcher rings for reports."""

from celery import shared_task

from .models import Report
from .refresh import refresh


# Not handed on when its process is lost: somebody in it may be the reason, and then it would end one process after
# the other, at once and until it expires. The lease runs out instead, and the chunk comes again in smaller parts.
@shared_task(name="roadmaps.refresh", soft_time_limit=30, time_limit=45, reject_on_worker_lost=False)
def refresh_people(ids: list[int], **_: object) -> None:
    """Refresh these people. Unknown keywords are ignored, so that two releases can run side by side."""
    refresh(ids, by=Report.Maker.WORKER)
