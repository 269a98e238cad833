"""Pages of one person and of a team of ten, beside a signed-in page with the base template and nothing in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from benchmarks.ground import Asked, Browser, expect, organisation
from benchmarks.measuring import Figure, compared, interleaved, stamped, tell, watched

EMPTY = "/benchmarks/empty/"
TEAM = 10
LOOK = "the page's lines in `benchmark profile`, and its queries in tests/roadmaps"
# (page, limit as a ratio to the empty one, limit of queries beyond session and person)
LIMITS = {"gaps": (1.5, 3), "roadmap": (1.5, 3), "team": (1.3, None)}


def run(asked: Asked) -> list[Figure]:
    """Each page as its reader asks for it, with stored reports."""
    figures: list[Figure] = []
    for people in asked.sizes(10_000):
        with organisation(people, months=asked.history(2)) as stack:
            figures += measured(stack, asked.rounds, people)
    return figures


def measured(stack: Any, rounds: int, people: int) -> list[Figure]:
    """All pages, interleaved; each beside the empty page of its own reader."""
    lead, member = cast()
    pages = paths(lead, member)
    tell(f"queries and {rounds} rounds of {len(pages)} pages")
    asked_for = {name: queries(reader, path) for name, (reader, path) in pages.items()}
    address = stack.web()
    browsers = {reader.pk: Browser(address, reader) for reader in (lead, member)}
    jobs = {name: partial(get, browsers[reader.pk], path) for name, (reader, path) in pages.items()}
    jobs |= {f"empty {reader.pk}": partial(get, browsers[reader.pk], EMPTY) for reader in (lead, member)}
    for _ in range(2 if rounds > 5 else 0):
        interleaved(jobs, 10)  # the first renderings compile templates
    with watched() as block:
        times = interleaved(jobs, rounds)
    figures: list[Figure] = []
    for name, (reader, _) in pages.items():
        limit, most = LIMITS.get(name, (None, None))
        floor = times[f"empty {reader.pk}"]
        figures += [
            compared(f"{name} page", times[name], floor, floor_name="empty page", limit=limit, look=LOOK),
            Figure(
                f"{name} page, queries beyond session and person", asked_for[name], "", limit=most, look=LOOK
            ),
        ]
    return stamped(figures, people=people, foreign=block.foreign)


def cast() -> tuple[Any, Any]:
    """A lead, and a member of theirs who has a role, aims at another one, and shares; the team has ten people."""
    from assessments.models import NextRole
    from skillmatrix.people.models import Lead, Membership, Person

    aiming = NextRole.objects.exclude(role=None).values("person")
    member = (
        Membership.objects.filter(team__slug__startswith="team-", person__in=aiming, person__leads=None)
        .exclude(person__profile__shared_on=None)
        .order_by("pk")
        .first()
    )
    if member is None:
        raise SystemExit("nobody in this organisation aims at a role")
    others = Membership.objects.exclude(team=member.team).filter(person__leads=None).order_by("-pk")
    size = Membership.objects.filter(team=member.team).count()
    Membership.objects.filter(pk__in=[one.pk for one in others[: TEAM - size]]).update(team=member.team)
    return Person.objects.get(leads__in=Lead.objects.filter(team=member.team)), member.person


def paths(lead: Any, member: Any) -> dict[str, tuple[Any, str]]:
    """Who asks for what, by name of the page."""
    from skillmatrix.people.models import Lead

    team = Lead.objects.get(person=lead).team.slug
    return {
        "gaps": (member, "/me/gaps/"),
        "roadmap": (member, "/me/roadmap/"),
        "assess": (member, "/assess/"),
        "home": (member, "/"),
        "home of a lead": (lead, "/"),
        "person": (lead, f"/people/{member.public_id}/"),
        "team": (lead, f"/teams/{team}/"),
        "matrix of the team": (lead, f"/teams/{team}/?show=gap"),
    }


def get(browser: Browser, path: str) -> None:
    """One page."""
    expect(browser.get(path), 200)


def queries(reader: Any, path: str) -> int:
    """Queries of a page, beyond those for the session and the person."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="localhost")
    client.force_login(reader)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        expect(client.get(path).status_code, 200)
    return beyond([query["sql"] for query in captured.captured_queries])


def beyond(statements: Sequence[str]) -> int:
    """How many are neither the session's nor the person's."""
    return len(statements) - 2
