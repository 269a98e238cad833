"""What a lead is not to see yet: in a cycle both sides are revealed at once.

Whoever has seen the other's number leans towards it. So while a cycle asks for a skill, its lead sees neither the
person's level in it nor what was agreed before, until both parts are submitted or the lead's deadline has passed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from assessments.models import Participant
from skillmatrix.people.models import Person

from .deadlines import zone_of
from .parts import Part
from .reading import parts_of


def concealed(
    people: Collection[int], *, viewer: Person, now: datetime | None = None
) -> dict[int, frozenset[str]]:
    """The slugs of the skills that `viewer`, who leads them, is not to see yet, by the ids of people.

    People of whom everything may be seen are left out, and so is the viewer. One query, and one more while a cycle
    asks any of them.
    """
    others = [person for person in people if person != viewer.pk]
    if not others:
        return {}
    parts = parts_of(Participant.objects.running().of(others))
    return concealed_in(parts, zone=zone_of(viewer.timezone), now=now or timezone.now())


def concealed_in(parts: Iterable[Part], *, zone: ZoneInfo, now: datetime) -> dict[int, frozenset[str]]:
    """The same of parts that are known, for a lead in this time zone. Pure."""
    found: dict[int, frozenset[str]] = {}
    for part in parts:
        if part.skills and part.is_concealed(now, zone):
            found[part.person_id] = found.get(part.person_id, frozenset()) | frozenset(part.skills)
    return found
