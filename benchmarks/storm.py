"""Everybody rates once, back to back: how long after the last commit until all reports are fresh, by how many messages."""

from __future__ import annotations

import time
from typing import Any

from benchmarks.broker import messages
from benchmarks.ground import Asked, everybody, organisation
from benchmarks.measuring import Figure, stamped, tell, watched
from benchmarks.working import SKILL, start, wait_until_true

LOOK = "how many people a chunk takes, and whether the dispatcher keeps up while ratings still come"


def run(asked: Asked) -> list[Figure]:
    """One storm a size."""
    figures: list[Figure] = []
    for people in asked.sizes(10_000):
        with organisation(people, months=asked.history(2)) as stack, watched() as block:
            found = storm(stack)
        figures += stamped(found, people=people, foreign=block.foreign)
    return figures


def storm(stack: Any) -> list[Figure]:
    """All ratings one after the other by the statement that a request runs, then waiting."""
    from assessments.levels.saving import save

    start(stack)
    ratings = prepared()
    tell(f"{len(ratings):,} ratings by as many people")
    sent = messages(stack)
    started = time.perf_counter()
    for new, width in ratings:
        save(new, width=width)
    committing = time.perf_counter() - started
    started = time.perf_counter()
    wait_until_true(stack, lambda: not behind())
    waited = time.perf_counter() - started
    sent = messages(stack) - sent
    return [
        Figure("last commit → all fresh", waited, "s", committing, "the commits", 0.1, look=LOOK),
        Figure("people a message", len(ratings) / max(1, sent), ""),
        Figure("messages", sent, "", limit=max(1.0, len(ratings) / 500), look=LOOK),
    ]


def prepared() -> list[Any]:
    """A rating of everybody, to be saved by one statement each."""
    from uuid import uuid4

    from assessments.levels.reading import load
    from assessments.levels.saving import NewRating
    from assessments.models.rating import NOT_APPLICABLE, UNRATED
    from skillmatrix.people.dated import current_day

    today, found = current_day(), []
    people = everybody()
    for first in range(0, len(people), 1000):
        for inputs in load(people[first : first + 1000], today=today):
            said = inputs.own.statements.get(SKILL)
            shown = UNRATED if said is None else NOT_APPLICABLE if said.level is None else said.level
            taxonomy = inputs.taxonomy
            rating = NewRating(
                person_id=inputs.person_id, slot=taxonomy.slots[SKILL], value=3 if shown != 3 else 2, day=today,
                state="level", shown=shown, version=taxonomy.number, key=uuid4(), by_id=inputs.person_id,
            )  # fmt: skip
            found.append((rating, taxonomy.width))
    return found


def behind() -> bool:
    """Somebody's report is older than what they said."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM assessments_profile p LEFT JOIN roadmaps_report r"
            " ON r.person_id = p.person_id AND r.audience = 'own' WHERE r.revision IS NULL OR r.revision < p.revision)"
        )
        return bool(cursor.fetchone()[0])
