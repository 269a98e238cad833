"""Adding, renaming, moving, closing and reopening teams."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from skillmatrix.people import access
from skillmatrix.people.lines import queue_behind_other_changes
from skillmatrix.people.models import Lead, Membership, Person, Team
from skillmatrix.people.names import tidy
from skillmatrix.people.problems import Unacceptable

from .log import note
from .places import move_person, name_lead

# Where the page of a team would hide another page.
RESERVED = {"add"}


@transaction.atomic
def add_team(*, name: str, parent: Team | None, by: Person | None) -> Team:
    """Store and return a new team. Raises Unacceptable when an open team has that name."""
    queue_behind_other_changes()
    name = _free_name(name)
    team = Team.objects.create(name=name, slug=free_slug(name), parent=_open(parent))
    note(_("Opened the team %(team)s") % {"team": name}, by=by, team=team)
    return team


def free_slug(name: str) -> str:
    """A slug no team has, from its name."""
    wanted = slugify(name)[:50] or "team"
    taken = set(Team.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)) | RESERVED
    number = 2
    slug = wanted
    while slug in taken:
        slug = f"{wanted}-{number}"
        number += 1
    return slug


def _free_name(name: str, *, but: Team | None = None) -> str:
    name = tidy(name)
    called = Team.objects.open().filter(name__iexact=name)
    if (called.exclude(pk=but.pk) if but else called).exists():
        raise Unacceptable(_("There is an open team called %(name)s already.") % {"name": name}, field="name")
    return name


def _open(parent: Team | None) -> Team | None:
    if parent is not None and not Team.objects.open().filter(pk=parent.pk).exists():
        raise Unacceptable(
            _("%(team)s is closed. Choose another team.") % {"team": parent.name}, field="parent"
        )
    return parent


@transaction.atomic
def rename_team(*, team: Team, name: str, by: Person) -> bool:
    """Give the team another name; its address stays. Raises Unacceptable when an open team has that name."""
    queue_behind_other_changes()
    before, name = Team.objects.get(pk=team.pk).name, _free_name(name, but=team)
    if name == before:
        return False
    team.name = name
    team.save(update_fields=["name"])
    note(_("Renamed %(before)s to %(name)s") % {"before": before, "name": name}, by=by, team=team)
    return True


@transaction.atomic
def move_team(*, team: Team, parent: Team | None, by: Person) -> bool:
    """Put the team under another one, or at the top. Raises Unacceptable when it would stand under itself."""
    queue_behind_other_changes()
    team = Team.objects.get(pk=team.pk)
    if team.parent_id == (parent.pk if parent else None):
        return False
    if parent is not None and (parent.pk == team.pk or team.pk in access.ancestors(parent)):
        text = _("%(parent)s belongs to %(team)s: a team cannot stand under itself.")
        raise Unacceptable(text % {"parent": parent.name, "team": team.name}, field="parent")
    team.parent = _open(parent)
    team.save(update_fields=["parent"])
    where = _("Put %(team)s under %(parent)s") if parent else _("Put %(team)s at the top")
    note(where % {"team": team.name, "parent": parent.name if parent else ""}, by=by, team=team)
    return True


@transaction.atomic
def close_team(*, team: Team, by: Person, today: date) -> bool:
    """Close the team: its members belong to none from today, and nobody leads it.

    Raises Unacceptable while it has open teams below it, PermissionDenied when the admin is one of
    those whose place would change and not the only admin.
    """
    queue_behind_other_changes()
    team = Team.objects.get(pk=team.pk)
    if team.closed_on is not None:
        return False
    if Team.objects.open().filter(parent=team).exists():
        raise Unacceptable(_("Close the teams below %(team)s first, or move them.") % {"team": team.name})
    name_lead(team=team, person=None, by=by, today=today)
    members = Membership.objects.ending_after(today).filter(team=team).select_related("person")
    for membership in members:
        move_person(person=membership.person, team=None, by=by, today=today)
    team.closed_on = today
    team.save(update_fields=["closed_on"])
    note(_("Closed the team %(team)s") % {"team": team.name}, by=by, team=team)
    return True


@transaction.atomic
def reopen_team(*, team: Team, by: Person, today: date) -> bool:
    """Open the team again and bring back those who left when it closed and belong to no other team.

    Raises Unacceptable when another open team has its name by now.
    """
    queue_behind_other_changes()
    team = Team.objects.get(pk=team.pk)
    if team.closed_on is None:
        return False
    _free_name(team.name, but=team)
    closed_on, team.closed_on = team.closed_on, None
    if team.parent_id and not Team.objects.open().filter(pk=team.parent_id).exists():
        team.parent = None
    team.save(update_fields=["closed_on", "parent"])
    note(_("Reopened the team %(team)s") % {"team": team.name}, by=by, team=team)
    for row in Membership.objects.filter(team=team, ends_on=closed_on).select_related("person"):
        if row.person.is_active and not row.person.memberships.on(today).exists():
            _back(row.person, team, by=by, today=today)
    last = Lead.objects.filter(team=team, ends_on=closed_on).select_related("person").order_by("-id").first()
    if last is not None and last.person.is_active and access.may_change(by, last.person):
        # Refused when they report to a member by now; the page shows a team without a lead.
        with suppress(Unacceptable):
            name_lead(team=team, person=last.person, by=by, today=today)
    return True


def _back(person: Person, team: Team, *, by: Person, today: date) -> None:
    if not access.may_change(by, person):
        return
    # Refused when they would report to themselves by now; they stay without a team, as they are.
    with suppress(Unacceptable):
        move_person(person=person, team=team, by=by, today=today)
