"""How sign-in behaves here: nobody signs up by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
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


class DemoGate(AuthenticationBackend):
    """The people of the demo, whose password is published, exist in demo mode only.

    Asked at sign-in and again for the session of each request, so that a session of the demo ends
    when demo mode does.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether this person may be signed in."""
        return super().user_can_authenticate(user) and exists_here(user)

    def _check_password(self, user: Any, password: str) -> Any:
        # Refused before the password is looked at: allauth signs in whoever was refused after it.
        return super()._check_password(user if user and exists_here(user) else None, password)


def exists_here(person: Person) -> bool:
    """Whether the person is real, or this is the demo."""
    return settings.DEMO or not person.is_demo


def display_name(person: Person) -> str:
    """The name by which pages and mails address a person."""
    return person.name
