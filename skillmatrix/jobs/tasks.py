"""What a worker does when the dispatcher rings for a job."""

from celery import shared_task

from . import actions


@shared_task(name="jobs.run")
def run(ids: list[int], **_: object) -> None:
    """Do these jobs. Unknown keywords are ignored, so that two releases can run side by side."""
    for pk in ids:
        actions.run(pk)
