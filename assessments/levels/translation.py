"""What was said under earlier versions of the taxonomy, in the skills and levels of one version.

`fold` is the single definition of a vector. A row keeps the version it was made under for ever and is carried on its
own, so neither the order of rows nor how often a vector was stored in between can matter: a merge keeps the newest
statement of two skills, a split gives one to both, and an undo finds what was said before just as it was said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from assessments.inputs import Wish
from assessments.models.rating import HIGHEST, NOT_APPLICABLE, Rating
from assessments.targets import Override
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.transition import Carry, Lineage

from .vectors import Held

OWN_SOURCES = (Rating.Source.SELF, Rating.Source.IMPORTED)
AGREED_SOURCES = (Rating.Source.AGREED,)


RATING_COLUMNS = (
    "revision", "version", "skill__slug", "skill__slot", "source", "state", "value", "day", "withdraws",
)  # fmt: skip


class RatingRow(NamedTuple):
    """One row of `Rating`, as far as a vector is concerned: its RATING_COLUMNS."""

    revision: int
    version: int
    skill: str
    slot: int
    source: str
    state: str
    value: int
    day: date
    withdraws: int | None


class ExtraRow(NamedTuple):
    """One row of `ExtraSkill`."""

    skill: str
    added: bool
    version: int
    revision: int


class InterestRow(NamedTuple):
    """One row of `Interest`; an empty wish takes back what was wished before."""

    skill: str
    wish: str
    version: int
    revision: int


class OverrideRow(NamedTuple):
    """One row of `TargetOverride` that holds; `starts_on` and `pk` say which of two came later."""

    skill: str
    level: int
    reason: str
    version: int
    starts_on: str
    pk: int


class Translation:
    """From any version to that of `taxonomy`. The lineage is asked for only where something is older."""

    def __init__(self, taxonomy: Taxonomy, lineage: Callable[[], Lineage]) -> None:
        self.taxonomy = taxonomy
        self.number = taxonomy.number
        self._ask = lineage
        self._places: dict[tuple[int, str], tuple[tuple[int, bool], ...]] = {}
        self._carries: dict[int, Carry] = {}
        self._touched: dict[int, tuple[int, ...] | None] = {}

    @cached_property
    def lineage(self) -> Lineage:
        """What each version did to ratings."""
        return self._ask()

    def skills(self, version: int, skill: str) -> tuple[tuple[str, bool], ...]:
        """The skills that stand for one of an earlier version now, each with whether it asks again."""
        return ((skill, False),) if version == self.number else self._carry(version).skills(skill)

    def value(self, version: int, value: int) -> int:
        """What a rank of an earlier scale is now; what is not a rank stays."""
        if version == self.number or value > HIGHEST:
            return value
        return self._carry(version).level(value)

    def held(self, row: RatingRow) -> Iterator[tuple[int, Held]]:
        """The slots in which a row counts now, each with what it says there."""
        for slot, again in self.places(row):
            yield slot, Held(self.value(row.version, row.value), row.day, again)

    def touched(self, version: int) -> tuple[int, ...] | None:
        """The slots of vectors that may say something else than they did under a version; None for all."""
        if version not in self._touched:
            skills = self.lineage.touched_since(version)
            slots = self.taxonomy.slots
            self._touched[version] = (
                None if skills is None else tuple(slots[slug] for slug in sorted(skills) if slug in slots)
            )
        return self._touched[version]

    def overrides(self, rows: Iterable[OverrideRow]) -> dict[str, Override]:
        """Exceptions by the skill they concern now; where two meet, the one that began later holds."""
        return {
            skill: Override(self.value(row.version, row.level), row.reason)
            for row in sorted(rows, key=lambda row: (row.starts_on, row.pk))
            for skill, _ in self.skills(row.version, row.skill)
        }

    def extra_skills(self, rows: Iterable[ExtraRow], *, up_to_revision: int | None = None) -> frozenset[str]:
        """The skills that are on a person's own list now; of each the newest row decides."""
        newest = {
            skill: row.added
            for row in sorted(rows, key=lambda row: row.revision)
            if up_to_revision is None or row.revision <= up_to_revision
            for skill, _ in self.skills(row.version, row.skill)
        }
        return frozenset(skill for skill, added in newest.items() if added)

    def wishes(self, rows: Iterable[InterestRow], *, up_to_revision: int | None = None) -> dict[str, Wish]:
        """What a person wants to do with a skill, by the skill it concerns now; of each the newest row decides."""
        newest = {
            skill: row.wish
            for row in sorted(rows, key=lambda row: row.revision)
            if up_to_revision is None or row.revision <= up_to_revision
            for skill, _ in self.skills(row.version, row.skill)
        }
        return {skill: Wish(wish) for skill, wish in newest.items() if wish}

    def places(self, row: RatingRow) -> tuple[tuple[int, bool], ...]:
        """The slots in which a row counts now, each with whether it asks again there."""
        key = row.version, row.skill
        if key not in self._places:
            # A row may be about a skill that is newer than this taxonomy: it stays where it is.
            slots = {skill: self.taxonomy.slots.get(skill) for skill, _ in self.skills(*key)}
            slots |= {row.skill: row.slot} if row.skill in slots else {}
            self._places[key] = tuple(
                (slot, again) for skill, again in self.skills(*key) if (slot := slots[skill]) is not None
            )
        return self._places[key]

    def _carry(self, version: int) -> Carry:
        if version not in self._carries:
            self._carries[version] = self.lineage.carry(version)
        return self._carries[version]


def standing(
    rows: Iterable[RatingRow], *, sources: Collection[str], up_to_revision: int | None = None
) -> list[RatingRow]:
    """The rows of these sources that nobody has taken back by a revision, oldest first."""
    known = [row for row in rows if up_to_revision is None or row.revision <= up_to_revision]
    taken_back = {row.withdraws for row in known if row.state == Rating.State.WITHDRAWN}
    return sorted(
        row
        for row in known
        if row.source in sources
        and row.state != Rating.State.WITHDRAWN
        and row.revision not in taken_back
        and (row.value <= HIGHEST or row.value == NOT_APPLICABLE)
    )


def fold(
    rows: Iterable[RatingRow],
    translation: Translation,
    *,
    sources: Collection[str],
    up_to_revision: int | None = None,
) -> dict[int, Held]:
    """What the rows of one person state by slot: of all that counts there, what was said last."""
    found: dict[int, Held] = {}
    for row in reversed(standing(rows, sources=sources, up_to_revision=up_to_revision)):
        for slot, again in translation.places(row):
            if slot not in found:
                found[slot] = Held(translation.value(row.version, row.value), row.day, again)
    return found


def before_newest(
    rows: Iterable[RatingRow], translation: Translation, slot: int, *, sources: Collection[str]
) -> tuple[RatingRow, Held | None] | None:
    """The newest row that counts in a slot, and what held there before it; None where nothing was said."""
    said = [
        (row, held)
        for row in standing(rows, sources=sources)
        for place, held in translation.held(row)
        if place == slot
    ]
    if not said:
        return None
    return said[-1][0], said[-2][1] if len(said) > 1 else None
