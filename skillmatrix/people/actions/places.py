"""Who belongs to which team and who leads it. Both are dated: what was true stays readable."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from skillmatrix.people import access, inbox
from skillmatrix.people.lines import above, queue_behind_other_changes
from skillmatrix.people.models import Lead, Membership, Message, Person, Team
from skillmatrix.people.problems import Unacceptable

from .log import note


@transaction.atomic
def move_person(*, person: Person, team: Team | None, by: Person | None, today: date) -> bool:
    """Let the person belong to `team` from today, or to none; say whether that is new.

    Raises Unacceptable for a closed team or account, or when they would report to themselves,
    PermissionDenied for the admin's own place (see access.may_change).
    """
    queue_behind_other_changes()
    if by is not None:
        access.require_may_change(by, person)
    held = person.memberships.on(today).select_related("team").first()
    if (held.team_id if held else None) == (team.pk if team else None):
        return False
    if team is not None:
        _refuse_place(person, team, today=today)
    for membership in person.memberships.ending_after(today):
        membership.end(today)
    if team is not None:
        Membership.objects.create(person=person, team=team, starts_on=today)
    what = (
        _("Moved to %(team)s") % {"team": team.name}
        if team
        else _("Taken out of %(team)s") % {"team": held.team.name if held else ""}
    )
    note(what, by=by, subject=person, team=team)
    if by is not None and by.pk != person.pk:
        _tell_place(person, team, today=today)
    return True


def _refuse_place(person: Person, team: Team, *, today: date) -> None:
    if not Person.objects.active().filter(pk=person.pk).exists():
        raise Unacceptable(
            _("%(name)s's account is deactivated. Reactivate it first.") % {"name": person.name}, field="team"
        )
    if Team.objects.open().filter(pk=team.pk).first() is None:
        raise Unacceptable(_("%(team)s is closed. Choose another team.") % {"team": team.name}, field="team")
    lead = Lead.objects.on(today).filter(team=team).select_related("person").first()
    if lead is None:
        return
    if lead.person_id == person.pk:
        raise Unacceptable(
            _("%(name)s leads %(team)s. A lead belongs to the team above, or to none.")
            % {"name": person.name, "team": team.name},
            field="team",
        )
    if person.pk in above(lead.person_id, today=today):
        raise Unacceptable(
            _("%(lead)s, who leads %(team)s, reports to %(name)s already.")
            % {"lead": lead.person.name, "team": team.name, "name": person.name},
            field="team",
        )


def _tell_place(person: Person, team: Team | None, *, today: date) -> None:
    leads = access.leads_of(person, today=today)
    if team is None:
        subject = _("You belong to no team from today")
    elif leads:
        subject = _("You belong to %(team)s from today, led by %(lead)s") % {
            "team": team.name,
            "lead": leads[0].name,
        }
    else:
        subject = _("You belong to %(team)s from today") % {"team": team.name}
    inbox.tell(
        person,
        kind=Message.Kind.ORGANISATION,
        subject=subject,
        body=_(
            "Whoever leads your team sees what you have shared, from today on; whoever led it before no longer does."
        ),
        link=reverse("people:account"),
    )


@transaction.atomic
def name_lead(*, team: Team, person: Person | None, by: Person | None, today: date) -> bool:
    """Let the person lead the team from today, or nobody; say whether that is new.

    Raises Unacceptable for a closed team or account, for a member of the team, and when the lead would
    report to themselves at any distance, PermissionDenied for the admin naming themselves.
    """
    queue_behind_other_changes()
    if by is not None and person is not None:
        access.require_may_change(by, person)
    held = team_lead(team, today=today)
    if (held.person_id if held else None) == (person.pk if person else None):
        return False
    if person is not None:
        _refuse_lead(team, person, today=today)
    for lead in team.leads.ending_after(today):
        lead.end(today)
    if person is not None:
        Lead.objects.create(person=person, team=team, starts_on=today)
        what = _("%(name)s leads %(team)s") % {"name": person.name, "team": team.name}
    else:
        what = _("Nobody leads %(team)s") % {"team": team.name}
    note(what, by=by, subject=person or (held.person if held else None), team=team)
    if person is not None and by is not None and by.pk != person.pk:
        inbox.tell(
            person,
            kind=Message.Kind.ORGANISATION,
            subject=_("You lead %(team)s from today") % {"team": team.name},
            body=_("You see what its members have shared; they can see that you looked."),
            link=f"/teams/{team.slug}/",
        )
    return True


def team_lead(team: Team, *, today: date) -> Lead | None:
    """The row that says who leads the team on `today`."""
    return Lead.objects.on(today).filter(team=team).select_related("person").first()


def _refuse_lead(team: Team, person: Person, *, today: date) -> None:
    if not Person.objects.active().filter(pk=person.pk).exists():
        raise Unacceptable(
            _("%(name)s's account is deactivated. Choose somebody else.") % {"name": person.name},
            field="lead",
        )
    if Team.objects.open().filter(pk=team.pk).first() is None:
        raise Unacceptable(_("%(team)s is closed. Reopen it first.") % {"team": team.name}, field="lead")
    line = above(person.pk, today=today)
    members = Membership.objects.on(today).filter(team=team, person_id__in=line).select_related("person")
    for member in members:
        if member.person_id == person.pk:
            text = _(
                "%(name)s belongs to %(team)s. A lead belongs to the team above, or to none: move them first."
            )
            raise Unacceptable(text % {"name": person.name, "team": team.name}, field="lead")
        text = _("%(name)s reports to %(member)s, who belongs to %(team)s: each would lead the other.")
        raise Unacceptable(
            text % {"name": person.name, "member": member.person.name, "team": team.name}, field="lead"
        )
