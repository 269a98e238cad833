"""Saving what one form edits of a part of the draft, against what the form showed.

A part can hold more than one form does: the role's targets are edited in the grid, a promotion rule is one of many.
So a form remembers a mark of just its piece; it is overtaken when that piece changed, and not when its neighbours did.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import Draft, load
from skillmatrix.taxonomy.forms.differences import Difference, differences

TRIES = 5
"""How often a save looks again when somebody writes between its look and its write."""


@dataclass(frozen=True)
class Piece:
    """What a form edits: `read` takes it out of the part, `write` returns the part with another in its place.

    Both are given None where the part is gone.
    """

    path: str
    read: Callable[[Any], Any]
    write: Callable[[Any, Any], Any]

    def of(self, draft: Draft) -> Any:
        """The piece as the draft has it now."""
        return self.read(draft.parts.get(self.path))

    def mark(self, draft: Draft) -> str:
        """What a form that shows the piece has to send back."""
        return mark(self.of(draft))


@dataclass(frozen=True)
class Meeting:
    """Somebody else changed the piece meanwhile. `who` is empty when it was oneself, or a published version."""

    who: str
    gone: bool
    differences: list[Difference]


class Met(Exception):
    """Nothing was saved: the piece is no longer what the form showed."""

    def __init__(self, meeting: Meeting, draft: Draft) -> None:
        self.meeting, self.draft = meeting, draft
        super().__init__("The piece was changed meanwhile.")


def whole(path: str) -> Piece:
    """A part that one form edits altogether."""
    return Piece(path, read=lambda part: part, write=lambda _part, value: value)


def keys(path: str, *names: str) -> Piece:
    """Some keys of a part; what is empty is left out."""

    def read(part: Any) -> Any:
        return None if part is None else filled({name: part.get(name) for name in names})

    def write(part: Any, value: Any) -> Any:
        return {**{key: kept for key, kept in part.items() if key not in names}, **value}

    return Piece(path, read, write)


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that say something. The number 0 does."""
    return {key: value for key, value in values.items() if value not in (None, "", []) and value is not False}


def mark(value: Any) -> str:
    """A short mark of a value, the same for equal values."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def save(piece: Piece, value: Any, *, seen: str, summary: str, by: Person) -> Draft:
    """Save a piece whose form showed `seen`; the same value again is no change. Raises `Met` and `BadPart`."""
    for _turn in range(TRIES):
        draft = load()
        now = piece.of(draft)
        if now is None and piece.path not in draft.parts:
            raise Met(Meeting("", gone=True, differences=[]), draft)
        if mark(now) == mark(value):
            return draft
        if mark(now) != seen:
            break
        content = piece.write(draft.parts[piece.path], value)
        try:
            return actions.save_part(
                path=piece.path, content=content, shown=draft.shown(piece.path), summary=summary, by=by
            )
        except actions.PartMoved:
            continue
    raise Met(Meeting(_who(draft, piece.path, by), gone=False, differences=differences(now, value)), draft)


def _who(draft: Draft, path: str, by: Person) -> str:
    held = draft.held.get(path)
    if held is None or held.by is None or held.by == by.pk:
        return ""
    return Person.objects.filter(pk=held.by).values_list("name", flat=True).first() or ""
