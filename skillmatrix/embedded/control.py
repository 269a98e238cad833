"""A socket in `var/` that tells what the supervisor runs; one JSON answer a connection.

Whoever can reach the socket may ask: its folder is closed to everybody but the owner.
"""

import contextlib
import json
import selectors
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

NAME = "control.sock"


class Control:
    """The supervisor's side. Sending blocks for a quarter of a second at most."""

    def __init__(
        self, sockets: Path, selector: selectors.BaseSelector, status: Callable[[], Mapping[str, Any]]
    ) -> None:
        self.path = sockets / NAME
        self.selector = selector
        self.status = status
        self.path.unlink(missing_ok=True)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.path))
        self.path.chmod(0o600)
        self.listener.listen(16)
        self.listener.settimeout(0)
        selector.register(self.listener, selectors.EVENT_READ, self.answer)

    def answer(self) -> None:
        """Tell one caller."""
        with contextlib.suppress(OSError):
            connection, _ = self.listener.accept()
            with connection:
                connection.settimeout(0.25)
                connection.sendall(json.dumps(self.status()).encode() + b"\n")

    def close(self) -> None:
        """Stop telling."""
        self.selector.unregister(self.listener)
        self.listener.close()
        self.path.unlink(missing_ok=True)


def status(sockets: Path) -> dict[str, Any] | None:
    """What the supervisor with these sockets says of itself; None when nobody answers within a second."""
    with contextlib.suppress(OSError, ValueError), socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1)
        connection.connect(str(sockets / NAME))
        with connection.makefile() as answer:
            content = json.loads(answer.read())
        return content if isinstance(content, dict) else None
    return None
