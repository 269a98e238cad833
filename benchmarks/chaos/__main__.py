"""The command: one run of one seed, or the table of all runs that were kept.

Exit code 0: every promise was kept. 1: one was not. 2: the control arm lost nothing, so the run is void.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path
from typing import Any

import django


def main() -> int:
    """As asked on the command line."""
    asked = options()
    if asked.summary:
        from benchmarks.chaos import summary

        print(summary.table(summary.kept()) + "\n\n" + summary.kinds(summary.kept()))
        return 0
    from benchmarks.chaos.rig import Rig

    rig = Rig()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    surroundings(rig)
    from skillmatrix.embedded.problems import Interrupted

    try:
        rig.start_servers()
        return run(rig, asked)
    except Interrupted:
        return 130
    finally:
        rig.stop()


def options() -> argparse.Namespace:
    """What was asked."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__.splitlines()[0])
    asked.add_argument(
        "--seed", type=int, default=1, help="from which faults, people and times are drawn (1)"
    )
    asked.add_argument("--faults", type=int, default=40, help="in our arm (40)")
    asked.add_argument("--writes", type=int, help="subjects, each written once (100 a fault)")
    asked.add_argument("--pace", type=float, default=40, help="writes a second (40)")
    asked.add_argument("--control", type=int, default=20, help="faults in the control arm, 0 for none (20)")
    asked.add_argument("--patience", type=float, default=240, help="seconds to wait for dead letters (240)")
    asked.add_argument("--logs", type=Path, help="a folder in which to keep what clients and processes wrote")
    asked.add_argument("--json", type=Path, help="a file for the result, instead of benchmarks/results/")
    asked.add_argument("--summary", action="store_true", help="the table of all runs that were kept")
    return asked.parse_args()


def surroundings(rig: Any) -> None:
    """Django in this process, on the rig's own servers, whatever the shell says."""
    for name in ("DATABASE_DIRECT_URL", "BEHIND_PROXY", "SITE_URL", "ALLOWED_HOSTS", "SENTRY_DSN"):
        os.environ.pop(name, None)
    (rig.folder / "static").mkdir()
    os.environ.update(
        DJANGO_SETTINGS_MODULE="benchmarks.chaos.settings",
        SECRET_KEY="only-for-chaos-" + "x" * 50,
        SKILLMATRIX_VAR=str(rig.folder),
        SKILLMATRIX_MANAGED="1",
        SKILLMATRIX_DISPATCH_FALLBACK="1",
        DEBUG="0",
        LOG_LEVEL="ERROR",
        DATABASE_URL=rig.postgres.url,
        REDIS_URL=rig.valkey.url,
    )
    django.setup()


def run(rig: Any, asked: argparse.Namespace) -> int:
    """Our arm, then the control arm; what they found, and the exit code."""
    from benchmarks.chaos import summary
    from benchmarks.chaos.arms import Arm, Plan, kept, prepare_template

    prepare_template(rig)
    writes = asked.writes or 100 * asked.faults
    plan = Plan(asked.seed, asked.faults, writes, asked.pace, patience=asked.patience)
    try:
        ours = Arm(rig, plan).run()
    finally:
        if asked.logs:
            kept(rig, plan, asked.logs)
    control = None
    if asked.control:
        share = max(1, writes * asked.control // asked.faults)
        control = Arm(rig, Plan(asked.seed, asked.control, share, asked.pace, control=True)).run()
    path = summary.keep(ours, control, asked.json)
    summary.tell(ours, control)
    print(f"\nKept in {path}")
    if summary.broken(ours):
        return 1
    return 2 if summary.is_void(control) else 0


if __name__ == "__main__":
    sys.exit(main())
