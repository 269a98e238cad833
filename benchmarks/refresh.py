"""Bringing everybody up to date: through dispatcher and Celery beside direct calls, and beside gap rows in SQL."""

from __future__ import annotations

from typing import Any

from benchmarks import machine
from benchmarks.ground import Asked, everybody, organisation, refresh_directly
from benchmarks.measuring import Figure, compared, middle, seconds, stamped, tell, watched
from benchmarks.publish import publish
from benchmarks.working import start, stop, wait_for_all

ROUNDS = 3
LOOK = "`benchmark profile` for what a refresh does, and the dispatcher's rounds for what is beside it"
DERIVED = ("roadmaps_report", "assessments_profile", "roadmaps_refresh")

# One row a person and skill, as an ordinary schema has it: what holds now, with what a rating row says of it.
_CURRENT = """
CREATE TABLE benchmark_current AS
SELECT DISTINCT ON (person_id, skill_id) person_id, skill_id, revision, source, state, value, day, version, by_id,
    created_at
FROM assessments_rating WHERE source IN ('self', 'imported')
ORDER BY person_id, skill_id, revision DESC;
ALTER TABLE benchmark_current ADD PRIMARY KEY (person_id, skill_id);
CREATE INDEX ON benchmark_current (skill_id);
CREATE TABLE benchmark_gap (
    person_id bigint, skill_id bigint, level smallint, target smallint, gap smallint, weight smallint,
    version integer, PRIMARY KEY (person_id, skill_id));
"""
_GAPS = """
INSERT INTO benchmark_gap (person_id, skill_id, level, target, gap, weight, version)
SELECT a.person_id, t.skill_id, r.value, t.level, greatest(0, t.level - coalesce(r.value, 0)), t.weight, %s
FROM assessments_roleassignment a
JOIN taxonomy_target t ON t.role_id = a.role_id
LEFT JOIN benchmark_current r ON r.person_id = a.person_id AND r.skill_id = t.skill_id AND r.value <= 9
WHERE a.starts_on <= CURRENT_DATE AND (a.ends_on IS NULL OR a.ends_on > CURRENT_DATE)
ON CONFLICT (person_id, skill_id) DO UPDATE SET
    level = excluded.level, target = excluded.target, gap = excluded.gap, weight = excluded.weight,
    version = excluded.version
"""


def run(asked: Asked) -> list[Figure]:
    """Every size; then how the largest compares with the one before."""
    figures: list[Figure] = []
    through: dict[int, float] = {}
    for people in asked.sizes(1_000, 10_000, 50_000):
        with organisation(people, months=asked.history(1)) as stack, watched() as block:
            found, through[people] = both_ways(stack, asked.times(ROUNDS, quick=1) if people < 50_000 else 1)
            found += beside_rows(through[people], asked.times(2, quick=1))
            found += sizes(people)
        figures += stamped(found, people=people, foreign=block.foreign)
    return figures + growth(through)


def both_ways(stack: Any, rounds: int) -> tuple[list[Figure], float]:
    """In turns: a publish and direct calls, a publish and the whole way; the seconds of the whole way."""
    direct, through = [], []
    people, memory = everybody(), 0.0
    for number in range(rounds):
        tell(f"{len(people):,} people, directly and by dispatcher and worker ({number + 1} of {rounds})")
        publish(2 * number)
        direct.append(seconds(lambda: refresh_directly(people)))
        start(stack)
        version = publish(2 * number + 1)
        through.append(seconds(lambda version=version: wait_for_all(stack, version)))
        memory = max(memory, machine.peak_megabytes(machine.family(stack.running["worker"].pid)))
        stop(stack)
    return [
        compared(
            "everybody, by dispatcher and worker", through, direct, unit="s", limit=1.5, floor_name="directly",
            look=LOOK,
        ),
        Figure("people a second, by dispatcher and worker", len(people) / middle(through), "/s"),
        Figure("peak memory of a worker process", memory, "MB", limit=160, look="the size of a chunk"),
    ], middle(through)  # fmt: skip


def beside_rows(through: float, rounds: int) -> list[Figure]:
    """The same people's gaps as one row a person and skill, all rewritten by one statement; roadmaps left out."""
    from django.db import connection

    tell("gap rows by INSERT … ON CONFLICT")
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(_CURRENT)
        cursor.execute(_GAPS, [0])
        cursor.execute("VACUUM (ANALYZE) benchmark_current, benchmark_gap")
        times = [
            seconds(lambda number=number: cursor.execute(_GAPS, [number + 1])) for number in range(rounds)
        ]
    return [
        Figure(
            "everybody, by dispatcher and worker", through, "s", middle(times), "gap rows rewritten in SQL", 40,
            at_least=True, look=LOOK,
        )
    ]  # fmt: skip


def sizes(people: int) -> list[Figure]:
    """Bytes of all that is derived, beside one current rating row a cell with its indexes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        # What the run itself has left behind is none of the design's doing.
        cursor.execute(f"VACUUM FULL {', '.join(DERIVED)}")
        cursor.execute(
            "SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) AS name",
            [list(DERIVED)],
        )
        derived = int(cursor.fetchone()[0])
        cursor.execute("SELECT pg_total_relation_size('benchmark_current')")
        (rows,) = cursor.fetchone()
    return [
        Figure(
            "stored reports, vectors and leases, a person", derived / people / 1024, "kB", rows / people / 1024,
            "one rating row a cell", 0.3, look="the bytes of a stored report",
        )
    ]  # fmt: skip


def growth(through: dict[int, float]) -> list[Figure]:
    """How the time grows from one size to the next; five times the people may take 5.5 times as long."""
    ordered = sorted(through)
    return [
        Figure(
            f"everybody, {large / small:g} × the people", through[large], "s", through[small], f"{small:,} people",
            5.5 * large / small / 5, people=large, look="whatever grows faster than the number of people: the claim",
        )
        for small, large in zip(ordered, ordered[1:], strict=False)
    ]  # fmt: skip
