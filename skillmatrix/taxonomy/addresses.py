"""Addresses for writers of many links, who cannot pay for a lookup each."""

from __future__ import annotations

from django.urls import reverse


def skill_pages() -> str:
    """What a skill's slug and a slash are added to: `f"{skill_pages()}{slug}/"` is its page."""
    return reverse("taxonomy:skill", args=["-"]).removesuffix("-/")
