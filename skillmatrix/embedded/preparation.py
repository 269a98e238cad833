"""Bring database and static files up to date, skipping what was done before for the same inputs.

A note in `var/` holds a fingerprint of the inputs, so that a second `up` starts no Python for it.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skillmatrix.embedded.folders import ROOT, Var, read_json, write_private
from skillmatrix.embedded.stack import prepared

# Commands of `manage.py` after which the note about the database no longer holds.
UNDOING = {"flush", "migrate", "dbshell", "loaddata", "seed"}


@dataclass(frozen=True)
class Wish:
    """What `up` was asked to prepare."""

    demo: bool
    people: int | None = None

    @property
    def flags(self) -> list[str]:
        """The same as flags of `manage.py prepare`."""
        people = [] if self.people is None else ["--people", str(self.people)]
        return ["--demo" if self.demo else "--no-demo", *people]


def database_fingerprint(wish: Wish) -> str:
    """Changes when the database may need work: migrations, libraries, taxonomy, or another wish."""
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("skillmatrix/*/migrations/*.py")]
    files += [ROOT / "uv.lock", *ROOT.glob("skillmatrix/taxonomy/*.yaml")]
    return digest(files, *wish.flags)


def static_fingerprint() -> str:
    """Changes when a static file may have: ours by content, the libraries' by the lock file."""
    files = [path for path in (ROOT / "static").rglob("*") if path.is_file()]
    return digest([*files, ROOT / "uv.lock"])


def digest(files: Iterable[Path], *words: str) -> str:
    """One hash of names and contents."""
    total = hashlib.sha256(json.dumps(words).encode())
    for path in sorted(files):
        total.update(os.fsencode(path.relative_to(ROOT)) + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def known_answer(var: Var, wish: Wish) -> dict[str, Any] | None:
    """What `prepare` said last time, if nothing is to do now; None if it has to run.

    Somebody else's database we ask each time, and so an installation that is not set up yet: its link
    lasts an hour.
    """
    note = read_json(prepared(var))
    answer: dict[str, Any] = note.get("answer", {})
    if os.environ.get("DATABASE_URL") or answer.get("setup_url_path"):
        return None
    return answer if note and note.get("fingerprint") == database_fingerprint(wish) else None


def command(name: str, wish: Wish) -> list[str]:
    """What to give to Python. All steps on the database in one process: starting Django is what costs."""
    if name == "collectstatic":
        return ["manage.py", "collectstatic", "--no-input", "--clear", "--verbosity", "0"]
    steps = ["migrate", "--verbosity", "0", "--then", "createcachetable", "--then", "prepare", *wish.flags]
    return ["manage.py", *steps]


def note_database(var: Var, wish: Wish, log: Path) -> dict[str, Any]:
    """Remember that the database is prepared; returns what `prepare` said in its last line."""
    answer = last_answer(log)
    facts = {"fingerprint": database_fingerprint(wish), "demo": wish.demo, "answer": answer}
    write_private(prepared(var), json.dumps(facts))
    return answer


def last_answer(log: Path) -> dict[str, Any]:
    """The JSON object in the last line of a log."""
    lines = log.read_text(errors="replace").strip().splitlines()
    try:
        answer = json.loads(lines[-1])
    except (IndexError, ValueError):
        return {}
    return answer if isinstance(answer, dict) else {}


def static_note(var: Var) -> Path:
    """Beside the files, so that it goes when they go."""
    return var.static / ".fingerprint.json"


def static_is_collected(var: Var) -> bool:
    """Whether the collected files are those of today."""
    return read_json(static_note(var)).get("fingerprint") == static_fingerprint()


def note_static(var: Var) -> None:
    """Remember that the static files are collected."""
    write_private(static_note(var), json.dumps({"fingerprint": static_fingerprint()}))


def forget(commands: Iterable[str]) -> None:
    """Drop the note when a command may change what it speaks of."""
    if UNDOING.intersection(commands):
        prepared(Var.from_environment()).unlink(missing_ok=True)


def lines_for_people(answer: Mapping[str, Any], address: str) -> list[str]:
    """How to sign in, as `prepare` told it."""
    lines = []
    if answer.get("setup_url_path"):
        lines += ["Set it up (this link works once, for an hour):", f"  {address}{answer['setup_url_path']}"]
    if answer.get("logins"):
        lines.append(f"Sign in as one of these; the password of all is {answer.get('password')}")
        lines += [f"  {email:<22}{name}, {role}" for name, email, role in answer["logins"]]
    return lines
