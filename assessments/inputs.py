"""Everything a report about one person is computed from, as plain values.

`levels.reading` fills it from one statement, so that a report is exactly the state at one
revision. Nothing here knows Django or a database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from skillmatrix.taxonomy.document import Taxonomy

from .standing import Statement
from .targets import Override


class Audience(StrEnum):
    """For whom a figure is made: the person themselves, or whoever they share with."""

    OWN = "own"
    SHARED = "shared"


class Wish(StrEnum):
    """What a person wants to do with a skill. Not said is not among them: then nothing is kept."""

    LEARN = "learn"
    USE = "use"  # they know it well enough and like working with it
    NEITHER = "neither"


NO_WISHES: Mapping[str, Wish] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Said:
    """What one audience may know a person to have said: statements, choices, and wishes by skill."""

    statements: Mapping[str, Statement]
    agreed: Mapping[str, Statement]
    next_role: str | None
    extra_skills: frozenset[str]
    wishes: Mapping[str, Wish] = field(default_factory=dict)

    @property
    def known(self) -> frozenset[str]:
        """The skills about which something was said: rated, agreed, or set aside as not applicable."""
        return frozenset((*self.statements, *self.agreed))


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of one person at `revision`, under one version of the taxonomy, on one day.

    `changes_on` is the first later day on which a role or an override starts or ends.
    `own_revision` and `shared_revision` differ while there is something to share. `encoded_in` is the version
    that the stored vectors speak in; what is here has been translated where that is an older one.
    """

    person_id: int
    revision: int
    own_revision: int
    shared_revision: int
    shared_on: date | None
    taxonomy: Taxonomy
    role: str | None
    overrides: Mapping[str, Override]
    changes_on: date | None
    own: Said
    shared: Said
    encoded_in: int = 0

    @property
    def version(self) -> int:
        """The number of the taxonomy's version."""
        return self.taxonomy.number

    @property
    def were_translated(self) -> bool:
        """The stored vectors speak an older version than this."""
        return 0 < self.encoded_in < self.version

    def said(self, audience: Audience) -> Said:
        """What this audience may know."""
        return self.own if audience is Audience.OWN else self.shared

    @property
    def has_unshared_changes(self) -> bool:
        """The person said something that nobody else sees yet."""
        return self.own_revision != self.shared_revision
