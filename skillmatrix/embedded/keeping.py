"""Our end of the keeper: start it, and tell it which groups to end when we are gone."""

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

from skillmatrix.embedded import keeper


class Keeper:
    """The running keeper process. It holds the lock that it is given until everything has ended."""

    def __init__(self, lock: IO[str] | None = None) -> None:
        read, write = os.pipe()
        handles = [read] if lock is None else [read, lock.fileno()]
        self.pipe = os.fdopen(write, "w")
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(keeper.__file__)), str(read)],
            stdin=subprocess.DEVNULL,
            pass_fds=handles,
            start_new_session=True,
        )
        os.close(read)

    def watch(self, group: int, signal: int) -> None:
        """End this group when we vanish, first by this signal."""
        self.tell(f"+{group} {signal}")

    def forget(self, group: int) -> None:
        """This group has ended."""
        self.tell(f"-{group}")

    def remove(self, folder: Path) -> None:
        """Remove this folder when everything has ended."""
        self.tell(f"~{folder}")

    def tell(self, line: str) -> None:
        """Write one line of its little language."""
        self.pipe.write(line + "\n")
        self.pipe.flush()

    def close(self) -> None:
        """Let it end whatever is still there, and wait for that."""
        self.pipe.close()
        self.process.wait()
