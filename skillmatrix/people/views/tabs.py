"""What the pages of the organisation have in common."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _


def tabs(current: str) -> list[tuple[str, str, bool, None]]:
    """The three parts of the organisation, for components/tabs.html."""
    parts = [
        ("people", _("People"), "people:organisation"),
        ("teams", _("Teams"), "people:teams"),
        ("changes", _("Changes"), "people:changes"),
    ]
    return [(label, reverse(name), key == current, None) for key, label, name in parts]


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page below the organisation, for components/crumbs.html."""
    return [(_("Organisation"), reverse("people:organisation")), *more]
