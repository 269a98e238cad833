"""A cache is bounded, counted, and may be shared by threads."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest
from prometheus_client import REGISTRY

from skillmatrix.web.caching import Cache, caches

_numbers = count()


@pytest.fixture
def name() -> Iterator[str]:
    """A name that no cache has; the cache that takes it is forgotten afterwards."""
    name = f"test-{next(_numbers)}"
    yield name
    caches.pop(name, None)


def counted(name: str, outcome: str) -> float | None:
    labels = {"cache": name, "outcome": outcome}
    return REGISTRY.get_sample_value("skillmatrix_cache_requests_total", labels)


def test_a_value_is_made_once_for_a_key(name: str) -> None:
    cache: Cache[str, object] = Cache(name, 8)

    first = cache.get("a", object)

    assert cache.get("a", object) is first
    assert cache.get("b", object) is not first


def test_what_was_asked_for_last_is_kept(name: str) -> None:
    cache: Cache[str, str] = Cache(name, 2)
    for key in ("a", "b", "a", "c"):
        cache.get(key, lambda key=key: key)

    assert ("a" in cache, "b" in cache, "c" in cache) == (True, False, True)
    assert len(cache) == 2


def test_a_limit_may_be_a_weight(name: str) -> None:
    cache: Cache[str, str] = Cache(name, 10, weigh=len)
    for text in ("xxxxxx", "yyyy", "zz"):
        cache.get(text[0], lambda text=text: text)

    assert cache.values() == ["yyyy", "zz"]


def test_what_is_heavier_than_the_limit_is_made_and_not_kept(name: str) -> None:
    cache: Cache[str, str] = Cache(name, 10, weigh=len)
    cache.get("a", lambda: "small")

    assert cache.get("b", lambda: "x" * 11) == "x" * 11
    assert cache.values() == ["small"]


def test_a_failure_is_raised_and_nothing_is_kept(name: str) -> None:
    cache: Cache[str, float] = Cache(name, 8)

    with pytest.raises(ZeroDivisionError):
        cache.get("a", lambda: 1 / 0)

    assert cache.get("a", lambda: 2.0) == 2.0


def test_hits_misses_and_size_are_told_to_prometheus(name: str) -> None:
    cache: Cache[int, int] = Cache(name, 2)
    assert cache.hit_rate is None
    for key in (1, 2, 1, 3, 1):
        cache.get(key, lambda: 0)

    assert (counted(name, "hit"), counted(name, "miss")) == (2, 3)
    assert (cache.hits, cache.misses, cache.hit_rate) == (2, 3, 0.4)
    assert REGISTRY.get_sample_value("skillmatrix_cache_entries", {"cache": name}) == 2
    cache.clear()
    assert REGISTRY.get_sample_value("skillmatrix_cache_entries", {"cache": name}) == 0


def test_after_it_was_cleared_there_is_room_again(name: str) -> None:
    cache: Cache[str, str] = Cache(name, 4, weigh=len)
    cache.get("a", lambda: "xxxx")
    cache.clear()
    cache.get("b", lambda: "yyyy")

    assert cache.values() == ["yyyy"]


def test_two_caches_cannot_share_a_name(name: str) -> None:
    Cache(name, 1)

    with pytest.raises(ValueError, match=name):
        Cache(name, 1)


def test_threads_may_share_one(name: str) -> None:
    cache: Cache[int, Any] = Cache(name, 16)

    def ask(start: int) -> bool:
        keys = [(start * 7 + step) % 24 for step in range(4000)]
        return all(cache.get(key, lambda key=key: key) == key for key in keys)

    with ThreadPoolExecutor(4) as pool:
        right = list(pool.map(ask, range(4)))

    assert all(right)
    assert len(cache) == 16
    assert cache.hits + cache.misses == 16000
    assert counted(name, "hit") == cache.hits
