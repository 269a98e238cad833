"""The self-assessment as a list of questions: which skills, in which order, and how long they take.

The order never depends on what has been rated, so that a skill is found again where it was: areas
with a skill that people typically overlook come first, and in each area those skills do; all else
is in the order of the document.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from unicodedata import east_asian_width

from skillmatrix.taxonomy.document import Area, Skill, Taxonomy

from .inputs import Said
from .standing import Basis, Standing, State, Statement, effective_own
from .targets import MySkill

WORDS_A_MINUTE = 220
SECONDS_TO_DECIDE = 5
FIRST_LEVEL = 2


@dataclass(frozen=True, slots=True)
class Question:
    """One skill to rate. `said` is my own statement, `standing` what holds of it and the agreed level.

    `mine` is None for a skill that is not on my list; it can be rated all the same. `has_changed`: the skill has
    become another since, so it has to be read again.
    """

    skill: Skill
    mine: MySkill | None
    said: Statement | None
    standing: Standing
    top: int
    has_changed: bool = False

    @property
    def is_open(self) -> bool:
        """Waits for an answer: never rated, or rated so long ago that it is asked again."""
        return self.standing.state is State.UNRATED or self.standing.stale

    @property
    def is_first(self) -> bool:
        """Nothing has been said about it yet."""
        return self.standing.state is State.UNRATED

    @property
    def opens_at(self) -> int:
        """The rank at which the ladder opens: my last level, 2 the first time."""
        level = self.standing.level
        return min(FIRST_LEVEL if level is None else level, self.top)

    @property
    def opened(self) -> tuple[int, ...]:
        """The ranks whose sentences are shown in full: where the ladder opens, and its neighbours."""
        return tuple(range(max(0, self.opens_at - 1), min(self.top, self.opens_at + 1) + 1))

    @property
    def has_target(self) -> bool:
        """My role or my next one asks for this skill."""
        return self.mine is not None and self.mine.target is not None

    @property
    def words(self) -> int:
        """How many words are still to read: none of a known skill, whose sentence one has read before."""
        if not self.is_first and not self.has_changed:
            return 0
        sentences = [
            self.skill.descriptors[rank] for rank in self.opened if rank < len(self.skill.descriptors)
        ]
        return sum(_words(text) for text in (self.skill.name, self.skill.definition, *sentences))


def _words(text: str) -> int:
    """Words, and for a script without spaces what takes as long to read: two wide letters are about one."""
    return len(text.split()) + sum(east_asian_width(letter) in "WF" for letter in text) // 2


@dataclass(frozen=True, slots=True)
class Section:
    """One area with those of its skills that are mine."""

    area: Area
    questions: tuple[Question, ...]

    @property
    def asked(self) -> int:
        """How many skills are asked."""
        return len(self.questions)

    @property
    def rated(self) -> int:
        """How many of them need no answer now."""
        return sum(not question.is_open for question in self.questions)

    @property
    def outdated(self) -> int:
        """How many were rated once and are asked again."""
        return sum(question.standing.stale for question in self.questions)

    @property
    def is_done(self) -> bool:
        """Nothing is open."""
        return self.rated == self.asked


@dataclass(frozen=True, slots=True)
class Assessment:
    """All sections, in the order in which they are walked through."""

    sections: tuple[Section, ...]

    @property
    def asked(self) -> int:
        """How many skills are asked in all."""
        return sum(section.asked for section in self.sections)

    @property
    def rated(self) -> int:
        """How many of them need no answer now."""
        return sum(section.rated for section in self.sections)

    @property
    def open(self) -> int:
        """How many skills wait for an answer."""
        return self.asked - self.rated

    @property
    def minutes_left(self) -> int:
        """Minutes until nothing is open, rounded up.

        Words still to read at 220 a minute, which is an unhurried pace for technical prose, and 5
        seconds a skill to decide. The browser replaces it by the person's own pace once it has seen
        a few of their ratings.
        """
        waiting = [q for section in self.sections for q in section.questions if q.is_open]
        reading = sum(question.words for question in waiting) / WORDS_A_MINUTE
        return math.ceil(reading + len(waiting) * SECONDS_TO_DECIDE / 60)

    def starts_at(self) -> Section | None:
        """The first section with an open question, or simply the first; None when nothing is asked."""
        return next((s for s in self.sections if not s.is_done), next(iter(self.sections), None))

    def after(self, section: Section) -> Section | None:
        """The section that follows, or the first that is still open after the last; None when all is done."""
        place = self.sections.index(section)
        if place + 1 < len(self.sections):
            return self.sections[place + 1]
        return next((s for s in self.sections if not s.is_done and s is not section), None)

    def find(self, area: str) -> Section | None:
        """The section of this area."""
        return next((section for section in self.sections if section.area.slug == area), None)


def ask(taxonomy: Taxonomy, said: Said, mine: Mapping[str, MySkill], *, today: date) -> Assessment:
    """The questions over `mine`, given what the person has said."""
    sections = []
    for area in taxonomy.areas:
        slugs = sorted(
            (slug for slug in area.skills if slug in mine), key=lambda s: _late(taxonomy.skills[s])
        )
        if slugs:
            found = tuple(question(taxonomy, slug, said, mine, today=today) for slug in slugs)
            sections.append(Section(area, found))
    # Sorting is stable: apart from what is overlooked, the document decides.
    sections.sort(key=lambda section: min(_late(q.skill) for q in section.questions))
    return Assessment(tuple(sections))


def question(
    taxonomy: Taxonomy, slug: str, said: Said, mine: Mapping[str, MySkill], *, today: date
) -> Question:
    """The question about one active skill, on my list or not."""
    own, agreed = said.statements.get(slug), said.agreed.get(slug)
    standing = effective_own(own, agreed, months=taxonomy.review_months(slug), today=today)
    holds = agreed if standing.basis is Basis.AGREED else own
    changed = holds is not None and holds.asks_again
    return Question(taxonomy.skills[slug], mine.get(slug), own, standing, taxonomy.top, changed)


def _late(skill: Skill) -> int:
    return 0 if skill.overlooked else 1
