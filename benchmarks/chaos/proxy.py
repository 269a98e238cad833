"""The network between half of the processes and their servers, which can be slow or gone.

A process of its own, standard library only: `python -m benchmarks.chaos.proxy NEAR FAR`. It listens on the same
socket names in the folder FAR as the servers do in NEAR, and does what one JSON line on `FAR/control.sock` says:
`{"delay": seconds}` for each piece of data, `{"cut": true}` to end every connection and take no new one.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import sys
from pathlib import Path

CONTROL = "control.sock"
NAMES = (".s.PGSQL.5432", "valkey.sock")
PIECE = 1 << 16


class Network:
    """What it is like at the moment, and who is connected."""

    def __init__(self, near: Path) -> None:
        self.near = near
        self.delay = 0.0
        self.cut = False
        self.writers: set[asyncio.StreamWriter] = set()

    async def connect(self, name: str, here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """Carry one connection until either side ends it."""
        try:
            if self.cut:
                return
            there, on = await asyncio.open_unix_connection(str(self.near / name))
        except OSError:
            return
        else:
            self.writers |= {back, on}
            await asyncio.gather(self.carry(here, on), self.carry(there, back))
            self.writers -= {back, on}
        finally:
            back.close()

    async def carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        """One direction."""
        with contextlib.suppress(OSError):
            while piece := await source.read(PIECE):
                if self.delay:
                    await asyncio.sleep(self.delay)
                target.write(piece)
                await target.drain()
        target.close()

    async def obey(self, commands: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        """Be as one line says."""
        wanted = json.loads(await commands.readline())
        self.delay, self.cut = wanted.get("delay", 0.0), wanted.get("cut", False)
        if self.cut:
            for writer in self.writers:
                writer.transport.abort()
        answer.write(b"done\n")
        answer.close()


def ask(far: Path, **wanted: object) -> None:
    """Let the network be like this from now on; with nothing given, as it should be. Raises OSError."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        connection.connect(str(far / CONTROL))
        connection.sendall(json.dumps(wanted).encode() + b"\n")
        connection.recv(16)


async def serve(near: Path, far: Path) -> None:
    """Listen until ended."""
    network = Network(near)
    for name in NAMES:
        (far / name).unlink(missing_ok=True)
        await asyncio.start_unix_server(
            lambda here, back, name=name: network.connect(name, here, back), str(far / name)
        )
    (far / CONTROL).unlink(missing_ok=True)
    await asyncio.start_unix_server(network.obey, str(far / CONTROL))
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), Path(sys.argv[2])))
