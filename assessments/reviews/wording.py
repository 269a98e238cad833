"""Levels and words of a review as one reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from assessments.models.rating import NOT_APPLICABLE
from assessments.standing import Statement
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Skill, Taxonomy

from .agreement import SILENCE, About, Stance
from .desk import Desk


@dataclass(frozen=True, slots=True)
class Shown:
    """A level somebody stated, in words."""

    who: str
    level: int | None
    name: str
    sentence: str
    day: date
    asks_again: bool
    note: str = ""

    @property
    def na(self) -> bool:
        """They said that the skill does not apply."""
        return self.level is None


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one side says in the review. `is_void`: about levels that have moved since."""

    who: str
    stance: str = Stance.SILENT
    value: str = ""
    rank: int | None = None
    sentence: str = ""
    is_void: bool = False

    @property
    def confirms(self) -> bool:
        """Their confirmation holds."""
        return self.stance == Stance.CONFIRMS and not self.is_void

    @property
    def differs(self) -> bool:
        """They see it differently, and still do."""
        return self.stance == Stance.DIFFERS and not self.is_void


@dataclass(frozen=True, slots=True)
class Words:
    """One skill in the reader's language."""

    taxonomy: Taxonomy
    skill: Skill

    def name(self, level: int | None) -> str:
        """What a level is called."""
        if level is None:
            return _("does not apply")
        return self.taxonomy.scale[min(level, self.taxonomy.top)].name

    def shown(self, who: str, said: Statement, note: str = "") -> Shown:
        """A statement with the sentence of its level."""
        level = None if said.level is None else min(said.level, self.taxonomy.top)
        sentence = "" if level is None else self.skill.descriptors[level]
        return Shown(who, level, self.name(level), sentence, said.day, said.asks_again, note)

    def levels(self, mine: Shown | None) -> list[dict[str, Any]]:
        """Every level, and which of them the reader said last."""
        return [
            {
                "rank": level.rank,
                "name": level.name,
                "sentence": sentence,
                "mine": mine is not None and mine.level == level.rank,
            }
            for level, sentence in zip(self.taxonomy.scale, self.skill.descriptors, strict=True)
        ]

    def spoken(self, who: str, desk: Desk, by: Person | None, slug: str, now: About) -> Spoken:
        """What somebody said in the review."""
        side = desk.side(by, slug)
        word = desk.word(by, slug)
        if side is None or word is SILENCE:
            return Spoken(who)
        rank = None if side.value is None or side.value == NOT_APPLICABLE else side.value
        value = "" if side.value is None else self.value(side.value)
        return Spoken(who, side.stance, value, rank, side.sentence, word.is_void(now))

    def value(self, value: int) -> str:
        """A confirmed value as one reads it."""
        return self.name(None) if value == NOT_APPLICABLE else f"{value} · {self.name(value)}"

    def choices(
        self, own: Statement | None, lead: Statement | None, found: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """What can be confirmed; what one of the two has said stands out."""
        said = {one.level if one.level is not None else NOT_APPLICABLE for one in (own, lead) if one}
        theirs: Spoken = found["said_by_them"]
        mine: Spoken = found["said_by_me"]
        values = [*(level.rank for level in self.taxonomy.scale), NOT_APPLICABLE]
        return [
            {
                "value": value,
                "short": "–" if value == NOT_APPLICABLE else str(value),
                "words": self.value(value),
                "is_said": value in said,
                "is_theirs": theirs.confirms and theirs.value == self.value(value),
                "is_mine": mine.confirms and mine.value == self.value(value),
            }
            for value in values
        ]
