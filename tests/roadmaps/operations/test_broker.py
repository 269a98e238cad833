"""Asking a broker that answers, that is dead, and that is frozen."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest

from roadmaps.operations import broker as module
from roadmaps.operations.broker import QUIET_SECONDS, Broker, broker
from skillmatrix.celery import app
from tests.processes import Stack, valkey_number, valkey_url


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_quiet", module._Patience())


def test_what_waits_in_each_queue(settings: Any) -> None:
    settings.CELERY_BROKER_URL = valkey_url(valkey_number())
    names = {queue.name for queue in app.conf.task_queues}
    with module._client() as client:
        client.flushdb()
        client.lpush("refresh", "a", "b")
        client.hset("unacked", "tag", "message")
        found = broker()
        client.flushdb()

    assert found.depths == dict.fromkeys(names, 0) | {"refresh": 2}
    assert found.taken == 1


def test_nobody_is_there(settings: Any, tmp_path: Path) -> None:
    settings.CELERY_BROKER_URL = f"redis+socket://{tmp_path}/nobody.sock"

    assert broker() == Broker()


def test_a_frozen_broker_is_not_waited_for(settings: Any, tmp_path: Path) -> None:
    """It takes connections and never answers: the client has to give up by itself, and is not sent again at once."""
    stack = Stack("nothing", broker="memory://")
    try:
        stack.valkey(tmp_path)
        settings.CELERY_BROKER_URL = stack.broker
        assert broker().answers
        stack.running["valkey"].send_signal(signal.SIGSTOP)
        assert broker() == Broker()
        stack.running["valkey"].send_signal(signal.SIGCONT)
        assert broker() == Broker(), "nobody asks for some seconds"
        module._quiet.until -= QUIET_SECONDS
        assert broker().answers
    finally:
        stack.stop()
