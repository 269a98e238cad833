"""The supervisor's control socket, as seen from the web process."""

from __future__ import annotations

import json
import os
import socket
import stat
from pathlib import Path
from typing import Any

from django.conf import settings

TIMEOUT_SECONDS = 2.0


class Refused(Exception):
    """The supervisor did not answer, or did not do what was asked."""


def is_there() -> bool:
    """This is the demo, and the socket lies in a folder that is ours alone."""
    if not (settings.DEMO and settings.CONTROL_SOCKET):
        return False
    path = Path(settings.CONTROL_SOCKET)
    try:
        folder, found = path.parent.stat(), path.stat()
    except OSError:
        return False
    ours = folder.st_uid == found.st_uid == os.geteuid()
    return ours and stat.S_ISSOCK(found.st_mode) and not folder.st_mode & 0o077


def ask(**request: Any) -> dict[str, Any]:
    """Let the supervisor do something; what it answers. Without a request it tells its status."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(TIMEOUT_SECONDS)
            connection.connect(settings.CONTROL_SOCKET)
            connection.sendall(json.dumps(request).encode() if request else b"")
            connection.shutdown(socket.SHUT_WR)
            with connection.makefile() as answer:
                told = json.loads(answer.read())
    except (OSError, ValueError) as error:
        raise Refused("the supervisor does not answer") from error
    if not isinstance(told, dict) or "error" in told:
        raise Refused("the supervisor refused")
    return told
