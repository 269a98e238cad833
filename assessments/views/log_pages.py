"""What the pages of wins and of certificates have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments import actions
from assessments.evidence.forms import TaggedForm
from assessments.models import Certificate, Win
from skillmatrix.web.requests import AppRequest

from .page import back
from .tags import Tags


def tabs(here: str) -> list[tuple[str, str, bool, None]]:
    """The two lists, the one that is shown marked."""
    return [
        (_("Wins"), reverse("assessments:wins"), here == "wins", None),
        (_("Certificates"), reverse("assessments:certificates"), here == "certificates", None),
    ]


def form_context(form: TaggedForm, tags: Tags, more: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """The form, the skills to choose from, and the status of the answer."""
    chosen = form.data.getlist("skills") if form.is_bound else form.initial.get("skills", ())  # type: ignore[attr-defined]
    if "saved" in more:
        # Sent again, what was typed here takes the place of what was saved there.
        form.data = {**form.data, "edition": str(more["saved"].edition)}
    status = 200 if not form.is_bound else 409 if "saved" in more else 422
    return {"form": form, "areas": tags.areas(set(chosen)), **more}, status


def kept_once(form: TaggedForm, act: Callable[[], Any]) -> bool:
    """Do it; what cannot be kept becomes an error of the form."""
    try:
        act()
    except actions.Unacceptable as error:
        form.add_error(None, str(error))
        return False
    return True


def to_list(request: AppRequest, name: str, **query: object) -> HttpResponse:
    """Back to the list; `removed` is what can be put back there."""
    return back(request, f"{reverse(name)}?{urlencode(query)}" if query else reverse(name))


def is_removed_just_now(request: AppRequest, table: type[Win | Certificate]) -> Win | Certificate | None:
    """What the address says was deleted, while it can be put back."""
    asked = request.GET.get("removed", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 19):
        return None
    return table.objects.of(request.user).filter(pk=int(asked), removed_at__isnull=False).first()
