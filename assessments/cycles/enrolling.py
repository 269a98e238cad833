"""Who takes part in a cycle, and what is asked of each: settled when it begins.

People who join the organisation while it runs are added as new; whoever only moves to another team is not, because
nobody is to be asked twice or dropped in the middle.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Exists, Min, OuterRef
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.levels.reading import load
from assessments.models import Cycle, Participant, RoleAssignment, Series
from skillmatrix.people import inbox
from skillmatrix.people.models import Membership, Message, Organisation, Person
from skillmatrix.people.models.person import PersonQuerySet

from .asking import asked
from .rhythm import is_anniversary

NEW_FOR = timedelta(days=30)
FIRST_SESSION = timedelta(days=14)
BATCH = 500


def candidates(teams: Collection[int], roles: Collection[int], day: date) -> PersonQuerySet:
    """Everybody in these teams who has one of these roles on a day; without teams, or roles, in any. With `joined_on`."""
    belonging = Membership.objects.on(day).filter(person=OuterRef("pk"))
    found = Person.objects.active().annotate(joined_on=Min("memberships__starts_on"))
    found = found.filter(Exists(belonging.filter(team__in=teams) if teams else belonging))
    if roles:
        having = RoleAssignment.objects.on(day).filter(person=OuterRef("pk"), role__in=roles)
        found = found.filter(Exists(having))
    return found.order_by("pk")


def begin(cycle: Cycle, *, today: date) -> int:
    """Settle who takes part and tell them, once; the number of people. In a transaction of the caller's.

    Whoever nothing is asked of takes no part, unless they are new.
    """
    if not Cycle.objects.waiting().filter(pk=cycle.pk).update(begun_at=Now()):
        return 0
    cycle.refresh_from_db()
    people = list(_asked_people(cycle, today))
    return _enrol(cycle, people, today=today)


def add_newcomers(cycle: Cycle, *, today: date) -> int:
    """Add whoever joined the organisation since a running cycle began; the number of people."""
    if _is_of_anniversaries(cycle):
        return 0
    known = set(cycle.participants.values_list("person", flat=True))
    people = _asked_people(cycle, today)
    late = [
        person
        for person in people
        if person.joined_on > cycle.starts_on and person.pk not in known  # type: ignore[attr-defined]
    ]
    return _enrol(cycle, late, today=today)


def first_session_on(joined_on: date, cycle_starts_on: date, founded_on: date | None) -> date | None:
    """The day of the first session of somebody who joined under 30 days before the start or after it; else None.

    It is their 14th day, or the first of the cycle where that is over.

    Nobody is new in an organisation that has itself used this for no longer: there everybody joined just now.
    """
    if joined_on <= cycle_starts_on - NEW_FOR:
        return None
    if founded_on is not None and joined_on <= founded_on + NEW_FOR:
        return None
    return max(joined_on + FIRST_SESSION, cycle_starts_on)


def _asked_people(cycle: Cycle, today: date) -> Iterator[Person]:
    teams = list(cycle.teams.values_list("pk", flat=True))
    roles = list(cycle.roles.values_list("pk", flat=True))
    for person in candidates(teams, roles, today):
        if not _is_of_anniversaries(cycle) or is_anniversary(person.joined_on, cycle.starts_on):
            yield person


def _is_of_anniversaries(cycle: Cycle) -> bool:
    return cycle.series is not None and cycle.series.rhythm == Series.Rhythm.ANNIVERSARY


def _enrol(cycle: Cycle, people: Sequence[Person], *, today: date) -> int:
    count = 0
    for start in range(0, len(people), BATCH):
        rows = _rows(cycle, people[start : start + BATCH], today)
        Participant.objects.bulk_create(rows, ignore_conflicts=True)
        inbox.tell_all(_message(cycle, row) for row in rows)
        count += len(rows)
    return count


def _rows(cycle: Cycle, people: Sequence[Person], today: date) -> list[Participant]:
    ids = [person.pk for person in people]
    skills = {found.person_id: asked(cycle.scope, found, today=today) for found in load(ids, today=today)}
    teams = dict(Membership.objects.on(today).filter(person__in=ids).values_list("person", "team"))
    founded_on = _founded_on()
    rows = []
    for person in people:
        first = first_session_on(person.joined_on, cycle.starts_on, founded_on)  # type: ignore[attr-defined]
        wanted = () if first else skills.get(person.pk, ())
        if first or wanted:
            rows.append(
                Participant(
                    cycle=cycle,
                    person=person,
                    team_id=teams.get(person.pk),
                    skills=list(wanted),
                    first_session_on=first,
                )  # fmt: skip
            )
    return rows


def _founded_on() -> date | None:
    founded = Organisation.objects.values_list("created_at", flat=True).first()
    return founded.date() if founded else None


def _message(cycle: Cycle, row: Participant) -> Message:
    if row.first_session_on:
        subject = _("%(cycle)s has begun; your first session comes later") % {"cycle": cycle.name}
        body = _("You have just joined, so nothing is asked of you before %(day)s.")
        body %= {"day": date_format(row.first_session_on)}
    else:
        subject = _("%(cycle)s has begun: rate your skills by %(day)s")
        subject %= {"cycle": cycle.name, "day": date_format(cycle.self_by)}
        body = ""
    return Message(
        recipient=row.person, kind=Message.Kind.CYCLE, subject=subject[:200], body=body,
        link=reverse("assessments:assess"), key=f"cycle:{cycle.pk}:{row.person_id}",
    )  # fmt: skip
