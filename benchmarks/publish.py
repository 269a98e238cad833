"""Publishing a change of one target: what it costs the request, and everybody after it; and whole taxonomies."""

from __future__ import annotations

from functools import partial
from typing import Any

from benchmarks.ground import Asked, Browser, everybody, expect, organisation, refresh_directly
from benchmarks.measuring import Figure, compared, interleaved, seconds, stamped, tell, watched
from benchmarks.working import start, stop, wait_for_all

SMALL = 10
ROLE, SKILL = "senior", "idempotency"
LEVELS = (4, 5)
REFRESHES = 3


def run(asked: Asked) -> list[Figure]:
    """The request in a small and in a large organisation; then everybody, both ways."""
    figures: list[Figure] = []
    for people in asked.sizes(10_000):
        months = asked.history(2)
        with (
            organisation(SMALL, months=months, fresh=False, name="benchmark_small") as small,
            organisation(people, months=months, name="benchmark_large") as large,
        ):
            found = requests(small, large, rounds=asked.rounds)
            found += refreshes(large, asked.times(REFRESHES, quick=1))
            figures += stamped(found, people=people)
    return figures


def requests(small: Any, large: Any, *, rounds: int) -> list[Figure]:
    """The publish request beside an empty page, in both organisations, in random order. Nobody refreshes meanwhile."""
    tell(f"{rounds} rounds of requests")
    jobs, numbers = {}, iter(range(10**9))
    for stack in (small, large):
        address = stack.web()
        point_at(stack)
        browser = Browser(address, admin())
        jobs[stack.database, "empty"] = partial(show, browser)
        jobs[stack.database, "publish"] = Publish(stack, browser, numbers)
    with watched() as block:
        times = interleaved(jobs, rounds)
    # Only the request: what comes before it in a round is the draft, made here.
    publish = {stack.database: jobs[stack.database, "publish"].took[1:] for stack in (small, large)}
    for stack in (small, large):
        stack.kill("web")
    point_at(large)
    found = [
        compared(
            "publish request", publish[large.database], times[large.database, "empty"], floor_name="empty page"
        ),
        compared(
            "publish request", publish[large.database], publish[small.database],
            floor_name=f"the same among {SMALL} people", limit=1.3,
            look="what of `taxonomy.actions.publish` touches a row a person",
        ),
    ]  # fmt: skip
    return stamped(found, people=0, foreign=block.foreign)


class Publish:
    """Changes the draft, then publishes it by a request. `took`: seconds of the requests alone."""

    def __init__(self, stack: Any, browser: Browser, numbers: Any) -> None:
        self.stack, self.browser, self.numbers = stack, browser, numbers
        self.took: list[float] = []

    def __call__(self) -> None:
        point_at(self.stack)
        form = draft(next(self.numbers))
        self.took.append(seconds(lambda: expect(self.browser.post("/taxonomy/draft/publish/", form), 302)))


def show(browser: Browser) -> None:
    """The empty page."""
    expect(browser.get("/benchmarks/empty/"), 200)


def refreshes(stack: Any, rounds: int) -> list[Figure]:
    """From a publish until everybody is fresh: by direct calls in one process, and the whole way, in turns."""
    direct, through = [], []
    people = everybody()
    with watched() as block:
        for number in range(rounds):
            tell(f"everybody, directly and by dispatcher and worker ({number + 1} of {rounds})")
            publish(2 * number)
            direct.append(seconds(lambda: refresh_directly(people)))
            start(stack)
            version = publish(2 * number + 1)
            through.append(seconds(lambda version=version: wait_for_all(stack, version)))
            stop(stack)
    found = compared(
        "everybody fresh, by dispatcher and worker", through, direct, unit="s", floor_name="directly",
        limit=1.5, look="the dispatcher's rounds (claiming), and the size of a chunk",
    )  # fmt: skip
    return stamped([found], people=0, foreign=block.foreign)


def point_at(stack: Any) -> None:
    """Let Django here talk to a stack's database."""
    from tests.processes import point_at

    point_at(stack.database)


def admin() -> Any:
    """Somebody who edits the taxonomy."""
    from skillmatrix.people.models import Person

    return Person.objects.create_user(email="admin@benchmark.test", name="Admin", is_taxonomy_admin=True)


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
