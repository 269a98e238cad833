"""How many requests and saves a second one machine takes: mixed reading and rating, more and more of it.

Clients, servers and database share the processors, so this is a floor for what a server of its own would do.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from benchmarks import machine
from benchmarks.ground import Asked, Browser, everybody, organisation
from benchmarks.measuring import Figure, at, stamped, tell, watched
from benchmarks.rate import Rater, shown_to
from benchmarks.working import start

CLIENTS = (1, 2, 4, 8, 16)
RATES = (5, 10, 20, 40, 80, 160)
SECONDS = 15.0
SLOW_SECONDS, FAILING = 1.0, 0.01  # p99 and share of errors at which a step counts as too much
SAVES = 0.2
READS = ("/me/gaps/", "/me/roadmap/", "/assess/", "/")
OPEN_CLIENTS = 16


@dataclass
class Step:
    """What happened in one step: seconds of requests and of saves, and what failed."""

    reads: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    errors: int = 0
    late: int = 0

    @property
    def all(self) -> list[float]:
        """Both kinds."""
        return self.reads + self.saves

    def is_held(self) -> bool:
        """Fast enough, and hardly anything failed or was never sent in time."""
        done = len(self.all)
        bad = self.errors + self.late
        return done > 0 and at(self.all, 0.99) < SLOW_SECONDS and bad <= FAILING * (done + bad)


def run(asked: Asked) -> list[Figure]:
    """Closed loops of more and more clients, then a steady pace that rises until a step is not held."""
    figures: list[Figure] = []
    for people in asked.sizes(10_000):
        with organisation(people, months=asked.history(2)) as stack, watched() as block:
            address = web(stack)
            start(stack)
            clients = crowd(address, 2 if asked.quick else OPEN_CLIENTS)
            length = 0.5 if asked.quick else SECONDS
            found = closed(clients, CLIENTS[:1] if asked.quick else CLIENTS, length)
            found += paced(clients, RATES[:1] if asked.quick else RATES, length)
        figures += stamped(found, people=people, foreign=block.foreign)
    return figures


def web(stack: Any) -> str:
    """A web server with as many workers as `manage.py up` starts."""
    from skillmatrix.embedded import services
    from tests.processes import answers, wait_until

    address = stack.web()
    command = list(stack.running["web"].args[1:])
    stack.kill("web")
    command[command.index("--workers") + 1] = str(services.WORKERS)
    stack.start("web", *command)
    wait_until(lambda: answers(f"{address}/healthz"), seconds=120, what="the web server")
    return address


def crowd(address: str, count: int) -> list[Rater]:
    """So many people with a browser each."""
    from skillmatrix.people.models import Person

    chosen = Person.objects.filter(pk__in=random.sample(everybody(), count))
    return [Rater(Browser(address, person), shown_to(person)) for person in chosen]


def once(rater: Rater, step: Step, since: float | None = None) -> None:
    """One request of the mix. `since`: when it should have been sent, for a pace that does not wait for answers."""
    started = time.perf_counter() if since is None else since
    saves = random.random() < SAVES
    try:
        if saves:
            rater()
        elif rater.browser.get(random.choice(READS)) != 200:
            step.errors += 1
            return
    except (OSError, SystemExit):
        step.errors += 1
        return
    (step.saves if saves else step.reads).append(time.perf_counter() - started)


def closed(clients: Sequence[Rater], counts: Sequence[int], length: float) -> list[Figure]:
    """Each client asks again as soon as it was answered."""
    best = None
    for count in counts:
        step, until = Step(), time.perf_counter() + length
        together([partial(keep_on, rater, step, until) for rater in clients[:count]])
        rate = len(step.all) / length
        tell(
            f"{count} clients: {rate:.0f} requests/s, p99 {at(step.all, 0.99) * 1000:.0f} ms, {step.errors} errors"
        )
        if step.is_held() and (best is None or rate > best[0]):
            best = (rate, len(step.saves) / length, count, at(step.all, 0.99))
    if best is None:
        return [Figure("requests a second, closed loop", 0, "/s")]
    rate, saves, count, p99 = best
    return [
        Figure(f"requests a second, {count} clients", rate, "/s", spread={"p99": p99 * 1000}),
        Figure(f"  of them saves, {count} clients", saves, "/s"),
    ]


def keep_on(rater: Rater, step: Step, until: float) -> None:
    """One client."""
    while time.perf_counter() < until:
        once(rater, step)


def paced(clients: Sequence[Rater], rates: Sequence[int], length: float) -> list[Figure]:
    """Requests are due at a steady pace, answered or not; waiting for a free client counts."""
    held = None
    for rate in rates:
        step = pace(clients, rate, length)
        p99 = at(step.all, 0.99) * 1000 if step.all else 0
        tell(
            f"{rate} a second due: {len(step.all) / length:.0f} answered, p99 {p99:.0f} ms, {step.errors} errors"
        )
        if not step.is_held():
            break
        held = (rate, len(step.saves) / length, p99)
    rate, saves, p99 = held or (0, 0.0, 0.0)
    return [
        Figure("requests a second, steady pace held", rate, "/s", spread={"p99": p99}),
        Figure("  of them saves, steady pace", saves, "/s"),
        Figure("processors", machine.processors(), ""),
    ]


def pace(clients: Sequence[Rater], rate: int, length: float) -> Step:
    """One step: a queue of moments that the clients share."""
    step, begin, lock = Step(), time.perf_counter() + 0.1, threading.Lock()
    due = iter([begin + place / rate for place in range(int(rate * length))])

    def work(rater: Rater) -> None:
        while True:
            with lock:
                moment = next(due, None)
            if moment is None:
                return
            if time.perf_counter() - begin > 2 * length:
                step.late += 1
                continue
            time.sleep(max(0.0, moment - time.perf_counter()))
            once(rater, step, since=moment)

    together([partial(work, rater) for rater in clients])
    return step


def together(works: Sequence[Any]) -> None:
    """All at once, each in a thread, until all are done."""
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
