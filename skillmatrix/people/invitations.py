"""The mail that lets a new person choose a password.

It carries the link of "forgot your password", dated ahead so that it holds for a week: people open
an invitation when they are back at their desk. It stops working once it was used, once somebody
signed in, and when the address changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from skillmatrix.jobs import actions as jobs
from skillmatrix.jobs.models import Job

from . import mail
from .links import absolute
from .models import Organisation, Person

DAYS = 7


class InvitationTokens(EmailAwarePasswordResetTokenGenerator):
    """Tokens the password page accepts, for a week instead of an hour."""

    def _now(self) -> datetime:
        return super()._now() + timedelta(days=DAYS, seconds=-settings.PASSWORD_RESET_TIMEOUT)


def link(person: Person) -> str:
    """The address at which this person chooses a password, as a path."""
    key = InvitationTokens().make_token(person)
    return reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key}
    )


def invite(people: Iterable[Person], *, by: Person | None, key: str) -> Job:
    """Ask for one mail to each of these people; asking twice with one key is asking once."""
    payload = {"people": [person.pk for person in people], "by": by.name if by else "", "key": key}
    return jobs.enqueue(kind="invite", payload=payload, by=by, key=key)


def deliver(job: Job) -> None:
    """Write the mails of one invitation job. A second run writes none twice, by their keys."""
    host = Organisation.objects.first()
    for person in Person.objects.active().filter(pk__in=job.payload["people"]):
        with translation.override(person.language):
            words = {
                "person": person,
                "by": job.payload["by"],
                "organisation": host.name if host else "",
                "link": absolute(link(person)),
                "again": absolute(reverse("account_reset_password")),
                "days": DAYS,
            }
            mail.send(
                to=person.email,
                subject=_("Your account on Skillmatrix"),
                body=render_to_string("emails/invitation.txt", words),
                html=render_to_string("emails/invitation.html", words),
                key=f"{job.payload['key']}:{person.pk}",
            )
