"""One person as of a past day: the inputs of then, and since when what is asked of them had been so. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .inputs import Inputs


@dataclass(frozen=True, slots=True)
class Past:
    """What held at the end of `day`, in the words of the taxonomy that was published then.

    `published_on` is the day of that version, None where it is older than any. `role_since` is the newest day on
    which the role began or ended, `asked_since` the same of exceptions by skill; neither lies after `day`.
    """

    day: date
    inputs: Inputs
    published_on: date | None
    role_since: date | None
    asked_since: Mapping[str, date]
