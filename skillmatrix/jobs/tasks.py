"""What a worker does when the dispatcher rings."""

from typing import Any

from celery import shared_task

from . import canary, running


@shared_task(name="jobs.run")
def run(ids: list[int], **_: object) -> None:
    """Do these jobs. Unknown keywords are ignored, so that two releases can run side by side."""
    running.run(ids)


@shared_task(name=canary.TASK, bind=True)
def answer(self: Any, ids: list[int], **_: object) -> None:
    """Write down that somebody works on this queue. A worker's own queue has no row: taking the message is enough."""
    canary.stamp(self.request.delivery_info["routing_key"], worker=self.request.hostname)
