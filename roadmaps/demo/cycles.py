"""The two cycles of the demo: one that closed yesterday, and one under way in which Alice's part waits.

The open one asks only for what is out of date or unrated, so that most of the team's matrix stays readable. Tomasz and Priya
have submitted and Bob has rated them; Fatima is away, so her dates move; Jonas is new.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_DNS, uuid5

from assessments.cycles import actions
from assessments.cycles.actions.opening import Plan
from assessments.models import Cycle, Participant, Profile, Submission
from skillmatrix.people.models import Message, Organisation, Person, Team
from skillmatrix.taxonomy import versions

# Long before anybody of the cast joined lately, or nobody would be new.
FOUNDED = timedelta(days=400)
SELF, LEAD = Submission.Side.SELF, Submission.Side.LEAD


def cycles(people: Mapping[str, Person], *, today: date) -> None:
    """Open both, by Bob for his team."""
    Organisation.objects.update(created_at=_at(today - FOUNDED))
    closed = _opened("Autumn check", people["bob"], "all", begins=today - timedelta(days=40), today=today)
    _submitted(closed, people, {"alice", "ana", "priya", "fatima"}, today - timedelta(days=24))
    actions.close_cycle(cycle=closed, by=people["bob"], now=_at(today - timedelta(days=1)))
    under_way = _opened(
        "Before the talks", people["bob"], "changed", begins=today - timedelta(days=4), today=today
    )
    for cycle, read_at in ((closed, _at(closed.self_by)), (under_way, None)):
        told = Message.objects.filter(key__startswith=f"cycle:{cycle.pk}:")
        told.update(created_at=_at(cycle.starts_on), read_at=read_at)
    _submitted(under_way, people, {"ana", "tomasz", "priya"}, today - timedelta(days=1))


def _opened(name: str, by: Person, scope: str, *, begins: date, today: date) -> Cycle:
    plan = Plan(
        name=name, scope=scope, starts_on=begins, self_by=begins + timedelta(days=16),
        lead_by=begins + timedelta(days=30), reminder_days=(14, 7, 1), teams=list(Team.objects.filter(slug="payments")),
    )  # fmt: skip
    opened = actions.open_cycle(plan=plan, key=uuid5(NAMESPACE_DNS, name), by=by, today=today)
    return Cycle.objects.get(pk=opened.pk)


def _submitted(cycle: Cycle, people: Mapping[str, Person], who: Collection[str], day: date) -> None:
    number = versions.current_number()
    revisions = dict(Profile.objects.values_list("person", "revision"))
    rows = Participant.objects.filter(cycle=cycle, person__in=[people[login].pk for login in who])
    Submission.objects.bulk_create(
        Submission(
            participant=row, side=side, by=row.person if side == SELF else people["bob"], version=number,
            key=uuid5(NAMESPACE_DNS, f"{row.pk}"), revision=revisions.get(row.person_id, 0), created_at=_at(day),
        )
        for row in rows.select_related("person")
        for side in (SELF, LEAD)
    )  # fmt: skip


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)
