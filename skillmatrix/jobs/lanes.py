"""How much each lane may take up: a bound of what is under way, and a rate.

Both are kept in PostgreSQL, so that any number of dispatchers share them. Whoever claims for a lane
holds its row until the claim is committed; another dispatcher passes by and finds the lane in its
next round. So a flood in one lane fills that lane, and the others never hear of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

DEFAULT = "work"
# A bucket holds what flows in within so long: a lane that was idle may start with that much at once.
BURST_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Lane:
    """One of `settings.LANES`. None stands for no limit."""

    name: str
    under_way: int | None
    a_minute: int | None
    batch: int = 1

    @property
    def a_second(self) -> float:
        """How fast its bucket fills."""
        return (self.a_minute or 0) / 60

    @property
    def burst(self) -> float:
        """How much its bucket holds; never so little that no message can be filled."""
        return max(float(self.batch), self.a_second * BURST_SECONDS)


def known() -> dict[str, Lane]:
    """Every lane, in the order in which they are rung for."""
    return {
        name: Lane(name, bounds.get("under_way"), bounds.get("a_minute"), bounds.get("batch", 1))
        for name, bounds in settings.LANES.items()
    }


def of(kind: str) -> str:
    """The lane on which a kind of job travels."""
    return settings.JOB_LANES.get(kind, DEFAULT)


def add_missing(names: Collection[str]) -> None:
    """Give each of these lanes its row. Outside of a transaction, or another dispatcher would wait for its end."""
    lanes = [lane for name, lane in known().items() if name in names]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_lane (name, tokens) SELECT * FROM unnest(%s::text[], %s::float[]) ON CONFLICT DO NOTHING",
            [[lane.name for lane in lanes], [lane.burst for lane in lanes]],
        )


def hold(names: Collection[str]) -> dict[str, int | None]:
    """Hold these lanes until the transaction ends; what their rates let each take up now, None for no limit.

    A lane that another dispatcher holds is left out.
    """
    lanes = known()
    wanted = [lanes[name] for name in sorted(names)]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT l.name, floor(least(burst, tokens + greatest(0, a_second * extract(epoch FROM
                statement_timestamp() - filled_at))))::int
            FROM jobs_lane l JOIN unnest(%s::text[], %s::float[], %s::float[]) AS w (name, a_second, burst) USING (name)
            ORDER BY l.name FOR UPDATE OF l SKIP LOCKED
            """,
            [
                [lane.name for lane in wanted],
                [lane.a_second for lane in wanted],
                [lane.burst for lane in wanted],
            ],
        )
        return {name: tokens if lanes[name].a_minute else None for name, tokens in cursor.fetchall()}


def spend(taken: Mapping[str, int]) -> None:
    """Take out of the buckets what was taken up. Call it while the lanes are held."""
    lanes = [lane for name, lane in known().items() if taken.get(name) and lane.a_minute]
    if not lanes:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE jobs_lane l SET filled_at = statement_timestamp(), tokens = least(burst, tokens + greatest(0,
                a_second * extract(epoch FROM statement_timestamp() - filled_at))) - taken
            FROM unnest(%s::text[], %s::float[], %s::float[], %s::int[]) AS w (name, a_second, burst, taken)
            WHERE l.name = w.name
            """,
            [
                [lane.name for lane in lanes],
                [lane.a_second for lane in lanes],
                [lane.burst for lane in lanes],
                [taken[lane.name] for lane in lanes],
            ],
        )
