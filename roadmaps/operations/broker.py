"""How much waits in Redis. It is a doorbell that may be dead or frozen: then this says so, within half a second."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.module_loading import import_string
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

TIMEOUT_SECONDS = 0.5
# After it did not answer it is not asked again for so long: a page that is open asks every few seconds.
QUIET_SECONDS = 5.0
_SOCKET = "redis+socket://"


@dataclass(frozen=True, slots=True)
class Broker:
    """Messages by queue, and those that a worker has taken and not finished. `depths` is None without an answer."""

    depths: dict[str, int] | None = None
    taken: int = 0

    @property
    def answers(self) -> bool:
        """The broker said something."""
        return self.depths is not None


@dataclass
class _Patience:
    until: float = field(default=0.0)


_quiet = _Patience()


def broker() -> Broker:
    """Ask it. Never raises and never waits for longer than the timeout."""
    if time.monotonic() < _quiet.until:
        return Broker()
    names = [queue.name for queue in import_string(settings.DOORBELL).conf.task_queues]
    try:
        with _client() as client, client.pipeline(transaction=False) as asked:
            for name in names:
                asked.llen(name)
            asked.hlen("unacked")
            *depths, taken = asked.execute()
    except (RedisError, OSError):
        _quiet.until = time.monotonic() + QUIET_SECONDS
        return Broker()
    return Broker(dict(zip(names, depths, strict=True)), taken)


def _client() -> Redis:
    """A connection that gives up at once. Celery writes the address of a socket in its own way."""
    url = settings.CELERY_BROKER_URL
    if url.startswith(_SOCKET):
        url = url.replace(_SOCKET, "unix://", 1).replace("virtual_host=", "db=", 1)
    return Redis.from_url(
        url,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
