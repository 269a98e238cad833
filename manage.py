#!/usr/bin/env python3
"""Skillmatrix from the command line.

    python3 manage.py up      set up and run everything on this machine
    python3 manage.py test    set up what tests need and run them all; further arguments go to pytest
    python3 manage.py benchmark    set up the same and measure how fast it is (--help says more)

Any other command is Django's or ours (`help` lists them). `--then` chains several in one process. With
SKILLMATRIX_MANAGED=1, as in the container image, nothing is set up and no server is started.
"""

import os
import sys
import time

if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    sys.exit(
        "Skillmatrix needs Python 3.11 to 3.14; this is %d.%d (%s)." % (*sys.version_info[:2], sys.executable)
    )
if os.name != "posix":
    sys.exit("Skillmatrix runs on Linux and macOS; on Windows use WSL, or docker compose.")

from skillmatrix.embedded import environment, preparation, stack, up
from skillmatrix.embedded.folders import ROOT
from skillmatrix.embedded.problems import Problem

# Programs of their own, which start their own servers.
MODULES = {"test": "pytest", "benchmark": "benchmarks"}
# These never talk to a server, so none is started for them.
WITHOUT_SERVERS = {"", "help", "version", "check", "collectstatic", "compilemessages", "makemessages"}


def main(arguments: list[str]) -> int:
    """Run one command; its exit code."""
    started = float(os.environ.pop("SKILLMATRIX_STARTED", time.monotonic()))
    command = arguments[0] if arguments else ""
    if os.environ.get("SKILLMATRIX_MANAGED") == "1":
        return managed(arguments, command)
    if not environment.ensure(command):
        os.environ["SKILLMATRIX_STARTED"] = str(started)
        os.execv(environment.PYTHON, [str(environment.PYTHON), str(ROOT / "manage.py"), *arguments])
    if command == "up":
        return up.main(arguments[1:], started)
    if command in MODULES:
        os.chdir(ROOT)
        os.execv(sys.executable, [sys.executable, "-m", MODULES[command], *arguments[1:]])
    if command in WITHOUT_SERVERS or {"-h", "--help", "--version"} & set(arguments):
        os.environ.update(stack.offline_variables())
        return django(arguments)
    preparation.forget(arguments)
    with stack.used_by(command) as variables:
        os.environ.update(variables)
        return django(arguments)


def managed(arguments: list[str], command: str) -> int:
    """Inside the image: everything comes from the environment, and nothing is guessed."""
    if command in {"up", *MODULES}:
        raise Problem(
            "`%s` sets up its own stack; SKILLMATRIX_MANAGED=1 says that somebody else does." % command
        )
    missing = [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]
    if missing:
        raise Problem("SKILLMATRIX_MANAGED=1 needs %s to be set." % " and ".join(missing))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillmatrix.settings")
    return django(arguments)


def django(arguments: list[str]) -> int:
    """Give the command to Django; several, where `--then` stands between them, one after the other."""
    from django.core.management import execute_from_command_line  # only now is it certain to be installed

    commands: list[list[str]] = [[]]
    for argument in arguments:
        if argument == "--then":
            commands.append([])
        else:
            commands[-1].append(argument)
    for command in commands:
        execute_from_command_line(["manage.py", *command])
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Problem as problem:
        sys.exit("\n  %s" % problem)
    except KeyboardInterrupt:
        sys.exit(130)
