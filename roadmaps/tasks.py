"""What a worker does when the dispatcher rings for reports."""

from celery import shared_task

from .models import Report
from .refresh import refresh


@shared_task(name="roadmaps.refresh", soft_time_limit=30, time_limit=45)
def refresh_people(ids: list[int], **_: object) -> None:
    """Refresh these people. Unknown keywords are ignored, so that two releases can run side by side."""
    refresh(ids, by=Report.Maker.WORKER)
