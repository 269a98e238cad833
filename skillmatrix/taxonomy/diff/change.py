"""A difference as values: sections, in them groups about one thing, in them changes in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any


class Tone(StrEnum):
    """What a mark and a colour say at a glance; the sentence says it too."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class What(StrEnum):
    """The kinds of change. `SETTING` is any field without a text: a number, a switch, a reference."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    REORDERED = "reordered"
    RETIRED = "retired"
    SUCCESSOR = "successor"
    MERGED = "merged"
    SPLIT = "split"
    BROUGHT_BACK = "brought-back"
    REWORDED = "reworded"
    LADDER = "ladder"
    MEANING = "meaning"
    KIND = "kind"
    PREREQUISITE_ADDED = "prerequisite-added"
    PREREQUISITE_REMOVED = "prerequisite-removed"
    RESOURCE_ADDED = "resource-added"
    RESOURCE_REMOVED = "resource-removed"
    RESOURCE_CHANGED = "resource-changed"
    TARGET_ADDED = "target-added"
    TARGET_REMOVED = "target-removed"
    TARGET_RAISED = "target-raised"
    TARGET_LOWERED = "target-lowered"
    TARGET_WEIGHT = "target-weight"
    OPTIONAL = "optional"
    OFF = "off"
    RESCALED = "rescaled"
    SETTING = "setting"
    TRANSLATED = "translated"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with gaps: `names` are what the sentence is about and stand out, `values` are plain.

    The gaps are written `%(skill)s`, as in any translated text. HTML gives a name emphasis and plain text
    puts it between asterisks; neither can be broken by what an author wrote.
    """

    template: str
    names: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """The sentence as plain text, names between asterisks."""
        return self.template % {**self.values, **{key: f"*{name}*" for key, name in self.names.items()}}


@dataclass(frozen=True, slots=True)
class Compared:
    """A text on both sides. `label` says which one where a change has several; None: there is none there."""

    before: str | None
    after: str | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change, told once. `skill` and `role` are the slugs that it is about.

    `asks_again`: it makes ratings stale, those of the skill or of the one that takes them over.
    """

    what: What
    tone: Tone
    sentence: Sentence
    texts: tuple[Compared, ...] = ()
    skill: str = ""
    role: str = ""
    asks_again: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain values, the same for the same change."""
        found = {"kind": self.what.value, "tone": self.tone.value, "sentence": str(self.sentence)}
        more = {
            "skill": self.skill,
            "role": self.role,
            "asks_again": self.asks_again,
            "texts": [
                {"label": text.label, "before": text.before, "after": text.after} for text in self.texts
            ],
        }
        return found | {key: value for key, value in more.items() if value}


@dataclass(frozen=True, slots=True)
class Group:
    """Changes of one thing: a skill, a role, or what belongs to the whole section (no slug)."""

    slug: str
    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document as a reader thinks of it. `key`: `general`, `areas.<slug>`, `roles`, `promotion`."""

    key: str
    title: str
    groups: tuple[Group, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes of the section, in order."""
        return tuple(change for group in self.groups for change in group.changes)


@dataclass(frozen=True)
class Difference:
    """Everything that is different, in the order of the newer document. `reworded`: skills with other texts
    and the same meaning, in that order: those of which somebody has to say whether only the wording changed."""

    sections: tuple[Section, ...] = ()
    reworded: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """All changes, in order."""
        return tuple(change for section in self.sections for change in section.changes)

    @property
    def is_empty(self) -> bool:
        """The two documents say the same."""
        return not self.sections

    @cached_property
    def counts(self) -> Mapping[Tone, int]:
        """How many changes have each tone; tones without any are left out."""
        found = Counter(change.tone for change in self.changes)
        return {tone: found[tone] for tone in Tone if found[tone]}

    def to_json(self) -> dict[str, Any]:
        """Plain values for the API and for pipelines, the same for the same difference."""
        return {
            "empty": self.is_empty,
            "counts": {tone.value: count for tone, count in self.counts.items()},
            "reworded": list(self.reworded),
            "sections": [
                {
                    "key": section.key,
                    "title": section.title,
                    "changes": [change.to_json() for change in section.changes],
                }
                for section in self.sections
            ],
        }
