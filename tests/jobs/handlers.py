"""Handlers of jobs for tests, and a broker that is away."""

from __future__ import annotations

import time
from typing import Any

from skillmatrix.jobs.actions import Unfinished
from skillmatrix.jobs.models import Job

done: list[int] = []


def note(job: Job) -> dict[str, int]:
    """Remember that the job was done."""
    done.append(job.pk)
    return {"seen": job.payload.get("n", 0)}


def explode(job: Job) -> None:
    """Fail."""
    done.append(job.pk)
    raise ValueError("no luck")


def tick() -> None:
    """A recurring job."""
    done.append(0)


class Bell:
    """Stands in for Celery: keeps what was sent, or is away."""

    away = False
    rung: list[tuple[str, list[int], str]] = []

    def send_task(self, task: str, args: list[list[int]], queue: str, **options: Any) -> None:
        if Bell.away:
            raise ConnectionError("the broker is away")
        Bell.rung.append((task, args[0], queue))


bell = Bell()


def long(job: Job) -> dict[str, int]:
    """Do a little of it at a time."""
    n = job.payload["n"]
    if n < 2:
        raise Unfinished({"n": n + 1})
    return {"n": n}


def sleep(job: Job) -> None:
    """Take as long as told."""
    time.sleep(job.payload["seconds"])
