"""Who looked at whom in the demo, so that the page on one's own data has something to show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from skillmatrix.people import access
from skillmatrix.people.models import Person

# By viewer: whom, which page, and how many days ago.
LOOKS = {"bob": (("alice", "person", (3, 10, 17, 38, 45)), ("alice", "team", (3, 17, 45)))}


def look_around(people: Mapping[str, Person], *, today: date) -> None:
    """Note that those who lead others have read their pages."""
    for viewer, looks in LOOKS.items():
        for subject, page, ago in looks:
            for days in ago:
                day = today - timedelta(days=days)
                access.note_access(people[viewer], [people[subject]], page=page, today=day)
