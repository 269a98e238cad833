"""How much memory web and worker take in a large organisation, after they have done their work for a while."""

from __future__ import annotations

from typing import Any

from benchmarks import machine
from benchmarks.ground import Asked, Browser, expect, organisation
from benchmarks.measuring import Figure, stamped, tell, watched
from benchmarks.pages import cast, paths
from benchmarks.publish import publish
from benchmarks.working import start, wait_for_all

PAGES = 40
LOOK = "caches in `skillmatrix.web.caching`, the size of a chunk, and what a page loads of everybody"


def run(asked: Asked) -> list[Figure]:
    """Every page some times, and everybody refreshed once."""
    figures: list[Figure] = []
    for people in asked.sizes(10_000):
        with organisation(people, months=asked.history(2)) as stack, watched() as block:
            found = measured(stack, asked.times(PAGES))
        figures += stamped(found, people=people, foreign=block.foreign)
    return figures


def measured(stack: Any, rounds: int) -> list[Figure]:
    """The largest process of each, now and at its worst."""
    address = stack.web()
    lead, member = cast()
    pages = paths(lead, member)
    browsers = {reader.pk: Browser(address, reader) for reader, _ in pages.values()}
    tell(f"{rounds} rounds of {len(pages)} pages, and everybody refreshed")
    for _ in range(rounds):
        for reader, path in pages.values():
            expect(browsers[reader.pk].get(path), 200)
    start(stack)
    wait_for_all(stack, publish(0))
    found = []
    for name in ("web", "worker", "dispatcher"):
        processes = machine.family(stack.running[name].pid)
        limit = None if name == "dispatcher" else 160
        found += [
            Figure(f"{name}, largest process", machine.megabytes(processes), "MB", limit=limit, look=LOOK),
            Figure(f"{name}, largest process at its worst", machine.peak_megabytes(processes), "MB"),
        ]
    return found
