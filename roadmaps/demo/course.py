"""How somebody's time goes, as data: what `growth` plays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Course:
    """How one person's time goes. Areas and skills are slugs, months count from the beginning.

    `like` is the role whose level they grow around when they have none. `start` is the share of it
    that they bring, `pace` how many levels rise a month, `diligence` and `shares` the chance of sitting
    down in a month and of sharing then. `pinned` holds true levels still; `says` is what they say
    above or below the truth. `latest` are levels reached in the last days and shared with nobody.
    """

    role: str | None = "mid"
    aims: str | None = None
    like: str = "mid"
    start: float = 0.85
    pace: float = 2.5
    diligence: float = 0.9
    shares: float = 0.8
    complete: float = 0.93
    strong: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()
    pinned: Mapping[str, int] = field(default_factory=dict)
    says: Mapping[str, int] = field(default_factory=dict)
    unrated: frozenset[str] = frozenset()
    not_applicable: Mapping[str, str] = field(default_factory=dict)
    only: frozenset[str] | None = None
    reviews: tuple[int, ...] = (5, 10)
    settled: frozenset[str] = frozenset()
    latest: Mapping[str, int] = field(default_factory=dict)
