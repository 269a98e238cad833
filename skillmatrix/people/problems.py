"""Why a change was not made, in words for whoever asked for it."""

from __future__ import annotations


class Unacceptable(ValueError):
    """What was asked for cannot be stored; the text says what to do about it, `field` where it was asked."""

    def __init__(self, text: str, *, field: str = "") -> None:
        super().__init__(text)
        self.field = field


class Overtaken(Unacceptable):
    """Somebody else changed the same thing after the form was shown; nothing was stored."""
