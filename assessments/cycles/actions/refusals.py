"""Why something is not done."""

from __future__ import annotations

from datetime import datetime


class Ended(ValueError):
    """The cycle has been closed or cancelled, or the time for this part is over."""


class Overtaken(ValueError):
    """Somebody else changed the cycle after the form was shown; nothing was stored."""


class AlreadySubmitted(ValueError):
    """This part was submitted before; doing it again has to be meant."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        super().__init__(f"submitted at {at}")
