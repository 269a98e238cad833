"""What a taxonomy says, as frozen values; knows nothing of files, databases or Django.

One document describes areas, skills, levels, prerequisites, roles and targets. The file in the
repository, a draft, an import, an export and every published version are all that same document
(`parsing.py` reads it, `exporting.py` writes it), so whatever computes from a taxonomy takes a
`Taxonomy` and cannot tell where it came from.

Levels are compared by **rank**, the index in `Taxonomy.scale`, never by a database id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

SCHEMA = 1


class Kind(StrEnum):
    """The four kinds of skill; concepts come before the tools that rest on them."""

    CONCEPT = "concept"
    TOOL = "tool"
    PRACTICE = "practice"
    BEHAVIOUR = "behaviour"


class Principle(StrEnum):
    """The three things by which somebody sums up an engineer who does not read matrices."""

    TEAM_PLAYER = "team-player"
    TRUSTWORTHY = "trustworthy"
    SKILLED = "skilled"


@dataclass(frozen=True, slots=True)
class Level:
    """One step of the proficiency scale. `rank` counts from 0."""

    rank: int
    name: str
    descriptor: str


@dataclass(frozen=True, slots=True)
class Resource:
    """Something to learn from. `level` is the rank whose step it serves."""

    title: str
    by: str
    kind: str
    level: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class KindDefaults:
    """What holds for every skill of a kind unless the skill says otherwise.

    `effort` multiplies the effort of a step; `review_months` is how long a rating stays fresh;
    `descriptors` are the sentences for a skill that has no ladder of its own.
    """

    effort: float
    review_months: int
    descriptors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Skill:
    """The smallest rateable unit. `descriptors[rank]` makes each level observable.

    `merged`: the successor took the ratings over; otherwise `replaced_by` is where to look instead.
    `split_from` names the skill whose ratings a new skill starts with. `transition.py` carries both out. `principle`
    is its own where it differs from that of its area (`Taxonomy.principle`).
    """

    slug: str
    name: str
    area: str
    kind: Kind
    definition: str
    prerequisites: tuple[str, ...]
    descriptors: tuple[str, ...]
    evidence: str = ""
    watch_out: str = ""
    resources: tuple[Resource, ...] = ()
    quick: bool = False
    overlooked: bool = False
    effort: float | None = None
    review_months: int | None = None
    evidence_from: int | None = None
    coverage: int | None = None
    principle: str = ""
    optional: bool = False
    off: bool = False
    retired: bool = False
    replaced_by: str = ""
    merged: bool = False
    split_from: str = ""
    meaning: int = 1
    interview: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A group of skills, in the order in which they are shown. `principle`: what its skills stand for in a summary."""

    slug: str
    name: str
    summary: str
    skills: tuple[str, ...]
    principle: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What a role asks of one skill: a rank, and a weight that says how much it matters."""

    level: int
    weight: int


@dataclass(frozen=True, slots=True)
class Role:
    """A target profile. Skills that are absent, or have level 0, are not asked for.

    `short` heads a narrow column; `track` groups roles, such as engineering and management.
    """

    slug: str
    name: str
    summary: str
    targets: Mapping[str, Target]
    next_roles: tuple[str, ...] = ()
    promotion: bool = False
    track: str = ""
    short: str = ""

    @property
    def label(self) -> str:
        """The name where there is little room."""
        return self.short or self.name


@dataclass(frozen=True, slots=True)
class Condition:
    """`at_least` of `skills` stand at `level` or above. `first` names the pillar's leading skill."""

    skills: tuple[str, ...]
    level: int
    at_least: int


@dataclass(frozen=True, slots=True)
class Pillar:
    """One leg of a promotion rule: met when each of its conditions is."""

    slug: str
    name: str
    summary: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class PromotionRule:
    """At least `needed` pillars, and no core skill of `base_role` more than `base_slack` under its target."""

    role: str
    needed: int
    pillars: tuple[Pillar, ...]
    base_role: str = ""
    base_slack: int = 1
    base_skills: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taxonomy:
    """A whole taxonomy. Until it is published, `number` is 0, and `slots` (slug → vector slot) is empty.

    `slots` keeps the slugs that left the document, so that a slot is never given out twice: walk over
    `active` or `skills` and look the slot up, never the other way round. `coverage` and `evidence_from`
    are ranks. `rating_rules` are pairs of a rule and its reason. `rescale` says where each level of the scale before
    went: its name → rank in this one. `translations` maps language → path of a
    text (`skills.<slug>.name`) → that text. Whoever caches something made from a published taxonomy does so by
    `fingerprint`.
    """

    name: str
    language: str
    scale: tuple[Level, ...]
    kinds: Mapping[Kind, KindDefaults]
    areas: tuple[Area, ...]
    skills: Mapping[str, Skill]
    roles: Mapping[str, Role]
    rating_rules: tuple[tuple[str, str], ...] = ()
    promotion: tuple[PromotionRule, ...] = ()
    evidence_from: int = 3
    coverage: int = 3
    rescale: Mapping[str, int] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    number: int = 0
    slots: Mapping[str, int] = field(default_factory=dict)
    fingerprint: str = field(default="", compare=False)

    @property
    def top(self) -> int:
        """The highest rank of the scale."""
        return len(self.scale) - 1

    @cached_property
    def active(self) -> tuple[Skill, ...]:
        """The skills that can be rated, in the order in which they are shown."""
        return tuple(
            skill
            for area in self.areas
            for slug in area.skills
            if not (skill := self.skills[slug]).retired and not skill.off
        )

    @cached_property
    def area_of(self) -> Mapping[str, Area]:
        """The area of each skill, by the skill's slug."""
        return {slug: area for area in self.areas for slug in area.skills}

    @cached_property
    def position(self) -> Mapping[str, int]:
        """The place of each skill in the order of the document."""
        return {slug: place for place, slug in enumerate(s for area in self.areas for s in area.skills)}

    @cached_property
    def width(self) -> int:
        """How many slots a vector of this version needs."""
        return max(self.slots.values(), default=-1) + 1

    @cached_property
    def dependants(self) -> Mapping[str, tuple[str, ...]]:
        """The active skills that name each skill as a prerequisite, in document order."""
        found: dict[str, list[str]] = {}
        for skill in self.active:
            for needed in skill.prerequisites:
                found.setdefault(needed, []).append(skill.slug)
        return {slug: tuple(needing) for slug, needing in found.items()}

    def review_months(self, slug: str) -> int:
        """For how many months a rating of the skill stays fresh."""
        skill = self.skills[slug]
        return skill.review_months or self.kinds[skill.kind].review_months

    def principle(self, slug: str) -> Principle:
        """What the skill stands for in a summary: its own word, its area's, or skill as such."""
        return Principle(self.skills[slug].principle or self.area_of[slug].principle or Principle.SKILLED)

    def effort(self, slug: str) -> float:
        """The factor by which a step in the skill is larger or smaller than usual."""
        skill = self.skills[slug]
        return skill.effort or self.kinds[skill.kind].effort
