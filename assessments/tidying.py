"""Forgetting what people deleted."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from assessments.models import Certificate, Evidence, Win

KEPT_FOR = timedelta(days=1)
"""For so long what was deleted can be put back."""


def removed_evidence() -> dict[str, int]:
    """Delete for good the evidence, wins and certificates that were removed over a day ago."""
    long_ago = timezone.now() - KEPT_FOR
    deleted = 0
    for table in (Evidence, Win, Certificate):
        deleted += table.objects.filter(removed_at__lt=long_ago).delete()[0]
    return {"deleted": deleted}
