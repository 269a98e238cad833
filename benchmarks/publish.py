"""Publishing a change of one target in a large organisation: what it costs the request, and everybody after it.

.venv/bin/python -m benchmarks.publish --people 10000
"""

from __future__ import annotations

import argparse
import random
import time
from typing import Any

from benchmarks.ground import Browser, machine, organisation, servers
from benchmarks.measuring import Figure, middle, report, seconds, tell

SMALL = 10
ROLE, SKILL = "senior", "idempotency"
LEVELS = (4, 5)
EVERYBODY_SECONDS = 1800


def main() -> None:
    """Measure and tell."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--people", type=int, default=10_000)
    arguments.add_argument("--months", type=int, default=2, help="of history for each of them (2)")
    arguments.add_argument("--rounds", type=int, default=40, help="of requests (40)")
    arguments.add_argument("--refreshes", type=int, default=3, help="of everybody, each way (3)")
    asked = arguments.parse_args()
    with servers():
        tell(f"inventing {asked.people:,} people, and {SMALL}")
        with (
            organisation("benchmark_small", SMALL, months=asked.months) as small,
            organisation("benchmark_large", asked.people, months=asked.months) as large,
        ):
            figures = requests(small, large, rounds=asked.rounds)
            figures += everybody(large, refreshes=asked.refreshes)
            about = {"people": asked.people, "months": asked.months, **machine()}
    report("publish", figures, about)


def requests(small: Any, large: Any, *, rounds: int) -> list[Figure]:
    """The publish request beside an empty page, in both organisations, in random order. Nobody refreshes meanwhile."""
    from tests.processes import point_at

    tell(f"{rounds} rounds of requests")
    times: dict[tuple[str, str], list[float]] = {}
    browsers = {}
    for stack in (small, large):
        address = stack.web()
        point_at(stack.database)
        browsers[stack.database] = Browser(address, admin())
    for number in range(rounds):
        jobs = [(stack.database, what) for stack in (small, large) for what in ("empty", "publish")]
        random.shuffle(jobs)
        for database, what in jobs:
            browser = browsers[database]
            if what == "empty":
                took = seconds(lambda browser=browser: expect(browser.get("/benchmarks/empty/"), 200))
            else:
                point_at(database)
                form = draft(number)
                took = seconds(
                    lambda browser=browser, form=form: expect(
                        browser.post("/taxonomy/draft/publish/", form), 302
                    )
                )
            times.setdefault((database, what), []).append(took)
    for stack in (small, large):
        stack.kill("web")
    point_at(large.database)
    empty = middle(times[large.database, "empty"])
    publish, publish_small = (middle(times[stack.database, "publish"]) for stack in (large, small))
    return [
        Figure("empty signed-in page", empty * 1000, "ms"),
        Figure("publish request", publish * 1000, "ms"),
        Figure("publish request / empty page", publish / empty, "×"),
        Figure(f"publish request / the same among {SMALL} people", publish / publish_small, "×"),
    ]


def everybody(stack: Any, *, refreshes: int) -> list[Figure]:
    """From a publish until everybody is fresh: by direct calls in one process, and the whole way; then one rating."""
    direct, through = [], []
    tell("first reports")
    refresh_directly()
    for number in range(refreshes):
        tell(f"everybody, directly ({number + 1} of {refreshes})")
        publish(2 * number)
        direct.append(seconds(refresh_directly))
        tell(f"everybody, by dispatcher and worker ({number + 1} of {refreshes})")
        start(stack)
        version = publish(2 * number + 1)
        through.append(seconds(lambda version=version: wait_for_all(stack, version)))
        stop(stack)
    start(stack)
    tell("one rating while nothing else happens, and while everybody is refreshed")
    idle = [one_rating() for _ in range(20)]
    version = publish(2 * refreshes)
    busy = []
    while not all_fresh(stack, version):
        busy.append(one_rating())
    stop(stack)
    return [
        Figure("everybody fresh, directly", middle(direct), "s"),
        Figure("everybody fresh, by dispatcher and worker", middle(through), "s"),
        Figure("by dispatcher and worker / directly", middle(through) / middle(direct), "×", limit=1.5),
        Figure("one fresh rating, idle", middle(idle) * 1000, "ms"),
        Figure("one fresh rating, while everybody is refreshed", middle(busy) * 1000, "ms"),
        Figure("one fresh rating, refreshing / idle", middle(busy) / middle(idle), "×", limit=3),
    ]


def admin() -> Any:
    """Somebody who edits the taxonomy."""
    from skillmatrix.people.models import Person

    return Person.objects.create_user(email="admin@benchmark.test", name="Admin", is_taxonomy_admin=True)


def expect(status: int, wanted: int) -> None:
    """A request that fails is no measurement."""
    if status != wanted:
        raise SystemExit(f"answered {status} and not {wanted}")


def draft(number: int) -> dict[str, Any]:
    """Change one target in the draft, to and fro; the form that publishes it."""
    from skillmatrix.taxonomy.draft import actions
    from skillmatrix.taxonomy.draft.state import load

    level, weight = load().parts[f"role:{ROLE}"]["targets"][SKILL]
    wanted = next(other for other in LEVELS if other != level)
    changed = actions.set_target(
        role=ROLE, skill=SKILL, level=wanted, weight=weight, shown=(level, weight), by=None
    )
    return {"note": f"Round {number}", "revision": changed.revision, "base": changed.base}


def publish(number: int) -> int:
    """Publish the change of one target here; the number of the version."""
    from skillmatrix.taxonomy.draft import actions

    form = draft(number)
    return actions.publish_draft(note=form["note"], by=None, shown_revision=form["revision"]).number


def refresh_directly() -> None:
    """What a worker does, for everybody, in this process."""
    from assessments.models import Profile
    from roadmaps.models import Report
    from roadmaps.refresh import CHUNK, refresh

    people = list(Profile.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(people), CHUNK):
        refresh(people[start : start + CHUNK], by=Report.Maker.WORKER)


def start(stack: Any) -> None:
    """A dispatcher and a worker with one process, both ready."""
    stack.worker()
    stack.dispatcher()
    one_rating()


def stop(stack: Any) -> None:
    """Neither of them."""
    for name in ("dispatcher", "worker"):
        stack.kill(name)


def wait_for_all(stack: Any, version: int) -> None:
    """Wait until every report is made under a version."""
    from tests.processes import wait_until

    wait_until(
        lambda: all_fresh(stack, version), seconds=EVERYBODY_SECONDS, what="fresh reports of everybody"
    )


def all_fresh(stack: Any, version: int) -> bool:
    """Ask as seldom as is precise enough: the question itself costs as much as some reports."""
    if any(process.poll() is not None for process in stack.running.values()):
        raise SystemExit("a worker or dispatcher ended by itself, so nothing was measured")
    from roadmaps.freshness import freshness
    from skillmatrix.taxonomy.models import TaxonomyVersion

    time.sleep(0.2)
    return freshness(TaxonomyVersion.objects.get(number=version)).is_done


def one_rating() -> float:
    """How long from a rating of somebody to the stored report with it, in seconds."""
    from assessments.models import Profile
    from roadmaps.models import Report
    from skillmatrix.people.models import Person
    from tests.processes import wait_until
    from tests.roadmaps.saying import byte, rate

    person = Person.objects.get(pk=random.choice(Profile.objects.values_list("pk", flat=True)))
    value = 3 if byte(person, SKILL) != 3 else 2
    started = time.perf_counter()
    revision = rate(person, **{SKILL: value})
    stored = Report.objects.filter(person=person, audience="own", revision__gte=revision)
    wait_until(stored.exists, seconds=EVERYBODY_SECONDS, what="the report of one rating")
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
