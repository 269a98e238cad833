"""What an undo does to ratings that were made under the version it takes back: the admin's word, and an offer of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from skillmatrix.taxonomy.document import Taxonomy

from .between import LevelsUnmapped, receivers, reread, transition
from .carrying import Transition


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
    history alone, unless `moves` says otherwise. Raises `LevelsUnmapped` where `levels` would leave a rating
    outside the scale of `before`, and ValueError for a move to a skill that `before` does not have.
    """
    if not _fits(levels, after, before):
        raise LevelsUnmapped(after, before)
    if strange := {to for all_ in moves.values() for to in all_} - before.skills.keys():
        message = f"There is no {', '.join(sorted(strange))} to hand ratings to."
        raise ValueError(message)
    stated = {slug: tuple(to) for slug, to in moves.items() if tuple(to) != (slug,)}
    again = reread(before, after) | receivers(stated) | receivers(forward.moves)
    return Transition(tuple(levels) if levels is not None else None, stated, again)


def proposed_inverse(forward: Transition, before: Taxonomy, after: Taxonomy) -> Transition:
    """The inverse that an admin is offered: the lowest level that fits, and the origin of a split.

    Where `before` itself says what becomes of `after` (the undo of an undo), that is offered instead.
    """
    try:
        said = transition(after, before)
    except LevelsUnmapped:
        said = transition(replace(after, scale=before.scale), before)
    levels = said.levels
    if levels is None and forward.levels is not None:
        levels = tuple(_lowest(forward.levels, rank) for rank in range(len(after.scale)))
    origins = {
        slug: (skill.split_from,)
        for slug, skill in after.skills.items()
        if slug not in before.skills and skill.split_from in before.skills
    }
    return inverse(forward, before, after, levels=levels, moves={**origins, **said.moves})


def _fits(levels: Sequence[int] | None, old: Taxonomy, new: Taxonomy) -> bool:
    """Every level of the old scale has a place on the new one."""
    if levels is None:
        return len(old.scale) == len(new.scale)
    return len(levels) == len(old.scale) and all(0 <= rank <= new.top for rank in levels)


def _lowest(levels: Sequence[int], rank: int) -> int:
    """The lowest old rank that became `rank`; where none did, the highest that became something lower."""
    same = [old for old, new in enumerate(levels) if new == rank]
    return same[0] if same else max((old for old, new in enumerate(levels) if new < rank), default=0)
