"""`.venv` beside `manage.py`: made, filled from `uv.lock` and kept up to date, without being asked.

Runs in whatever Python the person has. Nothing here writes to `uv.lock` or `pyproject.toml`.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from skillmatrix.embedded.folders import ROOT, read_json
from skillmatrix.embedded.problems import Problem
from skillmatrix.embedded.reporting import say

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".skillmatrix.json"
LOCK_FILE = ROOT / "uv.lock"
# Words by which pip and uv say that they reached nobody.
UNREACHABLE = (
    "Failed to fetch",
    "error sending request",
    "dns error",
    "ConnectionError",
    "Connection refused",
    "Max retries",
    "timed out",
    "No matching distribution found for uv",
)


def ensure(command: str) -> bool:
    """Make the environment fit for a command. True when we already run inside it."""
    groups = wanted_groups(command)
    if not is_ready(groups):
        with one_at_a_time():
            if not is_ready(groups):
                set_up(groups)
    return Path(sys.prefix).resolve() == VENV.resolve()


def wanted_groups(command: str) -> list[str]:
    """Groups of libraries beside the default ones: servers unless both are given, and the tests' own."""
    if command in {"test", "benchmark"}:
        return ["dev"]
    given = os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")
    return [] if given else ["embedded"]


def is_ready(groups: Sequence[str]) -> bool:
    """Whether `.venv` was filled from today's lock file, for this minor version, with these groups."""
    stamp = read_json(STAMP)
    return stamp.get("facts") == facts() and set(groups) <= set(stamp.get("groups", [])) and PYTHON.exists()


def facts() -> dict[str, str]:
    """What an environment is made from."""
    digest = hashlib.sha256(LOCK_FILE.read_bytes()).hexdigest()
    return {"lock": digest, "python": ".".join(map(str, sys.version_info[:2]))}


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two commands at once: the second waits for the first. The lock is on the folder itself."""
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  Another command is setting up the libraries; waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def set_up(groups: Sequence[str]) -> None:
    """Create what is missing, fill it, and remember from what."""
    began = time.monotonic()
    known = read_json(STAMP)
    STAMP.unlink(missing_ok=True)
    uv = shutil.which("uv")
    if minor_version() != facts()["python"]:
        create(uv)
        known = {}
    uv = uv or own_uv()
    # Groups that an earlier command asked for stay up to date too.
    groups = sorted({*groups, *known.get("groups", [])})
    index = own_index()
    if index:
        install_from(index, uv, groups)
    else:
        flags = [flag for group in groups for flag in ("--group", group)]
        sync = [uv, "sync", "--frozen", "--inexact", "--no-default-groups", *flags, "--python", str(PYTHON)]
        run(sync, without_indexes())
    provided = [*groups, "embedded"] if "dev" in groups else groups
    STAMP.write_text(json.dumps({"facts": facts(), "groups": provided}))
    say(f"  {'Libraries':<22}{'installed in .venv':<34}{time.monotonic() - began:6.1f} s")


def minor_version() -> str | None:
    """The Python of `.venv`; None when there is none that runs."""
    if not PYTHON.exists():
        return None
    asked = [str(PYTHON), "-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    return answer.stdout.strip() or None


def create(uv: str | None) -> None:
    """Make `.venv` anew with the Python that runs this."""
    if Path(sys.prefix).resolve() == VENV.resolve():
        raise Problem(f"{VENV} is damaged. Start with another Python than the one in it: python3 manage.py …")
    shutil.rmtree(VENV, ignore_errors=True)
    if uv:
        run([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)], without_indexes())
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise Problem(
            "This Python cannot make virtual environments: its `venv` module is missing. On Debian and "
            "Ubuntu: apt-get install python3-venv. Or put `uv` on the PATH."
        )
    run([sys.executable, "-m", "venv", str(VENV)], os.environ)


def own_uv() -> str:
    """uv inside `.venv`, installed there if need be. pip finds it as the person has set up pip."""
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        quick = ["--quiet", "--disable-pip-version-check", "--retries", "2", "--timeout", "20"]
        run([str(PYTHON), "-m", "pip", "install", *quick, "uv"], os.environ)
    return str(uv)


def own_index() -> str | None:
    """A package index that the person prefers, from uv's or pip's variables or pip's configuration."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if os.environ.get(name):
            return os.environ[name]
    command = [str(PYTHON), "-m", "pip", "config", "get", "global.index-url"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip() or None


def install_from(index: str, uv: str, groups: Sequence[str]) -> None:
    """The same files by the same hashes as in the lock file, but from the person's own index."""
    flags = [flag for group in groups for flag in ("--group", group)]
    export = [uv, "export", "--quiet", "--frozen", "--no-default-groups", *flags, "--no-header"]
    names = VENV / "requirements.txt"
    run([*export, "--output-file", str(names)], without_indexes())
    install = [uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", str(names)]
    run([*install, "--default-index", index], without_indexes())


def without_indexes() -> dict[str, str]:
    """uv's environment. No index but the lock file's own, so that none is ever written anywhere."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "VIRTUAL_ENV" and not (name.startswith("UV_") and "INDEX" in name)
    }
    ours = {"UV_NO_CONFIG": "1", "UV_PROJECT_ENVIRONMENT": str(VENV), "UV_PYTHON_DOWNLOADS": "never"}
    return kept | ours


def run(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run a step. Raises `Problem` with a sentence, and the tool's own last words where they help."""
    answer = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if answer.returncode == 0:
        return
    if any(word in answer.stdout for word in UNREACHABLE):
        raise Problem(
            "No package index could be reached to download the libraries. Check the network (or the proxy, or "
            "PIP_INDEX_URL for an index of your own) and run the same command again."
        )
    said = "\n".join(f"    {line}" for line in answer.stdout.strip().splitlines()[-8:])
    raise Problem(f"Setting up .venv failed at `{Path(command[0]).name} {command[1]}`:\n{said}")
