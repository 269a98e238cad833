"""Years of somebody's history in tests, through the room that brings histories in."""

from __future__ import annotations

from datetime import date, timedelta

from assessments.levels.history import Assigned, Event, Excepted, History, Released, Stated
from assessments.levels.importing import load_histories
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Person

TODAY = current_day()


def ago(days: int) -> date:
    """A day so long ago."""
    return TODAY - timedelta(days=days)


def two_years(person: Person, lead: Person) -> None:
    """Rated, shared, rated anew, agreed, asked for more; the last rating is not shared."""
    events: list[Event] = [
        Assigned(ago(700), "junior", ago(300), lead.pk),
        Stated(ago(690), "idempotency", 1),
        Stated(ago(690), "code-reading", 2),
        Stated(ago(690), "caching-fundamentals", 1),
        Released(ago(688)),
        Assigned(ago(300), "mid", None, lead.pk),
        Stated(ago(280), "idempotency", 2),
        Released(ago(270)),
        Stated(ago(200), "idempotency", 2, "agreed", lead.pk),
        Excepted(ago(100), "caching-fundamentals", 4, "You take over the cache", lead.pk),
        Stated(ago(50), "code-reading", 3),
        Released(ago(40)),
        Stated(ago(10), "http-fundamentals", 3),
    ]
    load_histories([History(person.pk, events)])
