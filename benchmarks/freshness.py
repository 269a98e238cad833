"""From a rating that is sent until others find it in the stored report; and that its person never reads an old page."""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from benchmarks.ground import Asked, Browser, everybody, expect, organisation
from benchmarks.measuring import Figure, at, compared, seconds, spread, stamped, tell, watched
from benchmarks.pages import cast
from benchmarks.rate import Rater, shown_to
from benchmarks.working import is_stored, rate, start, stop

SAVES_A_SECOND, FOR_SECONDS, SENDERS = 50, 20, 8
TRIES = 10_000
GIVE_UP_SECONDS = 60
_REVISION = re.compile(rb'data-follow="(\d+)\.')
LOOK = "the dispatcher's wait for NOTIFY and its claim, and what the worker does before `refresh`"


def run(asked: Asked) -> list[Figure]:
    """One at a time beside the parts; then many; then the person's own pages."""
    figures: list[Figure] = []
    for people in asked.sizes(10_000):
        with organisation(people, months=asked.history(2)) as stack, watched() as block:
            address = stack.web()
            found = alone(stack, address, asked.rounds)
            found += many(address, asked.times(SAVES_A_SECOND * FOR_SECONDS, quick=5))
            stop(stack)
            found += own_pages(address, asked.times(TRIES, quick=3))
        figures += stamped(found, people=people, foreign=block.foreign)
    return figures


def alone(stack: Any, address: str, rounds: int) -> list[Figure]:
    """One rating after the other, and the parts of its way measured apart; the processes start in between."""
    from skillmatrix.celery import app

    _, member = cast()
    rater = Rater(Browser(address, member), shown_to(member))
    tell(f"{rounds} ratings, and the parts of their way")
    parts = {"post": [seconds(rater) for _ in range(rounds + 1)][1:]}
    parts["claim"] = [claimed(member) for _ in range(rounds + 1)][1:]
    stack.worker()
    with app.connection_for_write(url=stack.broker) as broker:
        parts["ring and refresh"] = [rung(member, app, broker) for _ in range(rounds + 1)][1:]
    stack.kill("worker")
    start(stack)
    rater.shown = shown_to(member)
    way = [whole(rater, member) for _ in range(rounds + 1)][1:]
    sums = [sum(part) for part in zip(*parts.values(), strict=True)]
    return [
        compared(
            "rating sent → stored report", way, sums, limit=1.4, floor_name="its parts", look=LOOK
        ),
        *(compared(f"  part: {name}", times) for name, times in parts.items()),
    ]  # fmt: skip


def claimed(person: Any) -> float:
    """A dispatcher's claim when one person is behind."""
    from roadmaps.refresh import RefreshSource

    rate(person)
    return seconds(RefreshSource().claim)


def rung(person: Any, app: Any, broker: Any) -> float:
    """From ringing an idle worker until the report is stored."""
    from roadmaps.refresh import FRESH
    from roadmaps.refresh.claiming import TASK

    revision = rate(person)
    started = time.perf_counter()
    app.send_task(TASK, args=[[person.pk]], queue=FRESH, retry=False, connection=broker)
    return started_until(started, person, revision)


def whole(rater: Rater, person: Any) -> float:
    """From the first byte of the request until somebody else reads the report."""
    from assessments.models import Profile

    revision = Profile.objects.values_list("revision", flat=True).get(pk=person.pk) + 1
    started = time.perf_counter()
    rater()
    return started_until(started, person, revision)


def started_until(started: float, person: Any, revision: int) -> float:
    """The time until a revision is stored."""
    while not is_stored(person.pk, revision):
        if time.perf_counter() - started > GIVE_UP_SECONDS:
            raise SystemExit("a report never came")
    return time.perf_counter() - started


def many(address: str, saves: int) -> list[Figure]:
    """So many saves at a steady pace, each by another person, whatever the answers take; one report each."""
    from assessments.models import Profile
    from roadmaps.models import Report
    from skillmatrix.people.models import Person

    tell(f"{saves} saves at {SAVES_A_SECOND} a second")
    chosen = list(Person.objects.filter(pk__in=everybody()[:saves]))
    raters = [Rater(Browser(address, person), shown_to(person)) for person in chosen]
    before = dict(Profile.objects.filter(pk__in=[p.pk for p in chosen]).values_list("pk", "revision"))
    sent: dict[int, float] = {}
    lock, begin = threading.Lock(), time.time() + 0.2

    def save(place: int) -> None:
        time.sleep(max(0.0, begin + place / SAVES_A_SECOND - time.time()))
        with lock:
            sent[chosen[place].pk] = begin + place / SAVES_A_SECOND
        raters[place]()

    with ThreadPoolExecutor(min(SENDERS, saves)) as pool:
        list(pool.map(save, range(len(chosen))))
    until = time.monotonic() + GIVE_UP_SECONDS
    behind = set(sent)
    stored: dict[int, float] = {}
    while behind and time.monotonic() < until:
        for pk, revision, moment in Report.objects.filter(person__in=behind, audience="own").values_list(
            "person", "revision", "computed_at"
        ):
            if revision > before[pk]:
                stored[pk] = moment.timestamp()
        behind -= set(stored)
    if behind:
        raise SystemExit(f"{len(behind)} reports never came")
    waits = [stored[pk] - sent[pk] for pk in sent]
    look = "the width of the workers and the rate of the lane of fresh edits"
    return [
        Figure(
            f"report stored, p99 at {SAVES_A_SECOND} saves a second", at(waits, 0.99) * 1000, limit=1000, look=look,
            spread=spread(waits),
        )
    ]  # fmt: skip


def own_pages(address: str, tries: int) -> list[Figure]:
    """How often the answer to a save, or the page asked for right after it, shows anything older. Nothing refreshes."""
    _, member = cast()
    browser = Browser(address, member)
    rater = Rater(browser, shown_to(member))
    tell(f"{tries:,} saves, each followed by the gap page")
    stale = sum(map(partial(is_stale, rater, browser, member.pk), range(tries)))
    return [
        Figure(
            f"stale reads of one's own in {tries:,}", stale, "", limit=0, look="roadmaps.reports.is_current"
        )
    ]


def is_stale(rater: Rater, browser: Browser, person_id: int, _number: int) -> bool:
    """The card of the answer shows another level (the rater ends the run then), or the page an older revision."""
    from assessments.models import Profile

    rater()
    revision = Profile.objects.values_list("revision", flat=True).get(pk=person_id)
    expect(browser.get("/me/gaps/"), 200)
    found = _REVISION.search(browser.body)
    return found is None or int(found[1]) < revision
