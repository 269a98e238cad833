"""A dispatcher and a worker at work, and somebody who rates."""

from __future__ import annotations

import random
import time
from typing import Any
from uuid import uuid4

EVERYBODY_SECONDS = 1800
SKILL = "idempotency"


def start(stack: Any) -> None:
    """A dispatcher and a worker with one process, both ready."""
    stack.worker()
    stack.dispatcher()
    one_rating(anybody())


def stop(stack: Any) -> None:
    """Neither of them."""
    for name in ("dispatcher", "worker"):
        stack.kill(name)


def anybody() -> Any:
    """Somebody with a profile."""
    from assessments.models import Profile
    from skillmatrix.people.models import Person

    return Person.objects.get(pk=random.choice(Profile.objects.values_list("pk", flat=True)))


def one_rating(person: Any) -> float:
    """How long from a rating of somebody to the stored report with it, in seconds."""
    started = time.perf_counter()
    revision = rate(person)
    while not is_stored(person.pk, revision):
        if time.perf_counter() - started > EVERYBODY_SECONDS:
            raise SystemExit("the report of one rating never came")
        time.sleep(0.001)
    return time.perf_counter() - started


def is_stored(person_id: int, revision: int) -> bool:
    """A report with this revision, or a later one, is there."""
    from roadmaps.models import Report

    return Report.objects.filter(person=person_id, audience="own", revision__gte=revision).exists()


def rate(person: Any) -> int:
    """Rate one skill of somebody; the revision."""
    from assessments import actions
    from skillmatrix.people.dated import current_day
    from skillmatrix.taxonomy import versions
    from tests.roadmaps.saying import byte

    shown = byte(person, SKILL)
    return actions.rate_skill(
        person=person, skill=SKILL, value=3 if shown != 3 else 2, shown=shown,
        version=versions.current_number(), key=uuid4(), by=person, today=current_day(),
    ).revision  # fmt: skip


def wait_for_all(stack: Any, version: int) -> None:
    """Wait until every report is made under a version."""
    from roadmaps.freshness import freshness
    from skillmatrix.taxonomy.models import TaxonomyVersion

    published = TaxonomyVersion.objects.get(number=version)
    wait_until_true(stack, lambda: freshness(published).is_done)


def wait_until_true(stack: Any, is_done: Any) -> None:
    """Ask as seldom as is precise enough: the question itself costs as much as some reports."""
    started = time.monotonic()
    while not is_done():
        if any(process.poll() is not None for process in stack.running.values()):
            raise SystemExit("a worker or dispatcher ended by itself, so nothing was measured")
        if time.monotonic() - started > EVERYBODY_SECONDS:
            raise SystemExit("not everybody became fresh")
        time.sleep(0.1)
