"""One fresh rating while everybody is being refreshed, beside the same while nothing else happens."""

from __future__ import annotations

from typing import Any

from benchmarks.ground import Asked, organisation
from benchmarks.measuring import Figure, compared, stamped, tell, watched
from benchmarks.publish import publish
from benchmarks.working import anybody, one_rating, start, stop

IDLE = 20
LOOK = "whether a worker is kept free for fresh edits, and how long one chunk of the fan-out takes"


def run(asked: Asked) -> list[Figure]:
    """One fan-out a size."""
    figures: list[Figure] = []
    for people in asked.sizes(50_000):
        with organisation(people, months=asked.history(1)) as stack, watched() as block:
            idle, busy = measured(stack, asked.times(IDLE))
        found = compared(
            "rating → stored report, while everybody is refreshed",
            busy,
            idle,
            limit=3,
            floor_name="idle",
            look=LOOK,
        )
        figures += stamped([found], people=people, foreign=block.foreign)
    return figures


def measured(stack: Any, idle: int) -> tuple[list[float], list[float]]:
    """Seconds when idle, and during a fan-out for as long as it lasts."""
    from roadmaps.freshness import freshness
    from skillmatrix.taxonomy.models import TaxonomyVersion

    start(stack)
    tell(f"{idle} ratings while nothing else happens")
    quiet = [one_rating(anybody()) for _ in range(idle)]
    version = TaxonomyVersion.objects.get(number=publish(0))
    tell("ratings while everybody is refreshed")
    busy = [one_rating(anybody())]
    while not freshness(version).is_done:
        busy.append(one_rating(anybody()))
    stop(stack)
    return quiet, busy
