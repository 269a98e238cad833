"""How much of what is asked is there: Σ weight·min(level, target) / Σ weight·target, honest about the unknown.

Kept as whole numbers, so that equal inputs give equal figures to the last bit. A surplus in one
skill never pays for a gap in another. Never used to order people.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

EXACT_FROM = 80  # per cent of the weight that must be rated before one figure replaces the range
RADAR_FROM = 60  # below this an axis of the radar has no value at all


@dataclass(frozen=True, slots=True)
class Attainment:
    """Sums over the targets of a role or an area, those that are not applicable left out and counted.

    `earned` and `known` cover what is rated, `asked` also what is not; the weights likewise.
    """

    earned: int
    known: int
    asked: int
    rated_weight: int
    weight: int
    left_out: int

    @property
    def asks(self) -> bool:
        """Whether anything that could be rated is asked for; if not, there are no figures."""
        return self.asked > 0

    @property
    def low(self) -> float | None:
        """The share, 0 to 1, with everything unrated counted as 0."""
        return self.earned / self.asked if self.asks else None

    @property
    def high(self) -> float | None:
        """The share, 0 to 1, with everything unrated counted as at its target."""
        return (self.earned + self.asked - self.known) / self.asked if self.asks else None

    @property
    def rated_share(self) -> float | None:
        """Which part of the weight is rated, 0 to 1."""
        return self.rated_weight / self.weight if self.weight else None

    @property
    def exact(self) -> bool:
        """Whether enough is rated to show one figure."""
        return self._rated_from(EXACT_FROM)

    @property
    def value(self) -> float | None:
        """The one figure, 0 to 1, over what is rated; None while only the range is honest."""
        return self.earned / self.known if self.exact and self.known else None

    @property
    def radar(self) -> float | None:
        """The length of the axis, 0 to 1, over what is rated; None draws an open arc."""
        return self.earned / self.known if self._rated_from(RADAR_FROM) and self.known else None

    def _rated_from(self, percent: int) -> bool:
        return self.weight > 0 and 100 * self.rated_weight >= percent * self.weight


def total(parts: Iterable[tuple[int, int, int | None] | None]) -> Attainment:
    """Adds up (weight, target, level) of each skill asked for; level None = unrated, None = not applicable."""
    earned = known = asked = rated_weight = weight_sum = left_out = 0
    for part in parts:
        if part is None:
            left_out += 1
            continue
        weight, target, level = part
        asked += weight * target
        weight_sum += weight
        if level is not None:
            earned += weight * min(level, target)
            known += weight * target
            rated_weight += weight
    return Attainment(earned, known, asked, rated_weight, weight_sum, left_out)
