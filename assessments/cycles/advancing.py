"""What happens to cycles by the clock: cycles of series are opened, cycles begin, newcomers are added and told."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Cycle, Participant, Series
from skillmatrix.jobs.models import Job
from skillmatrix.people import inbox
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Message

from . import enrolling
from .actions.opening import begin_if_due
from .rhythm import following

# A series whose days were missed while nothing ran catches up, but never with cycles of long ago.
MISSED = timedelta(days=14)


def advance() -> dict[str, int]:
    """Do everything whose day has come; how much of each was done. Doing it again does nothing."""
    today = current_day()
    opened = sum(
        open_next(series, today=today) for series in Series.objects.going_on().filter(next_on__lte=today)
    )
    begun = begin_due(today)
    running = list(Cycle.objects.running())
    added = sum(enrolling.add_newcomers(cycle, today=today) for cycle in running)
    return {"opened": opened, "begun": begun, "newcomers": added, "told": tell_first_sessions(today)}


def begin_cycle(job: Job) -> dict[str, int]:
    """The job that settles who takes part in a large cycle."""
    with transaction.atomic():
        cycle = Cycle.objects.select_for_update().get(pk=job.payload["cycle"])
        return {"people": enrolling.begin(cycle, today=current_day())}


def begin_due(today: date) -> int:
    """Begin the cycles whose first day has come; how many."""
    due = list(Cycle.objects.waiting().filter(starts_on__lte=today))
    for cycle in due:
        with transaction.atomic():
            begin_if_due(cycle, today=today)
    return len(due)


def open_next(series: Series, *, today: date) -> int:
    """Open the cycles of a series that are due, each once; how many were opened."""
    with transaction.atomic():
        held = Series.objects.select_for_update().get(pk=series.pk)
        opened = 0
        while held.stopped_at is None and held.next_on <= today:
            if held.next_on >= today - MISSED:
                opened += _open(held, today)
            held.next_on = _after(held)
        held.save(update_fields=["next_on"])
    return opened


def _after(series: Series) -> date:
    if series.rhythm == Series.Rhythm.ANNIVERSARY:
        return series.next_on + timedelta(days=1)
    return following(series.rhythm, series.starts_on, series.next_on)


def _open(series: Series, today: date) -> int:
    start = series.next_on
    cycle = Cycle.objects.create(
        name=series.name, scope=series.scope, reminder_days=series.reminder_days, series=series, by=series.by,
        starts_on=start, self_by=start + timedelta(days=series.self_days),
        lead_by=start + timedelta(days=series.lead_days),
    )  # fmt: skip
    cycle.teams.set(series.teams.all())
    cycle.roles.set(series.roles.all())
    if series.rhythm != Series.Rhythm.ANNIVERSARY:
        begin_if_due(cycle, today=today)
        return 1
    if enrolling.begin(cycle, today=today):
        return 1
    cycle.delete()  # it is nobody's anniversary
    return 0


def tell_first_sessions(today: date) -> int:
    """Tell those whose first session is today, once; how many."""
    due = Participant.objects.running().present().filter(first_session_on=today).select_related("person")
    rows = list(due)
    inbox.tell_all(
        Message(
            recipient=row.person,
            kind=Message.Kind.CYCLE,
            subject=_("Time for your first session: the quick set takes about 15 minutes"),
            link=f"{reverse('assessments:assess')}?quick=1",
            key=f"first-session:{row.person_id}",
        )
        for row in rows
    )
    return len(rows)
