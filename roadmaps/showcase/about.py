"""From a skill to how Skillmatrix does it; named in the settings, because the taxonomy does not know this room."""

from __future__ import annotations

from django.urls import reverse

from .topics import TOPICS


def about(skill: str) -> str:
    """The address that tells how Skillmatrix does what this skill is about; empty where it is about something else."""
    found = next((topic for topic in TOPICS if skill in topic.skills), None)
    return f"{reverse('roadmaps:showcase')}#{found.slug}" if found else ""
