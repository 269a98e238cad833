"""Adding, changing, deactivating and reactivating people."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmatrix.people import access, inbox, invitations, mail
from skillmatrix.people.lines import queue_behind_other_changes
from skillmatrix.people.models import Membership, Message, Person, Team
from skillmatrix.people.names import address, tidy
from skillmatrix.people.problems import Overtaken, Unacceptable

from .log import note
from .places import move_person

RIGHTS = ("is_people_admin", "is_taxonomy_admin", "is_operator")
LABELS = {
    "name": gettext_lazy("name"),
    "email": gettext_lazy("e-mail address"),
    "is_people_admin": gettext_lazy("edits people and teams"),
    "is_taxonomy_admin": gettext_lazy("edits the taxonomy"),
    "is_operator": gettext_lazy("watches operations"),
}


@transaction.atomic
def add_person(
    *,
    name: str,
    email: str,
    by: Person | None,
    today: date,
    team: Team | None = None,
    password: str | None = None,
    is_people_admin: bool = False,
    is_taxonomy_admin: bool = False,
    is_operator: bool = False,
) -> Person:
    """Store a new person, invite them by mail unless they have a `password`, and return them.

    The address counts as verified: an admin vouches for it. Raises Unacceptable when somebody has
    that address, in whatever case.
    """
    try:
        with transaction.atomic():
            person = Person.objects.create_user(
                address(email),
                password,
                name=tidy(name),
                language=settings.LANGUAGE_CODE,
                timezone=settings.TIME_ZONE,
                is_people_admin=is_people_admin,
                is_taxonomy_admin=is_taxonomy_admin,
                is_operator=is_operator,
            )
    except IntegrityError as error:
        raise Unacceptable(_("Somebody has this address already."), field="email") from error
    vouch(person)
    note(_("Added %(name)s") % {"name": person.name}, by=by, subject=person)
    if team is not None:
        move_person(person=person, team=team, by=by, today=today)
    if password is None:
        invitations.invite([person], by=by, key=f"invitation:{person.pk}")
    return person


def vouch(person: Person) -> None:
    """Make the person's address the one that they sign in with."""
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)


def state_of(person: Person) -> str:
    """A short stamp of what `change_person` changes; the form sends it back to notice other hands."""
    values = [person.name, person.email, *(str(getattr(person, right)) for right in RIGHTS)]
    return hashlib.sha256("\0".join(values).encode()).hexdigest()[:16]


@transaction.atomic
def change_person(
    *,
    person: Person,
    name: str,
    email: str,
    is_people_admin: bool,
    is_taxonomy_admin: bool,
    is_operator: bool,
    seen: str,
    by: Person,
) -> bool:
    """Store name, address and rights; say whether anything changed. `seen` is the `state_of` the form showed.

    Raises PermissionDenied for what is the admin's own (see access.may_change), Overtaken when somebody
    else was faster, Unacceptable for a taken address or when no people admin would be left.
    """
    queue_behind_other_changes()
    person = Person.objects.select_for_update().get(pk=person.pk)
    access.require_may_change(by, person)
    if seen != state_of(person):
        raise Overtaken(_("Somebody else changed this person while you were typing."))
    asked: dict[str, Any] = {
        "name": tidy(name),
        "email": address(email),
        "is_people_admin": is_people_admin,
        "is_taxonomy_admin": is_taxonomy_admin,
        "is_operator": is_operator,
    }
    changed = {field: value for field, value in asked.items() if getattr(person, field) != value}
    if changed.get("is_people_admin") is False:
        refuse_without_admin(person)
    earlier = person.email
    _store(person, changed)
    if "email" in changed:
        tell_old_address(person, earlier)
    for what in _told(person, changed):
        note(what, by=by, subject=person)
    return bool(changed)


def tell_old_address(person: Person, earlier: str) -> None:
    """Mail the address that no longer signs in: a change that nobody asked for must not go unnoticed."""
    mail.send(
        to=earlier,
        subject=_("Your sign-in address has been changed"),
        body=_(
            "Hello %(name)s,\n\nsomebody who edits people has changed the address with which you sign in to "
            "Skillmatrix. This one no longer works. If that surprises you, ask them.\n"
        )
        % {"name": person.get_short_name()},
    )


def refuse_without_admin(person: Person) -> None:
    """Raise Unacceptable when this person is the last who edits people and teams."""
    if access.is_only_people_admin(person):
        raise Unacceptable(
            _("There would be nobody left who edits people and teams. Name another people admin first."),
            field="is_people_admin",
        )


def _store(person: Person, changed: dict[str, Any]) -> None:
    before = person.email
    for field, value in changed.items():
        setattr(person, field, value)
    try:
        with transaction.atomic():
            person.save(update_fields=list(changed))
    except IntegrityError as error:
        raise Unacceptable(_("Somebody has this address already."), field="email") from error
    if person.email != before:
        vouch(person)
        inbox.tell(
            person,
            kind=Message.Kind.ORGANISATION,
            subject=_("You sign in with %(email)s from now on") % {"email": person.email},
        )


def _told(person: Person, changed: dict[str, Any]) -> list[str]:
    lines = []
    for field, value in changed.items():
        label = LABELS[field]
        if value is True:
            lines.append(_("Gave a right: %(right)s") % {"right": label})
        elif value is False:
            lines.append(_("Took a right away: %(right)s") % {"right": label})
        else:
            lines.append(_("Changed the %(field)s to %(value)s") % {"field": label, "value": value})
    return lines


@transaction.atomic
def deactivate_person(*, person: Person, by: Person | None, today: date) -> bool:
    """Close the account, end every session, membership and lead; what was rated stays. False if closed before.

    Raises Unacceptable when no people admin would be left, PermissionDenied for the admin's own account.
    """
    queue_behind_other_changes()
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        return False
    refuse_without_admin(person)
    if by is not None:
        access.require_may_change(by, person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    for dated in (*person.memberships.ending_after(today), *person.leads.ending_after(today)):
        dated.end(today)
    for session in UserSession.objects.filter(user=person):
        session.end()
    note(_("Deactivated %(name)s") % {"name": person.name}, by=by, subject=person)
    return True


@transaction.atomic
def reactivate_person(*, person: Person, by: Person | None, today: date) -> bool:
    """Open the account again, in the team it left when that is still possible. False if it was open."""
    queue_behind_other_changes()
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.is_active:
        return False
    person.is_active = True
    person.save(update_fields=["is_active"])
    note(_("Reactivated %(name)s") % {"name": person.name}, by=by, subject=person)
    last = Membership.objects.filter(person=person).select_related("team").order_by("-ends_on", "-id").first()
    if last is not None and last.team.closed_on is None:
        # Refused when the team is led from below them by now: an admin finds them another one.
        with suppress(Unacceptable):
            move_person(person=person, team=last.team, by=by, today=today)
    return True


@transaction.atomic
def invite_again(*, person: Person, by: Person) -> None:
    """Send the mail with the link to choose a password once more. Raises Unacceptable for a closed account."""
    if not Person.objects.active().filter(pk=person.pk).exists():
        raise Unacceptable(_("Reactivate the account first."))
    invitations.invite([person], by=by, key=f"invitation:{person.pk}:{timezone.now():%Y%m%d%H%M}")
    note(_("Invited %(name)s again") % {"name": person.name}, by=by, subject=person)
