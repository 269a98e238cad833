"""`var/`: everything the stack writes, in one folder that only its owner may read.

lock            held by whoever runs the servers, and by its keeper until all of them are gone
users           held (shared) by each command that joined servers it did not start
running.json    who runs them, while the lock is held
secret          SECRET_KEY, made once
postgres/       data, and the note of what was prepared in it
run/            sockets; or `sockets`, the name of a temporary folder where this path is too long
metrics/        what the web processes count, together; emptied by each start
log/ static/ mail/ valkey/
"""

import contextlib
import fcntl
import getpass
import json
import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from skillmatrix.embedded.problems import Problem

ROOT = Path(__file__).resolve().parent.parent.parent
# sockaddr_un: 108 bytes on Linux, 104 on macOS, one of them the final zero.
LONGEST_SOCKET_PATH = 107 if sys.platform == "linux" else 103
LONGEST_SOCKET_NAME = ".s.PGSQL.5432"
# Anything else would need quoting in a URL, in a list of PostgreSQL's, or in both.
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")
LOG_LIMIT_BYTES = 10_000_000


@dataclass(frozen=True)
class Var:
    """The folder and the names in it."""

    path: Path

    @classmethod
    def from_environment(cls) -> "Var":
        """`SKILLMATRIX_VAR`, or `var/` beside `manage.py`."""
        return cls(Path(os.environ.get("SKILLMATRIX_VAR") or ROOT / "var").resolve())

    @property
    def postgres(self) -> Path:
        """Data of PostgreSQL, and the note of what was prepared in it."""
        return self.path / "postgres"

    @property
    def valkey(self) -> Path:
        """Where Valkey runs; it keeps nothing."""
        return self.path / "valkey"

    @property
    def static(self) -> Path:
        """Collected static files."""
        return self.path / "static"

    def empty_metrics(self) -> Path:
        """Where the web processes write their counters: an empty folder, since counters begin with a start."""
        folder = self.path / "metrics"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
        return folder

    def create(self) -> None:
        """Make the folders. Raises `Problem` when they cannot be written."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.path.stat().st_uid == os.geteuid():
                self.path.chmod(0o700)
            for name in ("log", "run", "postgres", "valkey"):
                (self.path / name).mkdir(mode=0o700, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.path):
                pass
            for log in (self.path / "log").glob("*.log"):
                log.open("a").close()
        except OSError as error:
            raise Problem(
                f"{self.path} cannot be written by {account()} ({error.strerror}: {error.filename}). "
                "Give it to that account, or name another folder in SKILLMATRIX_VAR."
            ) from error

    def log(self, name: str) -> Path:
        """The log file of one process; a large one is put aside first, replacing the one before it."""
        path = self.path / "log" / f"{name}.log"
        with contextlib.suppress(OSError):
            if path.stat().st_size > LOG_LIMIT_BYTES:
                path.replace(path.with_suffix(".log.1"))
        return path

    def sockets(self) -> Path:
        """The folder for unix sockets: `run/`, or a private temporary one that `sockets` names."""
        folder = self.path / "run"
        if fits(folder):
            return folder
        note = self.path / "sockets"
        with contextlib.suppress(OSError):
            noted = Path(note.read_text().strip())
            if is_private(noted):
                return noted
        temporary = Path(tempfile.mkdtemp(prefix="skillmatrix-", dir=short_temporary_folder()))
        write_private(note, f"{temporary}\n")
        return temporary

    def secret(self) -> str:
        """`SECRET_KEY` of this installation, made at first use."""
        path = self.path / "secret"
        try:
            return path.read_text().strip()
        except FileNotFoundError:
            write_private(path, secrets.token_urlsafe(64) + "\n")
            return path.read_text().strip()

    def try_lock(self) -> IO[str] | None:
        """The lock on running servers here, or None when somebody has it. Closing gives it back."""
        return take_lock(self.path / "lock", fcntl.LOCK_EX)

    def try_use(self) -> IO[str] | None:
        """A share in servers that somebody else runs, or None when they are just being stopped."""
        return take_lock(self.path / "users", fcntl.LOCK_SH)

    def try_end_use(self) -> IO[str] | None:
        """The exclusive right to stop servers, or None while others still use them."""
        return take_lock(self.path / "users", fcntl.LOCK_EX)

    def running(self) -> dict[str, Any]:
        """Who runs the servers, empty when nobody said so yet. Meaningful only while the lock is held."""
        return read_json(self.path / "running.json")

    def note_running(self, facts: Mapping[str, Any] | None) -> None:
        """Say who runs the servers, or with None that nobody does."""
        path = self.path / "running.json"
        if facts is None:
            path.unlink(missing_ok=True)
        else:
            write_private(path, json.dumps(facts))

    def empty(self) -> None:
        """Forget all data (`up --reset`); the secret and the logs stay. Call with the lock held."""
        for folder in (self.postgres, self.valkey, self.path / "mail", self.static):
            shutil.rmtree(folder, ignore_errors=True)
            if folder.exists():
                raise Problem(f"{folder} could not be emptied by {account()}; remove it by hand.")
        self.create()


def account() -> str:
    """The name of the account we run as, for messages."""
    try:
        return getpass.getuser() if os.geteuid() else "root"
    except (KeyError, OSError):
        return f"user {os.geteuid()}"


def fits(folder: Path) -> bool:
    """Whether unix sockets can be made in a folder and named in a URL."""
    length = len(os.fsencode(folder / LONGEST_SOCKET_NAME))
    return length <= LONGEST_SOCKET_PATH and PLAIN_PATH.fullmatch(str(folder)) is not None


def short_temporary_folder() -> str:
    """The system's temporary folder, unless that one is too long or odd itself."""
    usual = tempfile.gettempdir()
    return usual if fits(Path(usual) / "skillmatrix-12345678") else "/tmp"  # noqa: S108  # mkdtemp makes it private


def is_private(folder: Path) -> bool:
    """Whether a folder is a real one of ours that nobody else can enter."""
    facts = folder.lstat()
    return (
        stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.geteuid() and stat.S_IMODE(facts.st_mode) == 0o700
    )


def take_lock(path: Path, kind: int) -> IO[str] | None:
    """Try a lock without waiting. The system gives it back when the last holder of the file is gone."""
    file = path.open("a")
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def read_json(path: Path) -> dict[str, Any]:
    """A small note of ours; empty when there is none or it is damaged."""
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def write_private(path: Path, text: str) -> None:
    """Write a whole file or none of it, readable by us alone."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(handle, "w") as file:
        file.write(text)
    Path(name).replace(path)
