"""Who is on a team's page, and what of theirs its reader may see.

The lead of a team sees its members by name. Of the teams below, and of a team that only a lead further
up reads, they see who chose to share upward, and how many others there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection

from assessments.inputs import Audience
from assessments.levels import matrices
from assessments.levels.as_of import archive

from .picture import Member, Picture, draw

# Whoever the reader may not see comes back as a number of people, never as a row.
_PEOPLE = """
WITH RECURSIVE below AS (
    SELECT id FROM people_team WHERE id = ANY(%(teams)s)
    UNION
    SELECT t.id FROM people_team t JOIN below ON t.parent_id = below.id WHERE t.closed_on IS NULL AND %(deep)s
), found AS (
    SELECT t.id AS team_id, t.slug, t.name AS team_name, m.starts_on, p.id, p.public_id, p.name,
        a.id IS NOT NULL AS is_away, a.ends_on AS back_on, m.team_id = ANY(%(led)s) AS is_led,
        m.team_id = ANY(%(led)s) OR (p.shares_upward AND p.id <> %(viewer)s) AS is_visible
    FROM people_membership m
    JOIN below ON below.id = m.team_id
    JOIN people_team t ON t.id = m.team_id
    JOIN people_person p ON p.id = m.person_id AND p.is_active
    LEFT JOIN people_away a ON a.person_id = p.id
        AND a.starts_on <= %(today)s AND (a.ends_on IS NULL OR a.ends_on > %(today)s)
    WHERE m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on > %(today)s)
)
SELECT id, public_id, name, slug, team_name, starts_on, is_away, back_on, is_led, is_visible FROM found
WHERE is_visible
UNION ALL
SELECT NULL, NULL, NULL, slug, team_name, NULL, false, NULL, is_led, false FROM found WHERE NOT is_visible
ORDER BY is_led DESC, team_name, name, id
"""


@dataclass(frozen=True, slots=True)
class SubTeam:
    """A team whose members are seen only where they share upward."""

    slug: str
    name: str
    people: int
    visible: int


@dataclass(frozen=True, slots=True)
class Gathering:
    """Everybody the reader may see, the members of their own teams first. `own` counts those."""

    members: tuple[Member, ...]
    own: int
    below: tuple[SubTeam, ...]


def gather(
    teams: Collection[int], *, led: Collection[int], viewer_id: int, today: date, deep: bool = True
) -> Gathering:
    """The people of these teams and, when `deep`, of all teams below them. One query.

    `led` are the teams that the viewer leads: there everybody is seen, elsewhere who shares upward.
    """
    with connection.cursor() as cursor:
        ids: dict[str, Any] = {
            "teams": list(teams),
            "led": list(led),
            "viewer": viewer_id,
            "today": today,
            "deep": deep,
        }
        cursor.execute(_PEOPLE, ids)
        rows = cursor.fetchall()
    members = tuple(_member(row) for row in rows if row[9])
    return Gathering(members, sum(row[8] for row in rows if row[9]), _below(rows))


def picture_of(members: Iterable[Member], *, today: date) -> Picture | None:
    """What these people have shared, beside what is asked of them. One query; None without people or taxonomy."""
    people = tuple(members)
    crowd = matrices.load([member.person_id for member in people], Audience.SHARED, today=today)
    if crowd is None:
        return None
    return draw(people, crowd, matrices.standings(crowd, today=today), today=today)


def past_picture_of(members: Iterable[Member], day: date) -> Picture | None:
    """What these people had shared by the end of a past day, beside what was asked of them then; as `picture_of`.

    Who is here is a question of today: nobody counts as away. Nine queries, for any number of people.
    """
    people = tuple(replace(member, is_away=False, back_on=None) for member in members)
    found = archive([member.person_id for member in people], Audience.SHARED, until=day)
    if found is None or not people:
        return None
    crowd = found.crowd(day)
    return draw(people, crowd, matrices.standings(crowd, today=day), today=day)


def _member(row: tuple[Any, ...]) -> Member:
    return Member(
        person_id=row[0],
        public_id=row[1],
        name=row[2],
        team=row[3],
        team_name=row[4],
        joined_on=row[5],
        is_away=row[6],
        back_on=row[7],
    )


def _below(rows: Iterable[tuple[Any, ...]]) -> tuple[SubTeam, ...]:
    found: dict[str, list[bool]] = {}
    names: dict[str, str] = {}
    for row in rows:
        if not row[8]:
            found.setdefault(row[3], []).append(row[9])
            names[row[3]] = row[4]
    return tuple(
        SubTeam(slug, names[slug], people=len(seen), visible=sum(seen)) for slug, seen in found.items()
    )
