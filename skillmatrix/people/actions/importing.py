"""Adding a whole list of people at once: all of them or nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Protocol

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from skillmatrix.people import access, invitations
from skillmatrix.people.importing import Known, Plan, Problem, Row, check
from skillmatrix.people.importing.checking import key_of
from skillmatrix.people.lines import queue_behind_other_changes
from skillmatrix.people.models import Change, Lead, Membership, PeopleImport, Person, Team
from skillmatrix.people.problems import Unacceptable

from .places import name_lead
from .teams import free_slug

INVITED_AT_ONCE = 200
KEPT = timedelta(days=1)


class RoleColumn(Protocol):
    """What the room of roles offers for the column `role`; named by `settings.PEOPLE_ROLE_COLUMN`."""

    def names(self) -> dict[str, str]:
        """Slug of each role, by slug and by name in lower case."""

    def assign(self, roles: Sequence[tuple[Person, str]], *, by: Person | None, today: date) -> None:
        """Give each person the role with that slug."""


def role_column() -> RoleColumn | None:
    """The installation's reader of the column, if any."""
    path = getattr(settings, "PEOPLE_ROLE_COLUMN", "")
    return import_string(path)() if path else None


def known(*, today: date) -> Known:
    """Who and what is here, in four queries."""
    teams = {team.pk: team for team in Team.objects.open()}
    keys = {pk: key_of(team.name) for pk, team in teams.items()}
    members = Membership.objects.on(today).values_list("person__email", "team_id")
    leads = Lead.objects.on(today).values_list("team_id", "person__email")
    column = role_column()
    return Known(
        active=dict(Person.objects.values_list("email", "is_active").order_by()),
        team_of={email: keys[team] for email, team in members if team in keys},
        lead_of={keys[team]: email for team, email in leads if team in keys},
        above={keys[pk]: keys.get(team.parent_id or 0) for pk, team in teams.items()},
        roles=None if column is None else column.names().keys(),
    )


def preview(rows: Sequence[Row], *, creates_teams: bool, by: Person, today: date) -> Plan:
    """What adding these rows would do now. Nobody makes themselves a lead (see access.may_change)."""
    plan = check(rows, known(today=today), creates_teams=creates_teams)
    if by.email not in plan.lead_of.values() or access.may_change(by, by):
        return plan
    own = Problem(0, "lead", _("You cannot make yourself a lead. Another people admin can."))
    return replace(plan, problems=(own, *plan.problems))


@transaction.atomic
def keep_import(*, rows: Iterable[Row], creates_teams: bool, by: Person) -> PeopleImport:
    """Keep a previewed list until its yes; lists that nobody said yes to are forgotten after a day."""
    PeopleImport.objects.filter(applied_at=None, created_at__lt=timezone.now() - KEPT).delete()
    return PeopleImport.objects.create(
        rows=[row.as_json() for row in rows], creates_teams=creates_teams, by=by
    )


@transaction.atomic
def import_people(*, listed: PeopleImport, by: Person, today: date) -> int:
    """Add everybody on a kept list, open its new teams, name its leads and invite them; return how many are new.

    A second call adds nobody and returns the same number. Raises Unacceptable when the list no longer
    fits because something changed after the preview.
    """
    queue_behind_other_changes()
    listed = PeopleImport.objects.select_for_update().get(pk=listed.pk)
    if listed.added is not None:
        return listed.added
    rows = [Row(**found) for found in listed.rows]
    plan = preview(rows, creates_teams=listed.creates_teams, by=by, today=today)
    if plan.problems:
        raise Unacceptable(_("Something has changed since you looked. Look at the list again."))
    people = _store(plan, by=by, today=today)
    for start in range(0, len(people), INVITED_AT_ONCE):
        invitations.invite(people[start : start + INVITED_AT_ONCE], by=by, key=f"import:{listed.key}:{start}")
    PeopleImport.objects.filter(pk=listed.pk).update(applied_at=Now(), added=len(people), rows=[])
    return len(people)


def _store(plan: Plan, *, by: Person, today: date) -> list[Person]:
    teams = {key_of(team.name): team for team in Team.objects.open()}
    for name in plan.new_teams:
        teams[key_of(name)] = Team.objects.create(name=name, slug=free_slug(name))
    people = _people(plan)
    by_email = {person.email: person for person in people}
    Membership.objects.bulk_create(
        Membership(person=by_email[email], team=teams[team], starts_on=today)
        for email, team in plan.team_of.items()
        if email in by_email
    )
    added = _("Added %(name)s from a list")
    Change.objects.bulk_create(
        [Change(by=by, subject=person, what=added % {"name": person.name}) for person in people]
        + [
            Change(by=by, team=teams[key_of(n)], what=_("Opened the team %(team)s") % {"team": n})
            for n in plan.new_teams
        ]
    )
    for team, email in plan.lead_of.items():
        lead = by_email.get(email) or Person.objects.get(email=email)
        name_lead(team=teams[team], person=lead, by=by, today=today)
    column = role_column()
    if column is not None:
        slugs = column.names()
        given = [(by_email[row.email], slugs[row.role.casefold()]) for row in plan.new if row.role]
        column.assign(given, by=by, today=today)
    return people


def _people(plan: Plan) -> list[Person]:
    defaults: dict[str, Any] = {"language": settings.LANGUAGE_CODE, "timezone": settings.TIME_ZONE}
    rows = (
        Person(name=row.name, email=row.email, password=make_password(None), **defaults) for row in plan.new
    )
    try:
        with transaction.atomic():
            people = Person.objects.bulk_create(rows)
    except IntegrityError as error:
        raise Unacceptable(
            _("Somebody on this list has just got an account. Look at the list again.")
        ) from error
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, primary=True, verified=True) for person in people
    )
    return people
