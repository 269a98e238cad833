"""Recording one rating: the request beside an empty page, and with millions of rows in the history beside without."""

from __future__ import annotations

import re
from functools import partial
from typing import Any
from uuid import uuid4

from benchmarks.ground import Asked, Browser, database, expect, organisation, point_at, seeded
from benchmarks.measuring import Figure, compared, interleaved, stamped, tell, watched
from benchmarks.pages import cast

EMPTY = "/benchmarks/empty/"
SKILL = "idempotency"
HISTORY = 2_000_000
QUICK_HISTORY = 2_000
LOOK = "the card and the strip of the answer (`assessments.views.rating.saved`) in `benchmark profile`"
_SHOWN = re.compile(rb'name="shown" value="(\d+)"')

# Rows of everybody but those who rate, each under a revision of its own.
_FILL = """
INSERT INTO assessments_rating
    (person_id, skill_id, revision, key, source, state, value, day, reason, version, by_id)
SELECT p.id, 1 + n %% %(skills)s, 1000000 + n, gen_random_uuid(), 'self', 'level', n %% 5,
    CURRENT_DATE - (n %% 700)::int, '', 1, p.id
FROM generate_series(1, %(each)s) AS n, (SELECT id FROM people_person WHERE id <> ALL(%(but)s)) AS p
"""


def run(asked: Asked) -> list[Figure]:
    """The request, then the same beside a history that is far longer."""
    figures: list[Figure] = []
    wanted = QUICK_HISTORY if asked.quick else HISTORY
    for people in asked.sizes(1_000):
        months = asked.history(2)
        with (
            organisation(people, months=months, name="benchmark_short") as short,
            database("benchmark_long", seeded(people, months=months, fresh=True)) as long,
        ):
            rows = fill(wanted, people)
            with watched() as block:
                times = measured(short, long, asked.rounds)
        found = [
            compared(
                "rate a skill", times["benchmark_short"], times["empty"], limit=2, floor_name="empty page",
                look=LOOK,
            ),
            compared(
                f"rate a skill, {rows:,} rows more", times["benchmark_long"], times["benchmark_short"], limit=1.05,
                floor_name="without", look="the plan of the statement in `assessments.levels.saving`",
            ),
        ]  # fmt: skip
        figures += stamped(found, people=people, foreign=block.foreign)
    return figures


def fill(wanted: int, people: int) -> int:
    """Rows of other people in the database that Django talks to; how many."""
    from django.db import connection

    from assessments.models import Rating

    tell(f"{wanted:,} rating rows of other people")
    before = Rating.objects.count()
    _, member = cast()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SELECT count(*) FROM taxonomy_skill")
        (skills,) = cursor.fetchone()
        each = -(-wanted // max(1, people - 1))
        cursor.execute(_FILL, {"skills": skills, "each": each, "but": [member.pk]})
        cursor.execute("VACUUM (ANALYZE) assessments_rating")
        cursor.execute("CHECKPOINT")
    return Rating.objects.count() - before


def measured(short: Any, long: Any, rounds: int) -> dict[str, list[float]]:
    """The same person rates the same skill in both databases, to and fro, between empty pages."""
    jobs: dict[str, Any] = {}
    for stack in (short, long):
        point_at(stack.database)
        _, member = cast()
        browser = Browser(stack.web(), member)
        jobs[stack.database] = Rater(browser, shown=shown_to(member))
        jobs["empty"] = partial(show, browser)
    tell(f"{rounds} rounds of ratings")
    interleaved(jobs, min(rounds, 10))
    return interleaved(jobs, rounds)


def shown_to(person: Any) -> int:
    """What the form shows of the skill."""
    from tests.roadmaps.saying import byte

    return byte(person, SKILL)


def show(browser: Browser) -> None:
    """The empty page."""
    expect(browser.get(EMPTY), 200)


class Rater:
    """Rates one skill 2, then 3, then 2 … as the assessment page does. `shown` is what the form shows now."""

    def __init__(self, browser: Browser, shown: int, version: int = 1) -> None:
        self.browser, self.shown, self.version = browser, shown, version

    def __call__(self) -> None:
        """One rating, which must be answered with the card that shows it."""
        value = 3 if self.shown == 2 else 2
        form = {
            "skill": SKILL, "shown": self.shown, "version": self.version, "value": value, "key": uuid4(), "reason": "",
        }  # fmt: skip
        expect(self.browser.post("/assess/rate/", form, htmx=f"skill-{SKILL}"), 200)
        found = _SHOWN.search(self.browser.body)
        if found is None or int(found[1]) != value:
            raise SystemExit("the answer to a rating does not show it")
        self.shown = value
