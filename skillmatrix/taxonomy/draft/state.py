"""The draft as it stands: the base version with what the draft holds laid over it. Reading never writes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import change_from
from skillmatrix.taxonomy.building import content_of
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.draft.rebasing import Conflict, Merged, merge
from skillmatrix.taxonomy.draft.wording import meaning_of, receivers, reworded
from skillmatrix.taxonomy.models import (
    DraftChange,
    DraftPart,
    Role,
    SkillArea,
    TaxonomyDraft,
    TaxonomyVersion,
)
from skillmatrix.taxonomy.parsing import Invalid, Problem, examine
from skillmatrix.taxonomy.parts import Parts, join, of_kind, order_of, split
from skillmatrix.web.caching import Cache

KEEP = 8
"""Examined contents, and base contents, that a process keeps."""

_bases: Cache[str, str] = Cache("draft-base", KEEP)
_examined: Cache[tuple[str, str, str], Examination] = Cache("draft-examined", KEEP)


@dataclass(frozen=True, slots=True)
class Held:
    """A part that the draft holds. No content: the part is taken out of the document."""

    content: Any
    revision: int
    wording_only: bool
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """The newest change, which can be undone."""

    revision: int
    summary: str
    by: Person | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Examination:
    """What publishing would refuse (`problems`), and what may be meant. Lines of problems mean nothing here."""

    taxonomy: Taxonomy | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class Draft:
    """The draft at one revision. `id` is None while there is none: nothing differs from the base then.

    `base` is the number of the version it starts from and `current` that of the newest. Contents are this
    object's own: changing them changes nothing else.
    """

    id: int | None
    base: int
    revision: int
    note: str
    base_taxonomy: Taxonomy
    current: int
    held: Mapping[str, Held] = field(default_factory=dict)
    last_change: Change | None = None

    @property
    def is_outdated(self) -> bool:
        """Another version was published since; the draft has to be rebased before it can be."""
        return self.base != self.current

    @cached_property
    def base_content(self) -> dict[str, Any]:
        """The plain content of the base version."""
        return plain(self.base_taxonomy)

    @cached_property
    def base_parts(self) -> Parts:
        """The parts of the base version, by path."""
        return split(self.base_content)

    @cached_property
    def parts(self) -> Parts:
        """The parts that hold, by path: those of the base with the draft's own laid over. Gone ones are absent."""
        laid = split(plain(self.base_taxonomy)) | {path: held.content for path, held in self.held.items()}
        return {path: content for path, content in laid.items() if content is not None}

    @cached_property
    def content(self) -> dict[str, Any]:
        """The whole document as it would be published."""
        return join(self.parts)

    @cached_property
    def changed_paths(self) -> tuple[str, ...]:
        """The parts that say something else than the base, in the order in which they were first touched."""
        return tuple(path for path in self.held if self.parts.get(path) != self.base_parts.get(path))

    @property
    def changes_count(self) -> int:
        """How many parts differ from the base."""
        return len(self.changed_paths)

    @property
    def is_empty(self) -> bool:
        """Nothing differs from the base."""
        return not self.changed_paths

    @cached_property
    def order(self) -> dict[str, list[str]]:
        """The areas, skills and roles in the order in which they stand, by kind."""
        return order_of(self.parts)

    def shown(self, path: str) -> str:
        """What a form has to send back to be sure that it replaces what it showed."""
        held = self.held.get(path)
        return f"b{self.base}" if held is None else f"{self.id}.{held.revision}"

    @property
    def shown_whole(self) -> str:
        """What a page about the whole draft has to send back to be sure that it replaces what it showed."""
        return f"{self.base}.{self.id if self.revision else 0}.{self.revision}"

    def tokens(self, paths: Iterable[str]) -> dict[str, str]:
        """`shown` for several parts."""
        return {path: self.shown(path) for path in paths}

    def wording_only(self, path: str) -> bool:
        """An admin said that the new texts of this skill mean what the old ones did."""
        return path in self.held and self.held[path].wording_only

    @cached_property
    def reworded(self) -> tuple[str, ...]:
        """The slugs of skills of the base that a rater reads differently now, in document order."""
        found = set(reworded(self.base_parts, self.parts))
        return tuple(slug for slug in self.order["skills"] if slug in found)

    @cached_property
    def unconfirmed(self) -> tuple[str, ...]:
        """Those of which nobody said whether the new words mean the same. They block publishing."""
        settled = receivers(self.base_parts, self.parts)
        return tuple(
            slug
            for slug in self.reworded
            if not self.wording_only(f"skill:{slug}")
            and slug not in settled
            and meaning_of(self.parts, slug) <= meaning_of(self.base_parts, slug)
            and not self.parts[f"skill:{slug}"].get("merged")
        )

    def taken(self, kind: str) -> frozenset[str]:
        """The slugs that areas, skills or roles ("area", "skill", "role") ever had, here and in any version."""
        now = frozenset(of_kind(self.parts, kind)) | frozenset(of_kind(self.base_parts, kind))
        if kind == "skill":
            return now | self._current_taxonomy.slots.keys()
        rows = SkillArea.objects if kind == "area" else Role.objects
        return now | frozenset(rows.values_list("slug", flat=True))

    def examine(self) -> Examination:
        """Check the whole draft as publishing would. Repeated questions about the same content cost nothing."""
        own = json.dumps({path: held.content for path, held in self.held.items()}, sort_keys=True)
        digest = hashlib.sha256(own.encode()).hexdigest()
        key = (self.base_taxonomy.fingerprint, digest, get_language() or "")
        return _examined.get(key, self._examine)

    def conflicts(self) -> tuple[Conflict, ...]:
        """What this draft and the versions published since say differently about the same field."""
        return self.merged.conflicts

    @cached_property
    def merged(self) -> Merged:
        """This draft and the versions published since, together."""
        carry = versions.lineage(self._current_taxonomy).carry(self.base)
        return merge(self.base_parts, self.current_parts, self.parts, carry.levels)

    @cached_property
    def current_parts(self) -> Parts:
        """The parts of the newest version."""
        return split(plain(self._current_taxonomy))

    @cached_property
    def _current_taxonomy(self) -> Taxonomy:
        return versions.by_number(self.current) if self.is_outdated else self.base_taxonomy

    def _examine(self) -> Examination:
        taxonomy, problems, warnings = examine(self.content)
        if taxonomy is not None:
            base = TaxonomyVersion(number=self.base, fingerprint=self.base_taxonomy.fingerprint)
            try:
                change_from(base, taxonomy)
            except Invalid as invalid:
                taxonomy, problems = None, invalid.problems
        return Examination(taxonomy, problems, warnings)


def plain(taxonomy: Taxonomy) -> dict[str, Any]:
    """The plain content of a published version, as the caller's own copy."""
    text = _bases.get(taxonomy.fingerprint, lambda: json.dumps(content_of(taxonomy)))
    found: dict[str, Any] = json.loads(text)
    return found


def load() -> Draft:
    """Return the draft; an empty one on the current version while there is none. Raises `NothingPublished`."""
    current = versions.current()
    row = TaxonomyDraft.objects.first()
    return of_row(row, current) if row else Draft(None, current.number, 0, "", current, current.number)


def of_row(row: TaxonomyDraft, current: Taxonomy) -> Draft:
    """Return the draft of a row that was read, or locked, before."""
    # The row came first: parts that are newer than its revision are refused as moved, and never the other way.
    held = {
        part.path: Held(part.content, part.revision, part.wording_only, part.changed_by_id, part.changed_at)
        for part in DraftPart.objects.filter(draft=row).order_by("pk")
    }
    last = DraftChange.objects.filter(draft=row).select_related("by").first()
    return Draft(
        id=row.pk,
        base=row.base,
        revision=row.revision,
        note=row.note,
        base_taxonomy=current if row.base == current.number else versions.by_number(row.base),
        current=current.number,
        held=held,
        last_change=Change(last.revision, last.summary, last.by, last.at) if last else None,
    )
