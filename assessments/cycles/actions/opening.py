"""Opening a cycle, changing it, and letting it come again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from assessments.cycles import enrolling
from assessments.cycles.rhythm import following
from assessments.models import Cycle, Series
from skillmatrix.jobs import actions as jobs
from skillmatrix.people.models import Person, Team
from skillmatrix.taxonomy.models import Role

from .refusals import Ended, Overtaken

AT_ONCE = 200  # people; more are settled by a worker


@dataclass(frozen=True, slots=True)
class Plan:
    """What a cycle is to be. `reminder_days` are days before the deadline of one's own part."""

    name: str
    starts_on: date
    self_by: date
    lead_by: date
    scope: str
    reminder_days: Collection[int]
    teams: Collection[Team] = ()
    roles: Collection[Role] = ()
    rhythm: str = ""


def open_cycle(*, plan: Plan, key: UUID, by: Person, today: date) -> Cycle | Series:
    """Open a cycle as planned, and the series that it is the first of; asking twice with one key opens one.

    A cycle that starts today begins at once. A series of anniversaries has no first cycle: it opens one on each.
    """
    try:
        with transaction.atomic():
            return _open(plan, key, by, today)
    except IntegrityError:
        found = Cycle.objects.filter(by=by, key=key).first() or Series.objects.filter(by=by, key=key).first()
        if found is None:
            raise
        return found


def _open(plan: Plan, key: UUID, by: Person, today: date) -> Cycle | Series:
    series = _open_series(plan, key, by, today) if plan.rhythm else None
    if series is not None and series.rhythm == Series.Rhythm.ANNIVERSARY:
        return series
    cycle = Cycle.objects.create(
        name=plan.name, scope=plan.scope, reminder_days=_days(plan), series=series, starts_on=plan.starts_on,
        self_by=plan.self_by, lead_by=plan.lead_by, by=by, key=key,
    )  # fmt: skip
    _ask_of(cycle, plan.teams, plan.roles)
    begin_if_due(cycle, today=today)
    return cycle


def _open_series(plan: Plan, key: UUID, by: Person, today: date) -> Series:
    whose = plan.rhythm == Series.Rhythm.ANNIVERSARY
    next_on = plan.starts_on if whose else following(plan.rhythm, plan.starts_on, plan.starts_on)
    series = Series.objects.create(
        name=plan.name, scope=plan.scope, reminder_days=_days(plan), rhythm=plan.rhythm, by=by, key=key,
        starts_on=plan.starts_on, next_on=next_on, self_days=(plan.self_by - plan.starts_on).days,
        lead_days=(plan.lead_by - plan.starts_on).days,
    )  # fmt: skip
    _ask_of(series, plan.teams, plan.roles)
    return series


def _days(plan: Plan) -> list[int]:
    return sorted(set(plan.reminder_days), reverse=True)


def _ask_of(asked: Cycle | Series, teams: Collection[Team], roles: Collection[Role]) -> None:
    asked.teams.set(teams)
    asked.roles.set(roles)


def begin_if_due(cycle: Cycle, *, today: date) -> None:
    """Settle who takes part if the day has come: here where they are few, else by a worker."""
    if cycle.starts_on > today:
        return
    teams, roles = (list(asked.values_list("pk", flat=True)) for asked in (cycle.teams, cycle.roles))
    if enrolling.candidates(teams, roles, today)[AT_ONCE:].exists():
        jobs.enqueue(kind="begin-cycle", payload={"cycle": cycle.pk}, key=f"cycle:{cycle.pk}")
    else:
        enrolling.begin(cycle, today=today)


def change_cycle(*, cycle: Cycle, plan: Plan, seen: int, by: Person, today: date) -> Cycle:
    """Store other words and dates; of whom what is asked only before it has begun.

    Raises Overtaken unless `seen` is how often it had been changed, and Ended once it is over.
    """
    with transaction.atomic():
        held = Cycle.objects.select_for_update().get(pk=cycle.pk)
        if held.has_ended:
            raise Ended
        if held.edits != seen:
            raise Overtaken
        held.name, held.self_by, held.lead_by = plan.name, plan.self_by, plan.lead_by
        held.reminder_days, held.edits = _days(plan), F("edits") + 1  # type: ignore[assignment]
        if held.begun_at is None:
            held.starts_on, held.scope = plan.starts_on, plan.scope
            _ask_of(held, plan.teams, plan.roles)
        held.save()
        held.refresh_from_db()
        if held.begun_at is None:
            begin_if_due(held, today=today)
    return held


def stop_series(*, series: Series, by: Person, now: datetime) -> None:
    """Let no further cycle come. Those that are open go on."""
    Series.objects.going_on().filter(pk=series.pk).update(stopped_at=now)
