"""What would silently break the doorbell, found before anything starts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.cache.backends.redis import RedisCache
from django.core.checks import Error, register
from django.utils.module_loading import import_string

_LOCAL = {"", "localhost", "127.0.0.1", "::1"}


@register
def cache_spares_the_broker(**_: Any) -> list[Error]:
    """Refuse a Redis cache in the database of the broker: `cache.clear()` is FLUSHDB, and would empty every queue."""
    broker = place(settings.CELERY_BROKER_URL)
    return [
        Error(
            f"The cache '{alias}' uses the Redis database of the broker, which cache.clear() empties.",
            hint="Give the cache a Redis of its own, or another database number.",
            id="jobs.E001",
        )
        for alias, cache in settings.CACHES.items()
        if _is_redis(cache["BACKEND"]) and broker in {place(url, cache) for url in _addresses(cache)}
    ]


def place(url: str, cache: dict[str, Any] | None = None) -> tuple[str, int]:
    """Which server, by one spelling of its name, and which database in it."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    if parts.scheme in {"unix", "redis+socket"}:
        server, number = f"{parts.netloc}{parts.path}", ""
    else:
        host = "localhost" if (parts.hostname or "") in _LOCAL else str(parts.hostname)
        server, number = f"{host}:{parts.port or 6379}", parts.path.strip("/")
    options = (cache or {}).get("OPTIONS", {})
    for found in (*query.get("db", []), *query.get("virtual_host", []), *_listed(options.get("db"))):
        number = str(found).strip("/")
    return server, int(number or 0)


def _is_redis(backend: str) -> bool:
    try:
        return issubclass(import_string(backend), RedisCache) or "redis" in backend.lower()
    except ImportError:
        return "redis" in backend.lower()


def _addresses(cache: dict[str, Any]) -> Iterator[str]:
    for location in _listed(cache.get("LOCATION")):
        yield from (url.strip() for url in str(location).replace(";", ",").split(","))


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
