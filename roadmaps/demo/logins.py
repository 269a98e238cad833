"""The people as whom one can sign in to the demo with one click; outside demo mode there are none."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from roadmaps.demo.organisation import DOMAIN, LOGINS, PASSWORD
from skillmatrix.people.models import Person


def logins() -> list[dict[str, str]]:
    """Email, name, role and password of each that exists and may sign in; none outside demo mode."""
    if not settings.DEMO:
        return []
    roles = {f"{login}@{DOMAIN}": role for login, role in LOGINS}
    rows = Person.objects.active().filter(is_demo=True, email__in=roles).values_list("email", "name")
    names = dict(rows)
    return [
        {"email": email, "name": names[email], "role": role, "password": PASSWORD}
        for email, role in roles.items()
        if email in names
    ]


def demo_logins(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `demo_logins` on the sign-in page of the demo, and nowhere else."""
    if not settings.DEMO or request.path != reverse("account_login"):
        return {}
    return {"demo_logins": logins()}
