"""What speaks for somebody's levels, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CERTIFICATE_SUPPORTS = 2  # levels: a certificate shows that somebody learned, not that they did


class Kind(StrEnum):
    """What a piece of evidence is."""

    TEXT = "text"
    LINK = "link"
    WIN = "win"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence. `level` is the one it was first given for, None for the skill in general.

    `text` is what was written, or the win's or certificate's headline; `more` what the win tells besides.
    """

    id: int
    kind: Kind
    text: str
    url: str
    level: int | None
    day: date
    shared: bool
    expires_on: date | None = None
    more: tuple[str, ...] = ()

    def has_expired(self, today: date) -> bool:
        """It is a certificate that no longer holds."""
        return self.expires_on is not None and self.expires_on <= today

    @property
    def is_example(self) -> bool:
        """It tells of real work, which a certificate does not."""
        return self.kind is not Kind.CERTIFICATE


@dataclass(frozen=True, slots=True)
class Offer:
    """A win or a certificate of this skill that could be given as evidence and has not been."""

    id: int
    kind: Kind
    text: str
    day: date
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything that speaks for one skill, newest first, and what could."""

    pieces: tuple[Piece, ...] = ()
    offers: tuple[Offer, ...] = ()

    @property
    def has_example(self) -> bool:
        """At least one piece tells of real work."""
        return any(piece.is_example for piece in self.pieces)


NO_PROOF = Proof()


def supports(piece: Piece, level: int) -> bool:
    """Whether a piece of its kind can speak for a level at all."""
    return piece.is_example or level <= CERTIFICATE_SUPPORTS
