"""How often the caches of the web processes had what was asked for, from their counters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from skillmatrix.web.measuring import registry

COUNTER = "skillmatrix_cache_requests"


@dataclass(frozen=True, slots=True)
class Cache:
    """Questions to one cache since the web processes were started."""

    name: str
    hits: int
    misses: int

    @property
    def rate(self) -> float | None:
        """The share of questions answered from the cache; None before the first."""
        asked = self.hits + self.misses
        return self.hits / asked if asked else None


def caches() -> list[Cache]:
    """Every cache that was asked anything, by name."""
    counted: dict[str, dict[str, int]] = {}
    for name, outcome, value in _samples():
        counted.setdefault(name, {})[outcome] = int(value)
    found = [Cache(name, by.get("hit", 0), by.get("miss", 0)) for name, by in sorted(counted.items())]
    return [cache for cache in found if cache.rate is not None]


def _samples() -> Iterator[tuple[str, str, float]]:
    for family in registry().collect():
        if family.name == COUNTER:
            for sample in family.samples:
                if sample.name == f"{COUNTER}_total":
                    yield sample.labels["cache"], sample.labels["outcome"], sample.value
