"""How sign-in behaves here: nobody signs up by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse

from . import mail
from .links import absolute

if TYPE_CHECKING:
    from django.http import HttpRequest

    from .models import Person


class ClosedAccountAdapter(DefaultAccountAdapter):
    """People are added by people admins; the sign-up page says so."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of a password mail, made from the configured address and never from a Host header."""
        uid, _, token = key.partition("-")
        return absolute(reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token}))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Ask a worker to send what allauth wants said; the request does not wait for a mail server."""
        letter = self.render_mail(template_prefix, email, {**context, "current_site": None})
        mail.send(to=email, subject=letter.subject, body=str(letter.body))


def display_name(person: Person) -> str:
    """The name by which pages and mails address a person."""
    return person.name
