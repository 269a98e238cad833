"""What is written down during a run, and when everything has arrived."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any

import psycopg

from benchmarks.chaos.rig import Rig

# Every report that is stored, in the order of storing: an eyewitness that no worker can talk to.
TABLE = """
CREATE TABLE chaos_stored (
    id bigserial PRIMARY KEY, person_id bigint, audience text, revision bigint, version int, engine int,
    old_revision bigint, old_version int, old_engine int, at timestamptz DEFAULT clock_timestamp());
CREATE FUNCTION chaos_write_down() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO chaos_stored (person_id, audience, revision, version, engine, old_revision, old_version, old_engine)
    VALUES (NEW.person_id, NEW.audience, NEW.revision, NEW.version, NEW.engine,
            CASE WHEN TG_OP = 'UPDATE' THEN OLD.revision END, CASE WHEN TG_OP = 'UPDATE' THEN OLD.version END,
            CASE WHEN TG_OP = 'UPDATE' THEN OLD.engine END);
    RETURN NULL;
END $$;
CREATE TRIGGER chaos_write_down AFTER INSERT OR UPDATE ON roadmaps_report
    FOR EACH ROW EXECUTE FUNCTION chaos_write_down();
"""
BEHIND = """
SELECT count(*) FROM assessments_profile p
CROSS JOIN (VALUES ('own'), ('shared')) AS a (audience)
LEFT JOIN roadmaps_report m ON m.person_id = p.person_id AND m.audience = a.audience
WHERE p.person_id <> ALL(%s::bigint[])
  AND (m.person_id IS NULL OR m.revision < p.revision OR m.version < %s OR m.engine < %s)
"""
DEAD = "SELECT person_id FROM roadmaps_refresh WHERE dead_at IS NOT NULL ORDER BY 1"
TRIED = "SELECT person_id FROM roadmaps_refresh WHERE dead_at IS NULL AND attempts > 0 ORDER BY 1"
OLD_LEASES = """
SELECT count(*) FROM roadmaps_refresh
WHERE leased_revision > 0 AND dead_at IS NULL AND not_before < now() - interval '60 seconds'
"""


@dataclass(frozen=True)
class Expected:
    """What every report has to be made from in the end, apart from those that cannot be made."""

    version: int
    engine: int
    planted: tuple[int, ...] = ()


def write_down(rig: Rig) -> None:
    """Begin to write down every stored report."""
    rig.sql(TABLE)


def behind(rig: Rig, expected: Expected) -> int | None:
    """How many reports are behind now; None while the database is away."""
    with contextlib.suppress(psycopg.Error):
        return int(rig.sql(BEHIND, list(expected.planted), expected.version, expected.engine)[0][0])
    return None


def dead_letters(rig: Rig) -> list[int]:
    """Who waits for a human."""
    return [person for (person,) in rig.sql(DEAD)]


def being_tried(rig: Rig) -> list[int]:
    """Who has been claimed and not been stored yet."""
    return [person for (person,) in rig.sql(TRIED)]


def wait_for_everybody(rig: Rig, expected: Expected, seconds: float) -> tuple[int, bool]:
    """Wait until nobody is behind: how many still are, and whether that took less than `seconds`."""
    left = -1

    def arrived() -> bool:
        nonlocal left
        found = behind(rig, expected)
        left = left if found is None else found
        rig.rest(0.2)
        return found == 0

    fine = rig.rest(seconds, arrived)
    return left, fine


def figures(rig: Rig) -> dict[str, Any]:
    """What the eyewitness counted."""
    stored, lowered = rig.sql(
        "SELECT count(*), count(*) FILTER (WHERE revision < old_revision OR version < old_version"
        " OR engine < old_engine) FROM chaos_stored"
    )[0]
    return {"stored": stored, "lowered": lowered, "old_leases": rig.sql(OLD_LEASES)[0][0]}
