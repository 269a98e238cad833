"""What comes of two people's words about one level. Pure: rows are read elsewhere.

A word is about the two levels its speaker had before them. When either moves it is void, without being taken back:
it stays to be read, and counts no more. Whoever leads the person speaks for the one side, the person for the other;
nobody can speak for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stance(StrEnum):
    """What one side says of a level."""

    SILENT = "silent"
    CONFIRMS = "confirms"
    DIFFERS = "differs"


class Outcome(StrEnum):
    """What came of one skill."""

    OPEN = "open"
    AGREED = "agreed"
    DIFFER = "differ"


@dataclass(frozen=True, slots=True)
class About:
    """Which two statements lie on the table, by revision: the person's own (shared), and their lead's. 0: none."""

    own: int = 0
    lead: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """What one side said, and about what. `value` is a rank or "not applicable".

    `has_changed`: the skill has become another since, so that the value may no longer mean what it did.
    """

    stance: Stance = Stance.SILENT
    value: int | None = None
    about: About = About()
    has_changed: bool = False

    def stands(self, now: About) -> bool:
        """Something was said, and it is about what lies on the table now."""
        return self.stance is not Stance.SILENT and self.about == now and not self.has_changed

    def is_void(self, now: About) -> bool:
        """Something was said, about levels that have moved since."""
        return self.stance is not Stance.SILENT and not self.stands(now)


SILENCE = Word()


@dataclass(frozen=True, slots=True)
class Settlement:
    """What two words come to. `value` is what both confirmed, and None unless they agree."""

    outcome: Outcome
    value: int | None = None


def settle(person: Word, lead: Word, now: About) -> Settlement:
    """Agreed when both confirm the same; differing when one says so, since it takes two to agree; else still open."""
    standing = [word for word in (person, lead) if word.stands(now)]
    if any(word.stance is Stance.DIFFERS for word in standing):
        return Settlement(Outcome.DIFFER)
    if len(standing) == 2 and person.value == lead.value:
        return Settlement(Outcome.AGREED, person.value)
    return Settlement(Outcome.OPEN)
