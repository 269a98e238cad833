"""A socket in `var/` that tells what the supervisor runs, and in the demo lets somebody break it.

One JSON answer a connection. Whoever sends nothing gets the status; `{"do": "freeze", ...}` does one of the things that
the supervisor allows. Whoever can reach the socket may ask: its folder is closed to everybody but the owner.
"""

import contextlib
import json
import selectors
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

NAME = "control.sock"
LONGEST_REQUEST = 1000
# How long a caller may hold up the supervisor, twice: to say what it wants, and to hear the answer.
PATIENCE_SECONDS = 0.25
Command = Callable[..., Mapping[str, Any]]


class Control:
    """The supervisor's side. A caller that neither speaks nor listens costs half a second."""

    def __init__(
        self,
        sockets: Path,
        selector: selectors.BaseSelector,
        status: Callable[[], Mapping[str, Any]],
        commands: Mapping[str, Command] | None = None,
    ) -> None:
        self.path = sockets / NAME
        self.selector = selector
        self.status = status
        self.commands = dict(commands or {})
        self.path.unlink(missing_ok=True)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.path))
        self.path.chmod(0o600)
        self.listener.listen(16)
        self.listener.settimeout(0)
        selector.register(self.listener, selectors.EVENT_READ, self.answer)

    def answer(self) -> None:
        """Tell one caller, or do what it asks."""
        with contextlib.suppress(OSError):
            connection, _ = self.listener.accept()
            with connection:
                connection.settimeout(PATIENCE_SECONDS)
                asked = b""
                with contextlib.suppress(TimeoutError):
                    asked = connection.recv(LONGEST_REQUEST)
                connection.sendall(json.dumps(self.obey(asked)).encode() + b"\n")

    def obey(self, asked: bytes) -> Mapping[str, Any]:
        """The answer to a request."""
        if not asked.strip():
            return self.status()
        try:
            request = json.loads(asked)
            command = self.commands[request.pop("do")]
            return command(**request)
        except (ValueError, KeyError, TypeError, AttributeError):
            return {"error": "not understood, or not allowed here"}

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
        connection.shutdown(socket.SHUT_WR)
        with connection.makefile() as answer:
            content = json.loads(answer.read())
        return content if isinstance(content, dict) else None
    return None
