"""A mail server on this machine that refuses one address, hangs up on another, and may be closed."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.connections += 1
        if self.server.closed:
            return
        self.say(220)
        for line in iter(self.rfile.readline, b""):  # commands come in either case
            word, _, rest = line.decode().strip().partition(" ")
            word = word.upper()
            if "hangs.up@" in rest:
                return
            if "refused@" in rest:
                self.say(550)
            elif word == "DATA":
                self.take()
            else:
                self.say(250)
                if word == "RCPT":
                    self.to = rest.partition("<")[2].rstrip(">")
            if word == "QUIT":
                return

    def take(self) -> None:
        self.say(354)
        for line in iter(self.rfile.readline, b".\r\n"):
            assert line
        self.server.taken.append(self.to)
        self.say(250)

    def say(self, code: int) -> None:
        self.wfile.write(f"{code} so\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Counts connections, and keeps who was written to."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        self.connections = 0
        self.taken: list[str] = []
        # It takes connections and answers nobody.
        self.closed = False
        super().__init__(("127.0.0.1", 0), _Conversation)


@contextmanager
def running() -> Iterator[MailServer]:
    """The server, on a free port, until the block ends."""
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        try:
            yield server
        finally:
            server.shutdown()
