"""Forgetting sign-ins that are over."""

from __future__ import annotations

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

# A sign-in writes its two rows one after the other.
YOUNG = timedelta(days=1)


def expired_sessions() -> dict[str, int]:
    """Delete sessions that have expired, and what is known of their browsers: address and name."""
    now = timezone.now()
    deleted, _ = Session.objects.filter(expire_date__lt=now).delete()
    over = UserSession.objects.filter(last_seen_at__lt=now - YOUNG)
    over.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return {"deleted": deleted}
