"""What every part of the settings shows around itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _


def surroundings(part: str) -> dict[str, Any]:
    """Context for a page of the settings: the way to its neighbours, and languages to choose from."""
    here = reverse("taxonomy:edit-settings")
    parts = {
        "general": _("General"),
        "kinds": _("Kinds of skills"),
        "rules": _("Rules of rating"),
        "translations": _("Translations"),
    }
    return {
        "part": part,
        "parts": [
            (text, here if key == "general" else f"{here}?part={key}", key == part)
            for key, text in parts.items()
        ],
        "languages": settings.LANGUAGES,
    }
