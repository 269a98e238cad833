"""What a person has said and not released yet: exactly what the next share would let others see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from skillmatrix.taxonomy.document import Taxonomy

from .inputs import Inputs, Wish
from .standing import Statement


@dataclass(frozen=True, slots=True)
class Change:
    """What others know of a skill, and what I say of it now. None means: not rated."""

    skill: str
    name: str
    before: Statement | None
    after: Statement | None

    @property
    def is_confirmed(self) -> bool:
        """The same level, said again on a later day."""
        same = self.before is not None and self.after is not None
        return same and (self.before.level, self.before.state) == (self.after.level, self.after.state)  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class NewWish:
    """What others know that I want to do with a skill, and what I say now. None: nothing."""

    name: str
    before: Wish | None
    after: Wish | None


@dataclass(frozen=True, slots=True)
class Unshared:
    """Everything that waits to be shared. Roles are slugs; `next_role` is None unless it changed."""

    ratings: tuple[Change, ...]
    next_role: tuple[str | None, str | None] | None
    added: tuple[str, ...]
    removed: tuple[str, ...]
    wishes: tuple[NewWish, ...] = ()

    @property
    def count(self) -> int:
        """How many changes these are."""
        lists = (self.ratings, self.added, self.removed, self.wishes)
        return sum(map(len, lists)) + (self.next_role is not None)

    @property
    def skills(self) -> frozenset[str]:
        """The skills whose rating waits."""
        return frozenset(change.skill for change in self.ratings)


def unshared(inputs: Inputs, taxonomy: Taxonomy) -> Unshared:
    """The difference between what I say and what the others may know, in the order of the document.

    A rating that was made and undone again is no difference. Skills that are no longer rated are
    listed too, because sharing releases them with the rest.
    """
    own, shared = inputs.own, inputs.shared
    slugs = [
        slug
        for slug in own.statements.keys() | shared.statements.keys()
        if own.statements.get(slug) != shared.statements.get(slug)
    ]
    ratings = (
        Change(slug, _name(taxonomy, slug), shared.statements.get(slug), own.statements.get(slug))
        for slug in sorted(slugs, key=lambda slug: _place(taxonomy, slug))
    )
    moved = own.next_role != shared.next_role
    return Unshared(
        ratings=tuple(ratings),
        next_role=(shared.next_role, own.next_role) if moved else None,
        added=_names(taxonomy, own.extra_skills - shared.extra_skills),
        removed=_names(taxonomy, shared.extra_skills - own.extra_skills),
        wishes=_wishes(taxonomy, own.wishes, shared.wishes),
    )


def _wishes(taxonomy: Taxonomy, own: Mapping[str, Wish], shared: Mapping[str, Wish]) -> tuple[NewWish, ...]:
    moved = [slug for slug in own.keys() | shared.keys() if own.get(slug) != shared.get(slug)]
    moved.sort(key=lambda slug: _place(taxonomy, slug))
    return tuple(NewWish(_name(taxonomy, slug), shared.get(slug), own.get(slug)) for slug in moved)


def _place(taxonomy: Taxonomy, slug: str) -> tuple[int, str]:
    return taxonomy.position.get(slug, len(taxonomy.position)), slug


def _name(taxonomy: Taxonomy, slug: str) -> str:
    return taxonomy.skills[slug].name if slug in taxonomy.skills else slug


def _names(taxonomy: Taxonomy, slugs: frozenset[str]) -> tuple[str, ...]:
    return tuple(_name(taxonomy, slug) for slug in sorted(slugs, key=lambda slug: _place(taxonomy, slug)))
