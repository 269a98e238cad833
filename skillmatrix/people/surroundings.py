"""What nearly every page says of its reader: who leads them, which teams they lead, what waits in their inbox.

One statement, once a request, because the header of each page needs it. These are names to show; what somebody
may see or do is decided in `access`, and never from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.http import HttpRequest

from .models import Person, Team

_KEPT = "_surroundings"
_ASK = """
SELECT
    (SELECT json_agg(json_build_array(t.id, t.slug, t.name) ORDER BY t.name, t.id)
     FROM people_team t WHERE t.closed_on IS NULL AND EXISTS (
         SELECT 1 FROM people_lead l WHERE l.team_id = t.id AND l.person_id = %(person)s
           AND l.starts_on <= %(today)s AND (l.ends_on IS NULL OR l.ends_on > %(today)s))),
    (SELECT json_agg(json_build_array(p.id, p.name) ORDER BY p.name, p.id)
     FROM people_membership m
     JOIN people_lead l ON l.team_id = m.team_id
         AND l.starts_on <= %(today)s AND (l.ends_on IS NULL OR l.ends_on > %(today)s)
     JOIN people_person p ON p.id = l.person_id AND p.is_active AND p.id <> m.person_id
     WHERE m.person_id = %(person)s
       AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on > %(today)s)),
    (SELECT count(*) FROM people_message WHERE recipient_id = %(person)s AND read_at IS NULL)
"""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`leads` lead the person's team, `led` are the open teams that they lead; both with nothing but their names."""

    led: tuple[Team, ...]
    leads: tuple[Person, ...]
    unread: int


def surroundings(request: HttpRequest, *, today: date) -> Surroundings:
    """Those of whoever is signed in, asked for when the first part of a page needs them."""
    known: Surroundings | None = getattr(request, _KEPT, None)
    if known is None:
        known = around(request.user, today=today)
        setattr(request, _KEPT, known)
    return known


def around(person: Any, *, today: date) -> Surroundings:
    """Those of a person on a day. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ASK, {"person": person.pk, "today": today})
        led, leads, unread = cursor.fetchone()
    return Surroundings(
        led=tuple(Team(pk=pk, slug=slug, name=name) for pk, slug, name in led or ()),
        leads=tuple(Person(pk=pk, name=name) for pk, name in leads or ()),
        unread=unread,
    )
