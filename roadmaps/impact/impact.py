"""The effects on many people as figures, and which of those may be told.

Pure. A figure that stems from fewer than five people is withheld: it says that there are a few and not how many,
so that nobody reads one person's rating off it, or off the difference between two drafts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from roadmaps.impact.effect import Effect

ENOUGH = 5  # people behind a figure
PEOPLE = "people"
COUNTS = ("carried", "remapped", "asking", "leaving", "opened", "closed", "added", "removed")


@dataclass(frozen=True, slots=True)
class Impact:
    """What a draft does to `counted` people. A figure of None: a few; one that is absent: none.

    Figures: `people` affected, `loses_role` and `loses_aim` (people too), those of `Effect`, and by
    `outcome met not_met` how many promotion outcomes change so.
    """

    counted: int
    figures: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def is_too_small(self) -> bool:
        """There are so few people that nothing can be told without showing someone."""
        return self.counted < ENOUGH

    @property
    def withholds(self) -> bool:
        """Some figure is not told."""
        return None in self.figures.values()

    def to_json(self) -> dict[str, Any]:
        """Plain values; what is withheld is not in them."""
        return {"counted": self.counted, "figures": dict(self.figures)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The impact that `to_json` made."""
        return cls(stored["counted"], dict(stored["figures"]))


@dataclass(slots=True)
class Tally:
    """Sums while people are counted: by figure how many, and from how many people."""

    counted: int = 0
    sums: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)

    def add(self, effect: Effect) -> None:
        """One more person."""
        self.counted += 1
        for name, count in _figures(effect).items():
            if count:
                self.sums[name] = self.sums.get(name, 0) + count
                self.people[name] = self.people.get(name, 0) + 1

    def skip(self, people: int) -> None:
        """So many more for whom nothing can differ."""
        self.counted += people

    def impact(self) -> Impact:
        """What may be told of it."""
        if self.counted < ENOUGH:
            return Impact(self.counted)
        return Impact(
            self.counted,
            {name: count if self.people[name] >= ENOUGH else None for name, count in self.sums.items()},
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values, to go on from later. They hold what may not be told."""
        return {"counted": self.counted, "sums": dict(self.sums), "people": dict(self.people)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The tally that `to_json` made; an empty one from nothing."""
        return cls(stored.get("counted", 0), dict(stored.get("sums", {})), dict(stored.get("people", {})))


def _figures(effect: Effect) -> dict[str, int]:
    found = {name: getattr(effect, name) for name in COUNTS}
    found |= {
        PEOPLE: int(effect.affected),
        "loses_role": int(effect.loses_role),
        "loses_aim": int(effect.loses_aim),
    }
    for was, now in effect.outcomes:
        name = f"outcome {was} {now}"
        found[name] = found.get(name, 0) + 1
    return found
