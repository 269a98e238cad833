"""The broker of a stack, as a benchmark asks it: how many messages were sent."""

from __future__ import annotations

from typing import Any

import redis


def messages(stack: Any) -> int:
    """Messages that were put into any queue of the server since it started; every chunk is one LPUSH."""
    address = stack.broker.replace("redis+socket://", "unix://").replace("virtual_host=", "db=")
    client = redis.Redis.from_url(address)
    try:
        return int(client.info("commandstats").get("cmdstat_lpush", {}).get("calls", 0))
    finally:
        client.close()
