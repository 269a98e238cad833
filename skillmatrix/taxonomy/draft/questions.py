"""Reworded skills of a draft, and what was said so far about each: only the words changed, or the meaning too."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from skillmatrix.taxonomy.diff import Change, Difference, What
from skillmatrix.taxonomy.draft.state import Draft
from skillmatrix.taxonomy.draft.wording import meaning_of, words

WORDING, MEANING = "wording", "meaning"


@dataclass(frozen=True, slots=True)
class Question:
    """`answer` is `wording`, `meaning`, or empty while nobody has said. `mark` stands for the words it is about."""

    slug: str
    name: str
    answer: str
    mark: str
    changes: tuple[Change, ...]


def questions(draft: Draft, difference: Difference | None) -> list[Question]:
    """Return the skills of which somebody has to say, or has said, what new words do; in document order.

    Skills that ask again anyway (a merge, a split) are not among them.
    """
    told = _told(difference) if difference else {}
    return [
        Question(slug, draft.parts[f"skill:{slug}"]["name"], answer, mark_of(draft, slug), told.get(slug, ()))
        for slug in draft.reworded
        if (answer := _answer(draft, slug)) is not None
    ]


def mark_of(draft: Draft, slug: str) -> str:
    """What a form sends back so that nobody confirms words that they have not seen; empty for no such skill."""
    path = f"skill:{slug}"
    if path not in draft.parts or path not in draft.base_parts:
        return ""
    both = [words(draft.base_parts, parts, slug) for parts in (draft.base_parts, draft.parts)]
    return hashlib.sha256(repr(both).encode()).hexdigest()[:16]


def mark_of_all(draft: Draft, slugs: Iterable[str]) -> str:
    """The same for several skills at once."""
    return hashlib.sha256(" ".join(mark_of(draft, slug) for slug in slugs).encode()).hexdigest()[:16]


def _answer(draft: Draft, slug: str) -> str | None:
    """What was said; None where there is nothing to say."""
    if slug in draft.unconfirmed:
        return ""
    if draft.wording_only(f"skill:{slug}"):
        return WORDING
    return MEANING if meaning_of(draft.parts, slug) > meaning_of(draft.base_parts, slug) else None


def _told(difference: Difference) -> dict[str, tuple[Change, ...]]:
    found: dict[str, list[Change]] = {}
    for change in _reworded(difference):
        found.setdefault(change.skill, []).append(change)
    return {slug: tuple(changes) for slug, changes in found.items()}


def _reworded(difference: Difference) -> Iterator[Change]:
    return (change for change in difference if change.skill and change.what is What.REWORDED)
