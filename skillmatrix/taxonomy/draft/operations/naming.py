"""Slugs made from names: readable, never given twice, and never changed afterwards."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count

from django.utils.text import slugify

from skillmatrix.taxonomy.draft.operations.outcome import Source
from skillmatrix.taxonomy.specs import LONGEST_SLUG

RESERVED = frozenset({"new"})
"""Words that addresses use where a slug would stand."""
_SPELT = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
        "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i",
        "+": " plus ", "#": " sharp ", "&": " and ", "/": " ", ".": " ",
    }
)  # fmt: skip


def slug_for(draft: Source, kind: str, name: str) -> str:
    """Return a free slug for a new area, skill or role ("area", "skill", "role") of that name.

    A name without Latin letters gives `skill-1` and so on. What ever had a slug keeps it: ratings point at it.
    """
    taken = RESERVED | frozenset(draft.taken(kind))
    plain = slugify(name.translate(_SPELT)).replace("_", "-").strip("-")
    while "--" in plain:
        plain = plain.replace("--", "-")
    return _free(plain[:LONGEST_SLUG].strip("-"), taken) if plain else _numbered(kind, 1, taken)


def _free(slug: str, taken: Collection[str]) -> str:
    return slug if slug not in taken else _numbered(slug, 2, taken)


def _numbered(slug: str, first: int, taken: Collection[str]) -> str:
    numbered = (f"{slug[: LONGEST_SLUG - 1 - len(str(n))].strip('-')}-{n}" for n in count(first))
    return next(found for found in numbered if found not in taken)
