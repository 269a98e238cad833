"""Writes organisations that do not exist: the demo's cast, and any number of further people.

None of them can sign in outside demo mode (`people.accounts`). Reports are not made here: the
dispatcher finds people without one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from random import Random
from uuid import NAMESPACE_DNS, uuid5

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from assessments.levels.history import Assigned, Event, Excepted, History, Wished
from assessments.levels.importing import load_histories
from roadmaps.demo.cast import CAST
from roadmaps.demo.crowd import department, departments
from roadmaps.demo.cycles import cycles
from roadmaps.demo.ground import Ground, survey
from roadmaps.demo.growth import in_order, live
from roadmaps.demo.letters import letters
from roadmaps.demo.looks import look_around
from roadmaps.demo.organisation import COMPANY, PASSWORD, TEAMS, Member, TeamPlan
from roadmaps.demo.plans import plans
from roadmaps.demo.proofs import keep_proofs
from roadmaps.demo.review import hold_review
from skillmatrix.people.models import Away, Lead, Membership, Organisation, Person, Team
from skillmatrix.taxonomy import versions

Told = Callable[[str], None]
_LOCK = "demo"
WISHED = 80  # days ago, so that it has been shared since
_LED_FOR = 700  # days at most


class RealPeople(Exception):  # noqa: N818 - what is in the way
    """This database belongs to a real organisation, and nobody invented is put beside real people."""


def create_demo(*, today: date, tell: Told) -> None:
    """Write the demo organisation unless it is there. Raises RealPeople."""
    with transaction.atomic():
        _take_turns()
        if Person.objects.filter(is_demo=True).exists():
            return
        _found()
        tell(f"Inventing {COMPANY}: {len(CAST)} people in {len(TEAMS)} teams, with a year of history")
        seeder = Seeder(today=today, seed=0)
        people, events = seeder.write(TEAMS, CAST)
        keep_proofs(CAST, people, today=today)
        letters(CAST, people, events, leads=seeder.leads(TEAMS, CAST), today=today)
        look_around(people, today=today)
        hold_review(people, today=today - timedelta(days=1))
        cycles(people, today=today)
        plans(people, today=today)


def seed_people(*, people: int, months: int, seed: int, today: date, tell: Told) -> None:
    """Add so many people with so many months of history, a department a transaction. Raises RealPeople."""
    with transaction.atomic():
        _take_turns()
        _found()
    seeder, done = Seeder(today=today, seed=seed), 0
    first = Team.objects.filter(slug__startswith="department-").count()
    for number, size in departments(people, first=first):
        with transaction.atomic():
            seeder.write(*department(number, size, months=months, seed=seed))
        done += size
        if number % 8 == 7 or done == people:
            tell(f"{done:,} of {people:,} people, {seeder.ratings:,} ratings")


def _take_turns() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [_LOCK])


def _found() -> None:
    """Make the organisation, unless it is a real one."""
    invented = Person.objects.filter(is_demo=True).exists()
    if Person.objects.filter(is_demo=False).exists() or (Organisation.objects.exists() and not invented):
        raise RealPeople
    Organisation.objects.get_or_create(defaults={"name": COMPANY})


class Seeder:
    """Writes teams and members with their histories. `ratings` counts what it has written."""

    def __init__(self, *, today: date, seed: int) -> None:
        self.today = today
        self.seed = seed
        self.ground: Ground = survey(versions.current())
        self.password = make_password(PASSWORD)
        self.ratings = 0

    def write(
        self, teams: Sequence[TeamPlan], members: Sequence[Member]
    ) -> tuple[dict[str, Person], dict[str, list[Event]]]:
        """All of one block; returns the people and their events by login."""
        people = self._people(members)
        self._places(teams, members, people)
        leads = self.leads(teams, members)
        events = {
            member.login: self._events(member, people, leads.get(member.login))
            for member in members
            if member.course
        }
        histories = (History(people[login].pk, happened) for login, happened in events.items())
        self.ratings += load_histories(histories).ratings
        return people, events

    def leads(self, teams: Iterable[TeamPlan], members: Iterable[Member]) -> dict[str, str]:
        """The login of the lead of each member who has one."""
        of_team = {team.slug: team.lead for team in teams}
        found = {member.login: of_team.get(member.team, "") for member in members}
        return {login: lead for login, lead in found.items() if lead and lead != login}

    def _people(self, members: Sequence[Member]) -> dict[str, Person]:
        rows = Person.objects.bulk_create(
            Person(
                email=member.email,
                name=member.name,
                password=self.password,
                public_id=uuid5(NAMESPACE_DNS, member.email),
                is_demo=True,
                **member.flags,
            )
            for member in members
        )
        EmailAddress.objects.bulk_create(
            EmailAddress(user=row, email=row.email, verified=True, primary=True) for row in rows
        )
        return {member.login: row for member, row in zip(members, rows, strict=True)}

    def _places(
        self, plans: Iterable[TeamPlan], members: Iterable[Member], people: dict[str, Person]
    ) -> None:
        joined = {member.login: member.joined for member in members}
        teams: dict[str, Team] = {}
        for plan in plans:
            teams[plan.slug] = Team.objects.create(
                slug=plan.slug, name=plan.name, parent=self._team(plan.parent, teams)
            )
            since = min(joined[plan.lead], _LED_FOR)
            Lead.objects.create(person=people[plan.lead], team=teams[plan.slug], starts_on=self._ago(since))
        Membership.objects.bulk_create(
            Membership(person=people[m.login], team=self._team(m.team, teams), starts_on=self._ago(m.joined))
            for m in members
            if m.team
        )
        Away.objects.bulk_create(
            Away(person=people[m.login], starts_on=self._ago(m.away[0]), ends_on=self._ago(m.away[1]))
            for m in members
            if m.away
        )

    def _team(self, slug: str, teams: dict[str, Team]) -> Team | None:
        """A team of this block, or one that an earlier block made."""
        if slug and slug not in teams:
            teams[slug] = Team.objects.get(slug=slug)
        return teams.get(slug)

    def _events(self, member: Member, people: dict[str, Person], lead: str | None) -> list[Event]:
        assert member.course is not None  # noqa: S101 - the caller asked
        by = people[lead].pk if lead else None
        life = live(
            self.ground,
            member.course,
            begins=self._ago(member.began),
            today=self._ago(member.away[0]) if member.away else self.today,
            random=Random(f"{self.seed}:{member.login}"),  # noqa: S311 - the same years every time
            lead=by,
        )
        exceptions = [
            Excepted(self._ago(other.days_ago), other.skill, other.level, other.reason, by)
            for other in member.exceptions
            if by is not None
        ]
        wishes = [Wished(self._ago(WISHED), skill, wish) for skill, wish in member.wishes.items()]
        return in_order([*self._roles(member, by), *life.events, *exceptions, *wishes])

    def _roles(self, member: Member, by: int | None) -> list[Assigned]:
        if not member.course or not member.course.role:
            return []
        since = self._ago(member.joined)
        if not member.earlier:
            return [Assigned(since, member.course.role, by=by)]
        earlier, until = member.earlier[0], self._ago(member.earlier[1])
        return [Assigned(since, earlier, until, by), Assigned(until, member.course.role, by=by)]

    def _ago(self, days: int) -> date:
        return self.today - timedelta(days=days)
