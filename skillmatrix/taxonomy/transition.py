"""What a new version does to ratings made under the one before, and the same over many versions.

A **transition** follows from two documents alone: a skill that is newly `merged` hands its ratings to its
successor, a new skill with `split_from` starts with those of its origin, `rescale` says where each level went,
and a changed `meaning` makes ratings ask again. So the file in a repository, the draft in the browser and an
import all say it in the same words, and saying it twice does it once.

The **lineage** is the chain of transitions. An undo restores the version before the last: whatever was said
before that one comes back untouched, and only what was said under it goes through the inverse that an admin stated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from skillmatrix.taxonomy.document import Taxonomy


class LevelsUnmapped(ValueError):
    """The scale has another number of levels and nothing says where the old ones went."""

    def __init__(self, before: Taxonomy, after: Taxonomy) -> None:
        self.before = tuple(level.name for level in before.scale)
        self.after = len(after.scale)
        super().__init__(f"{len(self.before)} levels became {self.after}")


@dataclass(frozen=True, slots=True)
class Transition:
    """One step from a version to the next.

    `levels[old rank]` is the new rank, or None where levels stay. `moves` maps a skill to the skills that hold its
    ratings afterwards, where that is not just itself. Ratings of `asks_again` count as stale, whoever had them.
    """

    levels: tuple[int, ...] | None = None
    moves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asks_again: frozenset[str] = frozenset()

    @property
    def touched(self) -> frozenset[str] | None:
        """The skills, before and after, whose ratings look different then; None for all of them."""
        if self.levels is not None:
            return None
        return frozenset(
            {*self.moves, *(to for all_ in self.moves.values() for to in all_), *self.asks_again}
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values, the same for the same transition."""
        return {
            "levels": list(self.levels) if self.levels is not None else None,
            "moves": {slug: list(to) for slug, to in sorted(self.moves.items())},
            "asks_again": sorted(self.asks_again),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The transition that `to_json` made; an empty mapping is the one that changes nothing."""
        levels = stored.get("levels")
        return cls(
            levels=None if levels is None else tuple(levels),
            moves={slug: tuple(to) for slug, to in stored.get("moves", {}).items()},
            asks_again=frozenset(stored.get("asks_again", ())),
        )


@dataclass(frozen=True, slots=True)
class Carry:
    """Transitions one after the other, as one: what a rating made under an old version says now.

    `moves` maps a skill to (skill, asks again) pairs, where that is not just itself as it was.
    """

    levels: tuple[int, ...] | None = None
    moves: Mapping[str, tuple[tuple[str, bool], ...]] = field(default_factory=dict)

    def skills(self, slug: str) -> tuple[tuple[str, bool], ...]:
        """The skills that hold the ratings of `slug` now, each with whether they ask again."""
        return self.moves.get(slug, ((slug, False),))

    def level(self, rank: int) -> int:
        """Where a rank went. A rank outside the old scale stays at the nearest end of it."""
        return rank if self.levels is None else self.levels[min(rank, len(self.levels) - 1)]

    def then(self, step: Transition) -> Carry:
        """This carry followed by one more transition."""
        levels = self.levels
        if step.levels is not None:
            after = Carry(step.levels)
            before = range(len(step.levels)) if levels is None else levels
            levels = tuple(after.level(rank) for rank in before)
        moves = {
            slug: tuple(_moved(self.skills(slug), step))
            for slug in {*self.moves, *step.moves, *step.asks_again}
        }
        return Carry(levels, {slug: to for slug, to in moves.items() if to != ((slug, False),)})


def _moved(held: Iterable[tuple[str, bool]], step: Transition) -> Iterable[tuple[str, bool]]:
    for slug, again in held:
        for to in step.moves.get(slug, (slug,)):
            yield to, again or to in step.asks_again


@dataclass(frozen=True, slots=True)
class Link:
    """A version as one step of the lineage; `undoes` says that it takes back the version before it."""

    transition: Transition
    undoes: bool = False


class Lineage:
    """All versions up to one, and what each did to ratings. `links[n]` leads from version n + 1 to n + 2."""

    def __init__(self, links: Sequence[Link]) -> None:
        self._links = tuple(links)
        self._carries: dict[int, Carry] = {}

    @property
    def number(self) -> int:
        """The version that everything is carried to."""
        return len(self._links) + 1

    def carry(self, made_under: int) -> Carry:
        """What a rating made under that version says now. Numbers that do not exist change nothing."""
        if made_under not in self._carries:
            carry = Carry()
            for step in reversed(self._way(made_under)):
                carry = carry.then(step)
            self._carries[made_under] = carry
        return self._carries[made_under]

    def touched_since(self, number: int) -> frozenset[str] | None:
        """The skills whose ratings may look different now than under that version; None for all of them."""
        found: set[str] = set()
        for place in range(max(0, number - 1), len(self._links)):
            link = self._links[place]
            steps = [link.transition, *([self._links[place - 1].transition] if link.undoes else [])]
            for step in steps:
                if step.touched is None:
                    return None
                found |= step.touched
        return frozenset(found)

    def and_then(self, link: Link) -> Lineage:
        """The lineage with one more version, published or only thought of."""
        return Lineage((*self._links, link))

    def _way(self, made_under: int) -> list[Transition]:
        """The transitions from now back to a version; an undo leads past the version it takes back."""
        steps, at = [], self.number
        while at > max(1, made_under):
            link = self._links[at - 2]
            if link.undoes and made_under != at - 1:
                at -= 2
            else:
                steps.append(link.transition)
                at -= 1
        return steps


def transition(before: Taxonomy, after: Taxonomy) -> Transition:
    """What publishing `after` on `before` does to ratings. Raises `LevelsUnmapped`."""
    merged = {
        slug: (skill.replaced_by,)
        for slug, skill in after.skills.items()
        if skill.merged and slug in before.skills and not before.skills[slug].merged
    }
    split: dict[str, list[str]] = {}
    for slug, skill in after.skills.items():
        if skill.split_from in before.skills and slug not in before.skills:
            split.setdefault(skill.split_from, [skill.split_from]).append(slug)
    moves = {slug: (*merged.get(slug, (slug,)), *split.get(slug, ())[1:]) for slug in {*merged, *split}}
    return Transition(_levels(before, after), moves, _reread(before, after) | _receivers(moves))


def inverse(
    forward: Transition,
    before: Taxonomy,
    after: Taxonomy,
    *,
    levels: Sequence[int] | None,
    moves: Mapping[str, Collection[str]],
) -> Transition:
    """What taking `after` back does to ratings made under it, where `forward` led there from `before`.

    `levels` and `moves` are the admin's word. A rating of a skill that `before` does not have stays in the
    history alone, unless `moves` says otherwise.
    """
    stated = {slug: tuple(to) for slug, to in moves.items() if tuple(to) != (slug,)}
    again = _reread(before, after) | _receivers(stated) | _receivers(forward.moves)
    return Transition(tuple(levels) if levels is not None else None, stated, again)


def proposed_inverse(forward: Transition, before: Taxonomy, after: Taxonomy) -> Transition:
    """The inverse that an admin is offered: the lowest level that fits, and the origin of a split."""
    levels = None
    if forward.levels is not None:
        levels = tuple(_lowest(forward.levels, rank) for rank in range(len(after.scale)))
    moves = {
        slug: (skill.split_from,)
        for slug, skill in after.skills.items()
        if slug not in before.skills and skill.split_from in before.skills
    }
    return inverse(forward, before, after, levels=levels, moves=moves)


def _lowest(levels: Sequence[int], rank: int) -> int:
    """The lowest old rank that became `rank`; where none did, the highest that became something lower."""
    same = [old for old, new in enumerate(levels) if new == rank]
    return same[0] if same else max((old for old, new in enumerate(levels) if new < rank), default=0)


def _levels(before: Taxonomy, after: Taxonomy) -> tuple[int, ...] | None:
    """Where levels went. A `rescale` counts when it names just the levels of the scale before."""
    old, new = ([level.name for level in taxonomy.scale] for taxonomy in (before, after))
    if old == new:
        return None
    if set(after.rescale) == set(old):
        levels = tuple(after.rescale[name] for name in old)
        return None if levels == tuple(range(len(new))) and len(old) == len(new) else levels
    if len(old) != len(new):
        raise LevelsUnmapped(before, after)
    return None


def _reread(before: Taxonomy, after: Taxonomy) -> frozenset[str]:
    """Skills that mean something else than they did."""
    both = before.skills.keys() & after.skills.keys()
    return frozenset(slug for slug in both if before.skills[slug].meaning != after.skills[slug].meaning)


def _receivers(moves: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Skills that hold what was said about another."""
    return frozenset(to for slug, all_ in moves.items() for to in all_ if len(all_) > 1 or to != slug)
