"""Whole histories at once: rows by COPY, and profiles folded from exactly those rows.

For people who have no inputs yet. It is the one writer beside `saving`, `sharing` and `marking`
that may write input tables, and it keeps their promises: revisions are consecutive for each person
over all kinds of input, and the vectors are what `folding` would make of the rows. It rings no
dispatcher, because NOTIFY halves the rate of commits; the poll finds the new people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection, transaction

from assessments.models import Profile
from assessments.models.rating import NOT_APPLICABLE
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.models import Role, Skill

from .history import Aimed, Assigned, Event, Excepted, History, Listed, Released, Stated, Wished
from .translation import OWN_SOURCES
from .vectors import Held, pack

BATCH = 500
_RELATIONS = {
    "assessments_rating": "person_id, skill_id, revision, key, source, state, value, day, reason, version, by_id, created_at",
    "assessments_share": "person_id, revision, up_to_revision, key, day, created_at",
    "assessments_nextrole": "person_id, role_id, revision, created_at",
    "assessments_extraskill": "person_id, skill_id, added, version, revision, created_at",
    "assessments_interest": "person_id, skill_id, wish, version, revision, created_at",
    "assessments_roleassignment": "person_id, role_id, by_id, starts_on, ends_on",
    "assessments_targetoverride": "person_id, skill_id, level, version, reason, by_id, starts_on, ends_on",
    "assessments_profile": "person_id, revision, own_revision, shared_revision, shared_on, version, "
    "own_values, own_days, shared_values, shared_days, agreed_values, agreed_days",
}
Holding = dict[int, Held]


class AlreadyHeard(ValueError):
    """Somebody among them has inputs already; nothing of their batch is written."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much was written."""

    people: int = 0
    ratings: int = 0


def load_histories(
    histories: Iterable[History],
    *,
    progress: Callable[[Loaded], None] = lambda loaded: None,
    batch: int = BATCH,
) -> Loaded:
    """Write the histories of people who have none, `batch` people a transaction; `progress` after each.

    Raises AlreadyHeard for a person who has a profile, and LookupError for an unknown skill or role.
    Batches that were written before stay, unless the caller holds a transaction around all.
    """
    words, loaded, waiting = _Words.current(), Loaded(), iter(histories)
    while some := list(islice(waiting, batch)):
        desk = _Desk(words)
        for history in some:
            desk.write(history)
        with transaction.atomic():
            _refuse_known(history.person_id for history in some)
            desk.send()
        loaded = Loaded(loaded.people + len(some), loaded.ratings + len(desk.lines["assessments_rating"]))
        progress(loaded)
    return loaded


def _refuse_known(people: Iterable[int]) -> None:
    known = list(Profile.objects.filter(person_id__in=list(people)).values_list("person_id", flat=True)[:5])
    if known:
        message = f"These people have inputs already: {known}"
        raise AlreadyHeard(message)


@dataclass(frozen=True, slots=True)
class _Words:
    """What slugs stand for in the rows, under the version that the rows are written in."""

    version: int
    slots: dict[str, int]
    skills: dict[str, int]
    roles: dict[str, int]

    @classmethod
    def current(cls) -> _Words:
        rows = list(Skill.objects.values_list("slug", "slot", "pk"))
        return cls(
            version=versions.current_number(),
            slots={slug: slot for slug, slot, _ in rows},
            skills={slug: pk for slug, _, pk in rows},
            roles=dict(Role.objects.values_list("slug", "pk")),
        )


@dataclass(slots=True)
class _Desk:
    """Lines of COPY for some people, a list a table."""

    words: _Words
    lines: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in _RELATIONS})

    def write(self, history: History) -> None:
        """Number the events of one person, write their rows, and fold the profile."""
        one = _One(history.person_id, self.words, self.lines)
        for event in history.events:
            one.take(event)
        self.lines["assessments_profile"].append(one.profile())

    def send(self) -> None:
        """One COPY a table."""
        with connection.cursor() as cursor:
            for table, columns in _RELATIONS.items():
                if self.lines[table]:
                    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                        copy.write("".join(self.lines[table]))


@dataclass(slots=True)
class _One:
    """One person while their events pass by: what holds so far, and at which revision."""

    person: int
    words: _Words
    lines: dict[str, list[str]]
    revision: int = 0
    own_revision: int = 0
    shared_revision: int = 0
    shared_on: date | None = None
    own: Holding = field(default_factory=dict)
    shared: Holding = field(default_factory=dict)
    agreed: Holding = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """One event, one revision."""
        self.revision += 1
        if isinstance(event, Stated):
            self._stated(event)
        else:
            _WRITERS[type(event)](self, event)

    def profile(self) -> str:
        """The person's profile after all that."""
        vectors = [part for held in (self.own, self.shared, self.agreed) for part in pack(held)]
        numbers = (self.person, self.revision, self.own_revision, self.shared_revision)
        packed = (rf"\\x{part.hex()}" for part in vectors)
        return _line(*numbers, self.shared_on, self.words.version, *packed)

    def _stated(self, event: Stated) -> None:
        day, skill, value, source, by, reason = event
        if source in OWN_SOURCES:
            self.own_revision = self.revision
            self.own[self.words.slots[skill]] = Held(value, day)
        elif source == "agreed":
            self.agreed[self.words.slots[skill]] = Held(value, day)
        state = "not_applicable" if value == NOT_APPLICABLE else "level"
        # Written out, because nine of ten lines of an import are these.
        self.lines["assessments_rating"].append(
            f"{self.person}\t{self.words.skills[skill]}\t{self.revision}\t{self._key()}\t{source}\t{state}\t{value}\t"
            f"{day}\t{_escaped(reason) if reason else ''}\t{self.words.version}\t{by or self.person}\t{_moment(day)}\n"
        )

    def _released(self, event: Released) -> None:
        self.shared_revision, self.shared_on, self.shared = self.own_revision, event.day, dict(self.own)
        self._add("share", self.revision, self.own_revision, self._key(), event.day, _moment(event.day))

    def _aimed(self, event: Aimed) -> None:
        self.own_revision = self.revision
        role = self.words.roles[event.role] if event.role else None
        self._add("nextrole", role, self.revision, _moment(event.day))

    def _listed(self, event: Listed) -> None:
        self.own_revision = self.revision
        added = "t" if event.added else "f"
        skill = self.words.skills[event.skill]
        self._add("extraskill", skill, added, self.words.version, self.revision, _moment(event.day))

    def _wished(self, event: Wished) -> None:
        self.own_revision = self.revision
        skill = self.words.skills[event.skill]
        self._add("interest", skill, event.wish, self.words.version, self.revision, _moment(event.day))

    def _assigned(self, event: Assigned) -> None:
        self._add("roleassignment", self.words.roles[event.role], event.by, event.day, event.until)

    def _excepted(self, event: Excepted) -> None:
        skill = self.words.skills[event.skill]
        reason = _escaped(event.reason)
        self._add(
            "targetoverride", skill, event.level, self.words.version, reason, event.by, event.day, event.until
        )

    def _add(self, table: str, *values: object) -> None:
        self.lines[f"assessments_{table}"].append(_line(self.person, *values))

    def _key(self) -> str:
        """A key of our own making (UUID version 8): the same history gives the same keys."""
        return f"{self.person >> 16:08x}-{self.person & 0xFFFF:04x}-8000-8000-{self.revision:012x}"


_WRITERS: dict[type, Callable[[_One, Any], None]] = {
    Released: _One._released,
    Aimed: _One._aimed,
    Listed: _One._listed,
    Wished: _One._wished,
    Assigned: _One._assigned,
    Excepted: _One._excepted,
}


def _line(*values: object) -> str:
    return "\t".join(r"\N" if value is None else str(value) for value in values) + "\n"


@lru_cache(maxsize=4096)
def _moment(day: date) -> str:
    """When a row of that day was made; nobody knows the hour."""
    return f"{day} 09:00:00+00"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
