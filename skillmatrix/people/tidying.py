"""Forgetting sign-ins that are over, and files that nobody fetched for days."""

from __future__ import annotations

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from .models import DataExport

# A sign-in writes its two rows one after the other.
YOUNG = timedelta(days=1)


def expired_sessions() -> dict[str, int]:
    """Delete sessions that have expired, and what is known of their browsers: address and name."""
    now = timezone.now()
    deleted, _ = Session.objects.filter(expire_date__lt=now).delete()
    over = UserSession.objects.filter(last_seen_at__lt=now - YOUNG)
    over.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return {"deleted": deleted}


def old_exports() -> dict[str, int]:
    """Delete the files with everything about a person a week after they were asked for."""
    deleted, _ = DataExport.objects.expired().delete()
    return {"deleted": deleted}
