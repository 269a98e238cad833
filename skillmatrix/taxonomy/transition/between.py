"""What publishing one document after another does to ratings, read off the two."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from skillmatrix.taxonomy.document import Taxonomy

from .carrying import Transition


class LevelsUnmapped(ValueError):
    """The scale has another number of levels and nothing says where the old ones went."""

    def __init__(self, before: Taxonomy, after: Taxonomy) -> None:
        self.before = tuple(level.name for level in before.scale)
        self.after = len(after.scale)
        super().__init__(f"{len(self.before)} levels became {self.after}")


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
    # Under a slug that comes back stand the ratings of whatever it meant when it left.
    returned = {slug for slug in after.skills if slug not in before.skills and slug in before.slots}
    return Transition(_levels(before, after), moves, reread(before, after) | receivers(moves) | returned)


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


def reread(before: Taxonomy, after: Taxonomy) -> frozenset[str]:
    """Skills that mean something else than they did."""
    both = before.skills.keys() & after.skills.keys()
    return frozenset(slug for slug in both if before.skills[slug].meaning != after.skills[slug].meaning)


def receivers(moves: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Skills that hold what was said about another."""
    return frozenset(to for slug, all_ in moves.items() for to in all_ if len(all_) > 1 or to != slug)
