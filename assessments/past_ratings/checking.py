"""Lines against what is here: what adding them would state, and every line that states nothing, with its reason."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from assessments.models.rating import NOT_APPLICABLE
from skillmatrix.taxonomy.document import Skill, Taxonomy

from .days import EARLIEST, read_day
from .table import FORMULA, Line

LEAVE_OUT = -1
"""The level of those that a person does not want to bring along."""
_NOT_APPLICABLE = {"n/a", "na", "not applicable", "not_applicable", "-", "–"}
# In the words of an export: what others said cannot become my own statement.
_BY_OTHERS = {"manager", "reviewer", "peer", "agreed"}
_SPACE = uuid.UUID("6f4a0c9e-6f52-4c77-9a5a-5b5a6f0f3d11")


@dataclass(frozen=True, slots=True)
class Ground:
    """What the check goes by. `held` has the day of what is said by slot, `keys` those of rows that are stored."""

    taxonomy: Taxonomy
    person_id: int
    address: str
    held: Mapping[int, date]
    keys: frozenset[uuid.UUID]
    today: date


@dataclass(frozen=True, slots=True)
class Past:
    """One statement to add. `level` is a rank or NOT_APPLICABLE."""

    row: int
    skill: str
    level: int
    day: date
    source: str
    key: uuid.UUID


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that adds nothing, and why."""

    row: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What adding the lines would do: `new` by day, so that of a skill the newest comes last.

    `here` were imported before. `open_levels` are words for levels that nothing stands for yet.
    """

    new: tuple[Past, ...]
    here: int
    left_out: tuple[LeftOut, ...]
    open_levels: tuple[str, ...]

    @property
    def skills(self) -> int:
        """How many skills would be rated."""
        return len({past.skill for past in self.new})


class _Unusable(ValueError):
    """This line adds nothing; the text says why."""


def level_words(lines: Iterable[Line]) -> tuple[str, ...]:
    """The words for levels in these lines, each once, in their order."""
    found = {
        line.level.casefold(): line.level for line in reversed(list(lines)) if line.level not in {"", FORMULA}
    }
    return tuple(sorted(found.values(), key=lambda word: (not word.isdecimal(), len(word), word.casefold())))


def suggested(word: str, taxonomy: Taxonomy) -> int | None:
    """Which of our levels a word most likely means; None where it has to be said."""
    text = word.casefold()
    if text in _NOT_APPLICABLE:
        return NOT_APPLICABLE
    whole = text.removesuffix(".0")
    if whole.isascii() and whole.isdecimal() and len(whole) < 3:
        return int(whole) if int(whole) <= taxonomy.top else None
    return next((level.rank for level in taxonomy.scale if level.name.casefold() == text), None)


def check(lines: Sequence[Line], levels: Mapping[str, int], ground: Ground) -> Plan:
    """Say what these lines would add. `levels` maps words, in lower case, to ranks, NOT_APPLICABLE or LEAVE_OUT."""
    found = _Check(ground, levels)
    for line in lines:
        found.take(line)
    return found.plan()


@dataclass
class _Check:
    """One pass over the lines."""

    ground: Ground
    levels: Mapping[str, int]
    new: list[Past] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    open_levels: dict[str, str] = field(default_factory=dict)
    first: dict[tuple[str, date], Past] = field(default_factory=dict)
    here: int = 0

    def __post_init__(self) -> None:
        # Of two with one name the one that is rated now counts.
        skills = sorted(self.ground.taxonomy.skills.values(), key=lambda skill: not skill.retired)
        self.by_name = {skill.name.casefold(): skill for skill in skills}
        self.by_name |= {skill.slug.casefold(): skill for skill in skills}

    def plan(self) -> Plan:
        new = tuple(sorted(self.new, key=lambda past: (past.day, past.row)))
        return Plan(new, self.here, tuple(self.left_out), tuple(self.open_levels.values()))

    def take(self, line: Line) -> None:
        try:
            past = self.past(line)
        except _Unusable as unusable:
            self.left_out.append(LeftOut(line.row, line.skill, str(unusable)))
            return
        if past is None:
            return
        if past.key in self.ground.keys:
            self.here += 1
        elif self.is_older(past):
            why = _("You have said something about this skill since then, or on the same day.")
            self.left_out.append(LeftOut(line.row, line.skill, why))
        else:
            self.new.append(past)

    def past(self, line: Line) -> Past | None:
        """What a line states; None while nobody has said what its level means here."""
        self.belongs(line)
        skill, day, level = self.skill(line.skill), self.day(line.date), self.level(line.level)
        if level is None:
            return None
        key = uuid.uuid5(_SPACE, f"{self.ground.person_id}/{skill.slug}/{day}/{level}")
        past = Past(line.row, skill.slug, level, day, line.source, key)
        earlier = self.first.setdefault((skill.slug, day), past)
        if earlier is not past:
            raise _Unusable(
                _("Row %(row)s says something about this skill and day already.") % {"row": earlier.row}
            )
        return past

    def belongs(self, line: Line) -> None:
        if FORMULA in (line.person, line.skill, line.level, line.date, line.source):
            raise _Unusable(_("There is a formula in this row. Paste its value instead."))
        if line.person and line.person.casefold() != self.ground.address:
            raise _Unusable(_("This is about somebody else: %(who)s.") % {"who": line.person[:80]})
        if line.source.casefold() in _BY_OTHERS:
            raise _Unusable(_("Somebody else said this. Only what you said yourself can be brought along."))

    def skill(self, text: str) -> Skill:
        """The skill that a slug or a name means now, wherever it was merged into."""
        found = self.by_name.get(text.casefold())
        seen: set[str] = set()
        while found is not None and found.retired and found.slug not in seen:
            seen.add(found.slug)
            found = self._instead(found)
        if not text:
            raise _Unusable(_("The skill is missing."))
        if seen and (found is None or found.retired):
            raise _Unusable(_("This skill is no longer rated, and none took its place."))
        if found is None or found.off:
            raise _Unusable(_("There is no such skill here."))
        return found

    def _instead(self, skill: Skill) -> Skill | None:
        return self.ground.taxonomy.skills.get(skill.replaced_by) if skill.replaced_by else None

    def day(self, text: str) -> date:
        day = read_day(text)
        if day is None:
            told = _("“%(text)s” cannot be read as a day. Write it as 2024-05-31.") % {"text": text[:40]}
            raise _Unusable(told if text else _("The date is missing."))
        if day > self.ground.today:
            raise _Unusable(_("This day is in the future."))
        if day < EARLIEST:
            raise _Unusable(_("Days before 2000 cannot be kept."))
        return day

    def level(self, text: str) -> int | None:
        """The level that a word stands for; None, and noted, while nothing does."""
        if not text:
            raise _Unusable(_("The level is missing."))
        level = self.levels.get(text.casefold())
        if level == LEAVE_OUT:
            raise _Unusable(_("You chose to leave out the level “%(level)s”.") % {"level": text[:40]})
        if level is None:
            self.open_levels.setdefault(text.casefold(), text)
        return level

    def is_older(self, past: Past) -> bool:
        held = self.ground.held.get(self.ground.taxonomy.slots[past.skill])
        return held is not None and past.day <= held
