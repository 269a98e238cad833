"""Participants as parts: two queries for any number of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from assessments.models import Participant
from assessments.models.participant import ParticipantQuerySet
from skillmatrix.people.models import Away

from .deadlines import Absence, moved, zone_of
from .parts import Part


def parts_of(participants: ParticipantQuerySet) -> list[Part]:
    """These participants as parts, by name. One query, and one more where there is anybody."""
    rows = list(
        participants.present()
        .with_submissions()
        .select_related("cycle", "person", "team")
        .order_by("person__name", "id")
    )
    return [pair[1] for pair in with_parts(rows)]


def with_parts(rows: list[Participant]) -> list[tuple[Participant, Part]]:
    """Participants that know their cycle, person, team and submissions, each with its part. At most one query."""
    absences = absences_of({row.person_id for row in rows}) if rows else {}
    return [(row, part_of(row, absences.get(row.person_id, ()))) for row in rows]


def absences_of(people: Iterable[int]) -> dict[int, tuple[Absence, ...]]:
    """When these people are away. One query."""
    found: dict[int, list[Absence]] = defaultdict(list)
    rows = Away.objects.filter(person__in=list(people)).values_list("person_id", "starts_on", "ends_on")
    for person_id, starts_on, ends_on in rows:
        found[person_id].append(Absence(starts_on, ends_on))
    return {person_id: tuple(rows) for person_id, rows in found.items()}


def part_of(row: Participant, absences: tuple[Absence, ...]) -> Part:
    """The part of one participant."""
    cycle, person = row.cycle, row.person
    return Part(
        participant_id=row.pk,
        person_id=person.pk,
        public_id=person.public_id,
        name=person.name,
        zone=zone_of(person.timezone),
        team=row.team.name if row.team else "",
        skills=tuple(row.skills),
        self_by=moved(cycle.self_by, cycle.starts_on, absences),
        lead_by=moved(cycle.lead_by, cycle.starts_on, absences),
        first_session_on=row.first_session_on,
        self_at=row.self_at,  # type: ignore[attr-defined]
        lead_at=row.lead_at,  # type: ignore[attr-defined]
        absences=absences,
    )
