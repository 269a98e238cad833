"""Two taxonomies to compare, and how the levels of one lie on the scale of the other."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.diff.change import Compared
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.transition import LevelsUnmapped, transition


@dataclass(frozen=True)
class Sides:
    """`levels[old rank]` is the new rank; None where ranks mean the same, or (`unmapped`) nothing says where they went.

    A target that merely follows its level to another rank has not changed.
    """

    old: Taxonomy
    new: Taxonomy
    levels: tuple[int, ...] | None = None
    unmapped: bool = False

    @classmethod
    def of(cls, old: Taxonomy, new: Taxonomy, levels: tuple[int, ...] | None = None) -> Sides:
        """The two with a mapping: the one that is given, or else the one that the newer states, if it does."""
        if levels is not None:
            return cls(old, new, levels)
        try:
            return cls(old, new, transition(old, new).levels)
        except LevelsUnmapped:
            return cls(old, new, unmapped=True)

    def carried(self, rank: int) -> int:
        """An old rank on the new scale."""
        return rank if self.levels is None else self.levels[min(rank, len(self.levels) - 1)]

    def was(self, rank: int | None) -> str:
        """An old rank as a reader meets it beside a new one."""
        if rank is None or not self.unmapped:
            return self.level(None if rank is None else self.carried(rank))
        return f"{rank} {self.old.scale[rank].name}"

    def level(self, rank: int | None) -> str:
        """A rank of the new scale as a reader meets it; the name stands beside it where scales differ."""
        if rank is None:
            return _("none")
        named = (self.levels is not None or self.unmapped) and rank <= self.new.top
        return f"{rank} {self.new.scale[rank].name}" if named else str(rank)

    def sentences(self, before: tuple[str, ...], after: tuple[str, ...]) -> list[tuple[int, Compared]]:
        """The levels whose sentence is another one. Where old levels fall together, keeping one of theirs is none."""
        found = []
        for rank in range(max(len(after), 0 if self.levels else len(before))):
            was = [before[old] for old in self._became(rank, len(before))]
            now = after[rank] if rank < len(after) else None
            if (now not in was) if was else now is not None:
                found.append((rank, Compared("\n".join(was) or None, now)))
        return found

    def _became(self, rank: int, count: int) -> list[int]:
        """The old ranks that are now `rank`."""
        if self.levels is None:
            return [rank] if rank < count else []
        return [old for old, new in enumerate(self.levels) if new == rank and old < count]
