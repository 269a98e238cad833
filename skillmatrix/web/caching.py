"""What a process keeps because working it out again costs more: named, bounded, counted.

A cache here needs no invalidation, because its keys name what the value was made from (a version's fingerprint, a
language): when that changes, another key is asked for, and what is no longer asked for is dropped. It is shared by
everybody whom the process serves, so nothing that depends on who asks may go into it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

from prometheus_client import Counter, Gauge

REQUESTS = Counter("skillmatrix_cache_requests", "Questions to a cache of this process", ["cache", "outcome"])
ENTRIES = Gauge("skillmatrix_cache_entries", "What a cache keeps now", ["cache"], multiprocess_mode="livesum")
caches: dict[str, Cache[Any, Any]] = {}
"""Every cache of this process by its name."""

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


def _one(_value: Any) -> int:
    return 1


class Cache(Generic[_Key, _Value]):
    """Keeps what was asked for last, until `limit` is reached: so many values, or so much of what `weigh` says.

    Threads may share it. Two that miss the same key at once both make the value, rather than one waiting for the
    other under a lock; the values are equal, so it does not matter whose is kept.
    """

    def __init__(self, name: str, limit: int, weigh: Callable[[_Value], int] = _one) -> None:
        if name in caches:
            raise ValueError(f"There is a cache of the name {name} already.")
        self.name, self.limit, self._weigh = name, limit, weigh
        self.hits = self.misses = 0
        self._kept: OrderedDict[_Key, _Value] = OrderedDict()
        self._weight = 0
        self._lock = Lock()
        self._hit = REQUESTS.labels(name, "hit")
        self._miss = REQUESTS.labels(name, "miss")
        self._entries = ENTRIES.labels(name)
        caches[name] = self

    def get(self, key: _Key, make: Callable[[], _Value]) -> _Value:
        """Return what is kept under `key`, and make it first where nothing is."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                self._count(found=True)
                return self._kept[key]
            self._count(found=False)
        value = make()
        self._keep(key, value)
        return value

    def clear(self) -> None:
        """Forget everything that is kept; what was counted stays counted."""
        with self._lock:
            self._kept.clear()
            self._weight = 0
            self._entries.set(0)

    def values(self) -> list[_Value]:
        """What is kept now, the longest unused first."""
        with self._lock:
            return list(self._kept.values())

    def __contains__(self, key: _Key) -> bool:
        return key in self._kept

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def hit_rate(self) -> float | None:
        """The share of questions that were answered from what was kept; None before the first."""
        asked = self.hits + self.misses
        return self.hits / asked if asked else None

    def _count(self, *, found: bool) -> None:
        if found:
            self.hits += 1
            self._hit.inc()
        else:
            self.misses += 1
            self._miss.inc()

    def _keep(self, key: _Key, value: _Value) -> None:
        weight = self._weigh(value)
        if weight > self.limit:
            return
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = value
            self._weight += weight
            while self._weight > self.limit:
                _dropped, last = self._kept.popitem(last=False)
                self._weight -= self._weigh(last)
            self._entries.set(len(self._kept))
