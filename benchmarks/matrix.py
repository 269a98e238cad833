"""A whole organisation as people × skills: coverage beside plain vectors and beside SQL over rows, and the matrix."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np

from benchmarks.ground import Asked, Browser, everybody, expect, organisation
from benchmarks.measuring import Figure, compared, interleaved, stamped, tell, watched

SWAP, WHOLE = 50, 1000
EMPTY = "/benchmarks/empty/"
LEVEL = 3

_VECTORS = "SELECT person_id, shared_values, shared_days, agreed_values, agreed_days FROM assessments_profile"
# The newest row of each cell, among what its person has shared: it states the value that holds. Nothing here asks
# for agreed levels, roles or absences, so this is less than what a page would need.
_SQL = """
SELECT s.slot, count(*) FILTER (WHERE newest.value BETWEEN %(level)s AND 9)
FROM (
    SELECT DISTINCT ON (r.person_id, r.skill_id) r.person_id, r.skill_id, r.value
    FROM assessments_rating r JOIN assessments_profile p USING (person_id)
    WHERE r.source IN ('self', 'imported') AND r.revision <= p.shared_revision
    ORDER BY r.person_id, r.skill_id, r.revision DESC
) newest JOIN taxonomy_skill s ON s.id = newest.skill_id
GROUP BY s.slot
"""


def run(asked: Asked) -> list[Figure]:
    """Coverage of everybody, then the matrix."""
    figures: list[Figure] = []
    for people in asked.sizes(10_000):
        with organisation(people, months=asked.history(2)) as stack, watched() as block:
            found = coverage(asked.times(10)) + whole(asked.times(20)) + swap(stack, asked.rounds)
        figures += stamped(found, people=people, foreign=block.foreign)
    return figures


def coverage(rounds: int) -> list[Figure]:
    """How many hold each skill: ours with who they are, as a page needs it; the floors only count."""
    from skillmatrix.people.dated import current_day

    today, ids = current_day(), everybody()
    members = members_of(ids)
    same = {slot: count for slot, count in by_sql().items() if count}
    if same != {slot: count for slot, count in enumerate(by_vectors()) if count}:
        raise SystemExit("the floors disagree about how many hold a skill")
    tell(f"{rounds} rounds of the coverage of {len(ids):,} people")
    times = interleaved(
        {
            "ours": partial(covered, members, today),
            "vectors": by_vectors,
            "sql": by_sql,
        },
        rounds,
    )
    look = "`matrices.load` (the query and its joins, a row a person) and `matrices.standings` in `benchmark profile`"
    return [
        compared(
            "coverage of everybody", times["ours"], times["vectors"], limit=1.8, look=look,
            floor_name="all vectors + numpy",
        ),
        compared(
            "coverage of everybody", times["ours"], times["sql"], limit=12, at_least=True, look=look,
            floor_name="best SQL over rows",
        ),
    ]  # fmt: skip


def covered(members: Sequence[Any], today: date) -> Any:
    """What the team page does, for so many."""
    from roadmaps.teams.coverage import coverages
    from roadmaps.teams.gathering import picture_of

    picture = picture_of(members, today=today)
    return coverages(picture) if picture else None


def by_vectors() -> list[int]:
    """Holders by slot, from the bytes as they lie there."""
    values = stacked(rows(_VECTORS))
    return ((values >= LEVEL) & (values <= 9)).sum(axis=0).tolist()


def by_sql() -> dict[int, int]:
    """Holders by slot, from the rating rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"level": LEVEL})
        return dict(cursor.fetchall())


def rows(statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
    """All rows of a query."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def stacked(found: Sequence[Any]) -> Any:
    """The second column as a matrix, a row each."""
    width = max((len(row[1]) for row in found), default=0)
    packed = b"".join(bytes(row[1]).ljust(width, b"\xff") for row in found)
    return np.frombuffer(packed, dtype=np.uint8).reshape(len(found), width)


def members_of(ids: Sequence[int]) -> list[Any]:
    """These people as a page about them knows them."""
    from roadmaps.teams.picture import Member
    from skillmatrix.people.models import Person

    people = Person.objects.in_bulk(ids)
    return [
        Member(pk, people[pk].public_id, people[pk].name, "all", "Everybody", date(2020, 1, 1)) for pk in ids
    ]


def whole(rounds: int) -> list[Figure]:
    """The cells of a thousand people, beside fetching their vectors and joining a table of ready cells."""
    from skillmatrix.people.dated import current_day

    today, ids = current_day(), everybody()[:WHOLE]
    members = members_of(ids)
    names = {member.person_id: member.name for member in members}
    tell(f"{rounds} rounds of a matrix of {len(ids):,} people")
    times = interleaved(
        {"ours": partial(written, members, today), "floor": partial(joined, ids, names)}, rounds
    )
    return [
        compared(
            f"matrix of {len(ids):,} people, whole", times["ours"], times["floor"], limit=2.5,
            floor_name="vectors + join", look="`teams.matrix.rows_of`: most of it is copying the address that each cell leads to",
        )
    ]  # fmt: skip


def written(members: Sequence[Any], today: date) -> str:
    """The rows of the page's table."""
    from roadmaps.teams.gathering import picture_of
    from roadmaps.teams.matrix import Mode, heads_of, rows_of

    picture = picture_of(members, today=today)
    if picture is None:
        return ""
    columns = range(len(picture.skills))
    return heads_of(picture, columns) + rows_of(picture, columns, Mode.LEVEL)


def joined(ids: Sequence[int], names: dict[int, str]) -> str:
    """The least that shows a level a cell: one table of cells, one join."""
    found = rows(f"{_VECTORS} WHERE person_id = ANY(%s)", [list(ids)])
    cells = [f"<td class=l{value}>{value if value < 10 else '·'}</td>" for value in range(256)]
    table = stacked(found).tolist()
    return "".join(
        f"<tr><th>{names[row[0]]}</th>{''.join([cells[value] for value in line])}</tr>"
        for row, line in zip(found, table, strict=True)
    )


def swap(stack: Any, rounds: int) -> list[Figure]:
    """The matrix of fifty people as htmx asks for it, beside the empty page."""
    lead, slug = team_of(SWAP)
    tell(f"{rounds} rounds of the matrix of {SWAP} people")
    browser = Browser(stack.web(), lead)
    jobs: dict[str, Callable[[], None]] = {
        "matrix": lambda: expect(browser.get(f"/teams/{slug}/?show=level", htmx="matrix"), 200),
        "empty": lambda: expect(browser.get(EMPTY), 200),
    }
    interleaved(jobs, min(rounds, 10))
    times = interleaved(jobs, rounds)
    stack.kill("web")
    return [
        compared(
            f"matrix of {SWAP} people, a swap", times["matrix"], times["empty"], limit=1.5, floor_name="empty page",
            look="`teams.gathering`, `teams.picture.draw` and `teams.matrix.rows_of` in `benchmark profile`",
        )
    ]  # fmt: skip


def team_of(size: int) -> tuple[Any, str]:
    """A lead, and the slug of their team, which has so many members from now on."""
    from skillmatrix.people.models import Lead, Membership

    lead = (
        Lead.objects.filter(team__slug__startswith="team-").select_related("person", "team").order_by("pk")[0]
    )
    have = Membership.objects.filter(team=lead.team).count()
    others = Membership.objects.exclude(team=lead.team).filter(person__leads=None).order_by("-pk")
    chosen = [one.pk for one in others[: max(0, size - have)]]
    Membership.objects.filter(pk__in=chosen).update(team=lead.team)
    return lead.person, lead.team.slug
