"""Addresses that leave the site, in mails."""

from __future__ import annotations

from django.conf import settings


def absolute(path: str) -> str:
    """The full address of a path of this site, from `SITE_URL` so that no request can forge it."""
    return settings.SITE_URL.rstrip("/") + path
