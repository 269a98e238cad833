"""What a worker does when the dispatcher rings for jobs."""

from celery import shared_task

from . import running


@shared_task(name="jobs.run")
def run(ids: list[int], **_: object) -> None:
    """Do these jobs. Unknown keywords are ignored, so that two releases can run side by side."""
    running.run(ids)
