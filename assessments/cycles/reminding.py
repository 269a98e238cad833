"""Reminders by mail: written down as rows on their day, and each sent at most once.

`remind` writes the rows, with a job each. Whoever does the job marks the row before the mail leaves (`deliver`,
through `people.mail.deliver_once`), so a process that dies in between leaves it marked, and it is never sent again by
itself. Nobody is reminded who has submitted, is away or new, or does not want mails.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.models import Cycle, Participant, Reminder
from skillmatrix.jobs import actions as jobs
from skillmatrix.jobs.actions import Away
from skillmatrix.jobs.models import Job
from skillmatrix.people import mail
from skillmatrix.people.links import absolute
from skillmatrix.people.models import Person

from .deadlines import local_day, reminder_day
from .parts import Part, State
from .reading import parts_of, with_parts

KIND = "reminder"
# Mails are written from eight in the morning on, where the person is.
MORNING = timedelta(hours=8)
# Longer than any job works on: what is still marked then was left by a process that died.
GRACE = timedelta(minutes=10)
CHUNK = 500
NEVER_SENT = "the job that should have sent it was given up before it began"

_ADD = """
INSERT INTO assessments_reminder (participant_id, day, state, error)
SELECT participant_id, day, 'due', ''
FROM unnest(%(participants)s::bigint[], %(days)s::date[]) AS w (participant_id, day)
ON CONFLICT (participant_id, day) WHERE repeated_id IS NULL DO NOTHING
RETURNING id
"""


def remind() -> dict[str, int]:
    """Write down the reminders whose day has come, and settle those whose sender died; how many of each."""
    lost = settle_lost()
    now, due = timezone.now(), 0
    for cycle in Cycle.objects.running().exclude(reminder_days=[]):
        wanted = list(_wanted(cycle, now))
        for start in range(0, len(wanted), CHUNK):
            due += len(add(wanted[start : start + CHUNK]))
    return {"due": due, "lost": lost}


def _wanted(cycle: Cycle, now: datetime) -> Iterator[tuple[int, date]]:
    asked = Participant.objects.filter(cycle=cycle, person__wants_reminders=True, first_session_on=None)
    for part in parts_of(asked):
        if part.self_by and not is_quiet(part, now):
            today = local_day(now - MORNING, part.zone)
            day = reminder_day(cycle.reminder_days, part.self_by, cycle.starts_on, today)
            if day:
                yield part.participant_id, day


def is_quiet(part: Part, now: datetime) -> bool:
    """Nothing is to be reminded of: submitted, away, new, or too late."""
    return part.state(now) is not State.OPEN


@transaction.atomic
def add(wanted: Sequence[tuple[int, date]]) -> list[int]:
    """Write down a reminder for each (participant, day) that has none, with the job that sends it; their ids."""
    with connection.cursor() as cursor:
        participants, days = zip(*wanted, strict=True)
        cursor.execute(_ADD, {"participants": list(participants), "days": list(days)})
        new = [pk for (pk,) in cursor.fetchall()]
    _ask_to_send(new)
    return new


@transaction.atomic
def send_again(*, reminder: Reminder, by: Person) -> Reminder:
    """Send a reminder again because somebody wants it; asking twice sends once. The first stays as it is."""
    again, created = Reminder.objects.get_or_create(
        repeated=reminder, defaults={"participant_id": reminder.participant_id, "day": reminder.day, "by": by}
    )
    if created:
        _ask_to_send([again.pk])
    return again


def _ask_to_send(reminders: Sequence[int]) -> None:
    made = jobs.enqueue_many(kind=KIND, payloads=[{"reminder": pk} for pk in reminders])
    rows = [Reminder(pk=pk, job=job.pk) for pk, job in zip(reminders, made, strict=True)]
    Reminder.objects.bulk_update(rows, ["job"])


def deliver(jobs: Sequence[Job]) -> Iterator[tuple[Job, Exception | None]]:
    """The jobs of reminders, over one connection to the mail server."""
    return mail.deliver_once(jobs, _Rows())


class _Rows:
    """Reminders as those who send them see them. Each change is committed by itself, before anything else is done."""

    def take(self, job: Job) -> dict[str, Any] | None:
        reminder = Reminder.objects.filter(pk=job.payload["reminder"]).first()
        if reminder is None:
            return None
        if reminder.state == Reminder.State.SENDING:
            # Its job came back: whoever marked it never told how it went.
            _move(reminder, Reminder.State.SENDING, to=Reminder.State.UNKNOWN)
            return None
        part, row = _part_of(reminder)
        if not row.cycle.is_running or is_quiet(part, timezone.now()) or not _wants(row.person, reminder):
            _move(reminder, Reminder.State.DUE, to=Reminder.State.DROPPED)
            return None
        taken = _move(reminder, Reminder.State.DUE, to=Reminder.State.SENDING)
        return letter(row, part) if taken else None

    def tell(self, job: Job, error: Exception | None) -> None:
        to, why = Reminder.State.SENT, ""
        if error is not None:
            to = Reminder.State.UNKNOWN if isinstance(error, Away) else Reminder.State.FAILED
            why = f"{type(error).__name__}: {error}"[:300]
        # Unknown too: whoever only took long knows better than whoever took it for dead.
        marked = (Reminder.State.SENDING, Reminder.State.UNKNOWN)
        rows = Reminder.objects.filter(pk=job.payload["reminder"], state__in=marked)
        rows.update(state=to, error=why, changed_at=Now())


def _wants(person: Person, reminder: Reminder) -> bool:
    """An active account; what somebody sends again on purpose goes also to those who want no mails by themselves."""
    return person.is_active and (person.wants_reminders or reminder.repeated_id is not None)


def _move(reminder: Reminder, state: Reminder.State, *, to: Reminder.State) -> bool:
    rows = Reminder.objects.filter(pk=reminder.pk, state=state)
    return bool(rows.update(state=to, changed_at=Now()))


def _part_of(reminder: Reminder) -> tuple[Part, Participant]:
    rows = Participant.objects.with_submissions().select_related("cycle", "person", "team")
    row, part = with_parts([rows.get(pk=reminder.participant_id)])[0]
    return part, row


def letter(row: Participant, part: Part) -> dict[str, Any]:
    """The mail to one participant, in their language and with their own deadline; no skill and no level."""
    with translation.override(row.person.language):
        words = {
            "person": row.person,
            "cycle": row.cycle.name,
            "day": date_format(part.self_by) if part.self_by else "",
            "link": absolute(reverse("assessments:assess")),
            "settings": absolute(reverse("people:account")),
        }
        return {
            "to": row.person.email,
            "subject": " ".join((_("%(cycle)s: your part is due on %(day)s") % words).split()),
            "body": render_to_string("emails/reminder.txt", words),
            "html": render_to_string("emails/reminder.html", words),
        }


def settle_lost(grace: timedelta = GRACE) -> int:
    """Say of reminders whose job is over or given up what is known: sent or not, nobody knows, or never begun."""
    unsettled = (Reminder.State.DUE, Reminder.State.SENDING)
    rows = Reminder.objects.filter(state__in=unsettled, changed_at__lt=timezone.now() - grace)
    open_ = Job.objects.open().filter(kind=KIND).values("pk")
    lost = rows.exclude(job__in=open_)
    unknown = lost.filter(state=Reminder.State.SENDING).update(state=Reminder.State.UNKNOWN, changed_at=Now())
    never = lost.filter(state=Reminder.State.DUE)
    return unknown + never.update(state=Reminder.State.FAILED, error=NEVER_SENT, changed_at=Now())
