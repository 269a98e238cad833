"""The oracle and the floor of trends: every cell at the end of every month, by SQL over the rating rows alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

# Each row holds from its revision (what is shared) or its moment (what is agreed) until the next one of its skill.
# The newest row states the value and the day that hold, also where it takes another one back.
CELLS = """
WITH ends AS (
    SELECT * FROM unnest(%(days)s::date[], %(ends)s::timestamptz[]) AS ends (day, ends_at)
), released AS (
    SELECT DISTINCT ON (e.day, s.person_id) e.day, s.person_id, s.up_to_revision
    FROM assessments_share s JOIN ends e ON s.created_at < e.ends_at
    WHERE s.person_id = ANY(%(people)s)
    ORDER BY e.day, s.person_id, s.revision DESC
), said AS (
    SELECT person_id, skill_id, value, day, revision,
        lead(revision) OVER (PARTITION BY person_id, skill_id ORDER BY revision) AS until
    FROM assessments_rating WHERE person_id = ANY(%(people)s) AND source IN ('self', 'imported')
), shared AS (
    SELECT r.day, s.person_id, s.skill_id, s.value, s.day AS said_on
    FROM released r JOIN said s ON s.person_id = r.person_id
        AND s.revision <= r.up_to_revision AND (s.until IS NULL OR s.until > r.up_to_revision)
    WHERE s.value <> 255
), both_said AS (
    SELECT person_id, skill_id, value, day, created_at,
        lead(created_at) OVER (PARTITION BY person_id, skill_id ORDER BY revision) AS until
    FROM assessments_rating WHERE person_id = ANY(%(people)s) AND source = 'agreed'
), agreed AS (
    SELECT e.day, b.person_id, b.skill_id, b.value, b.day AS agreed_on
    FROM ends e JOIN both_said b ON b.created_at < e.ends_at AND (b.until IS NULL OR b.until >= e.ends_at)
    JOIN released r ON r.day = e.day AND r.person_id = b.person_id
    WHERE b.value <> 255
)
SELECT day, person_id, skill_id, CASE
    WHEN agreed.value IS NULL THEN shared.value
    WHEN shared.value IS NOT NULL AND shared.said_on > agreed.agreed_on
        AND (day >= agreed.agreed_on + make_interval(months => m.review_months) OR shared.value < agreed.value)
        THEN shared.value
    ELSE agreed.value END AS level
FROM shared FULL JOIN agreed USING (day, person_id, skill_id)
JOIN unnest(%(skills)s::bigint[], %(months)s::int[]) AS m (skill_id, review_months) USING (skill_id)
"""
AREAS = f"""
SELECT cells.day, a.slug, sum(level)::float / count(*), count(*), count(DISTINCT person_id)
FROM ({CELLS}) cells JOIN taxonomy_skill s ON s.id = cells.skill_id JOIN taxonomy_skillarea a ON a.id = s.area_id
WHERE level <= 9 GROUP BY cells.day, a.slug
"""


def asked(people: Sequence[int], days: Sequence[date]) -> dict[str, Any]:
    """The parameters of both statements."""
    from assessments.levels.months import ends_at
    from skillmatrix.taxonomy import versions
    from skillmatrix.taxonomy.models import Skill

    taxonomy = versions.current()
    keys = dict(Skill.objects.filter(slug__in=[s.slug for s in taxonomy.active]).values_list("slug", "pk"))
    return {
        "people": list(people),
        "days": list(days),
        "ends": [ends_at(day) for day in days],
        "skills": list(keys.values()),
        "months": [taxonomy.review_months(slug) for slug in keys],
    }


def rows(statement: str, people: Sequence[int], days: Sequence[date]) -> list[tuple[Any, ...]]:
    """What a statement finds."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, asked(people, days))
        return cursor.fetchall()
