"""Names as people type them: what makes two the same, and the slug that a new one gets."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field

from skillmatrix.taxonomy.draft.operations import slug_for
from skillmatrix.taxonomy.parts import Parts
from skillmatrix.taxonomy.specs import LONGEST_SLUG, SLUG


def one_line(text: str) -> str:
    """Return a name without line breaks and doubled spaces."""
    return " ".join(text.split())


def key(text: str) -> str:
    """Return what two spellings of one name have in common: neither case nor spacing tells names apart."""
    return one_line(unicodedata.normalize("NFKC", text).casefold())


def is_slug(text: str) -> bool:
    """Whether a text can be a slug."""
    return bool(SLUG.fullmatch(text)) and len(text) <= LONGEST_SLUG


def new_slug(name: str, taken: Collection[str], *, kind: str) -> str:
    """Return a slug for the name of an area, skill or role that nothing has, as the draft's editor makes it."""
    return slug_for(_Taken(taken), kind, name)


@dataclass(frozen=True, slots=True)
class _Taken:
    """As much of a draft as a slug is made from."""

    slugs: Collection[str]
    parts: Parts = field(default_factory=dict)
    base_parts: Parts = field(default_factory=dict)

    def taken(self, _kind: str) -> Collection[str]:
        return self.slugs
