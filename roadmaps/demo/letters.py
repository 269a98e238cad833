"""What stands in the inboxes of the demo: what its events would have told, and a few notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.levels.history import Event, Excepted, Released, Stated
from roadmaps.demo.organisation import Member, Note
from skillmatrix.people.models import Message, Person
from skillmatrix.taxonomy import versions

RECENT = 50  # days; older shares are not told
READ = 12  # days after which most have been opened


def letters(
    cast: Sequence[Member],
    people: Mapping[str, Person],
    events: Mapping[str, list[Event]],
    *,
    leads: Mapping[str, str],
    today: date,
) -> None:
    """Fill the inboxes, oldest first, with the days on which things happened."""
    written = [message for member in cast for message in _about(member, people, events, leads, today)]
    written.sort(key=lambda message: message.created_at)
    days = [message.created_at for message in written]
    rows = Message.objects.bulk_create(written)
    for row, day in zip(rows, days, strict=True):
        row.created_at = day  # creating sets it to now
    Message.objects.bulk_update(rows, ["created_at"])


def _about(
    member: Member,
    people: Mapping[str, Person],
    events: Mapping[str, list[Event]],
    leads: Mapping[str, str],
    today: date,
) -> Iterator[Message]:
    happened, person = events.get(member.login, []), people[member.login]
    lead = people.get(leads.get(member.login, ""))
    for note in member.notes:
        yield _note(note, person, today)
    for event in happened:
        if isinstance(event, Excepted) and lead:
            yield _target(event, person, lead, today)
    if lead:
        yield from (
            _shared(day, changes, person, lead, today)
            for day, changes in _releases(happened)
            if (today - day).days <= RECENT
        )


def _releases(events: Sequence[Event]) -> Iterator[tuple[date, int]]:
    """(day, number of changes) of each share that released something."""
    changes = 0
    for event in events:
        if isinstance(event, Stated) and event.source == "self":
            changes += 1
        elif isinstance(event, Released) and changes:
            yield event.day, changes
            changes = 0


def _note(note: Note, person: Person, today: date) -> Message:
    day = today - timedelta(days=note.days_ago)
    return Message(
        recipient=person, kind=note.kind, subject=note.subject, body=note.body, link=note.link, created_at=_at(day),
        read_at=_at(day + timedelta(days=1)) if note.read else None,
    )  # fmt: skip


def _target(event: Excepted, person: Person, lead: Person, today: date) -> Message:
    skill = versions.current().skills[event.skill].name
    subject = _("%(by)s changed a target of yours: %(skill)s") % {"by": lead.name, "skill": skill}
    link = f"{reverse('roadmaps:gaps')}#{event.skill}"
    return Message(
        recipient=person, kind=Message.Kind.TARGET, subject=subject, body=event.reason, link=link,
        created_at=_at(event.day), read_at=_opened(event.day, today),
    )  # fmt: skip


def _shared(day: date, changes: int, person: Person, lead: Person, today: date) -> Message:
    subject = ngettext("%(name)s shared %(count)s change", "%(name)s shared %(count)s changes", changes)
    return Message(
        recipient=lead, kind=Message.Kind.SHARED, subject=subject % {"name": person.name, "count": changes},
        link=reverse("roadmaps:person", args=[person.public_id]), created_at=_at(day), read_at=_opened(day, today),
    )  # fmt: skip


def _opened(day: date, today: date) -> datetime | None:
    return _at(day + timedelta(days=1)) if (today - day).days > READ else None


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)
