"""Run benchmarks by name, or all of them.

python3 manage.py benchmark [NAME …] [--people 1000,10000] [--months 2] [--rounds 40] [--quick]
"""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module

from benchmarks import machine
from benchmarks.ground import Asked, servers
from benchmarks.measuring import report, tell

NAMES = (
    "pages",
    "matrix",
    "rate",
    "freshness",
    "refresh",
    "storm",
    "fairness",
    "publish",
    "imports",
    "trend",
    "memory",
    "load",
    "profile",
)


def main(arguments: list[str]) -> int:
    """Measure and tell; 0 when every limit was reached, 1 when one was missed."""
    names, asked = read(arguments)
    with servers(quick=asked.quick):
        missed = [name for name in names if not run(name, asked)]
    if missed:
        print(f"\nLimits were missed in: {', '.join(missed)}")
    return 1 if missed and not asked.quick else 0


def read(arguments: list[str]) -> tuple[list[str], Asked]:
    """What to run, and how."""
    parser = argparse.ArgumentParser(
        "manage.py benchmark", description="Figures as ratios to floors of the same run."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(NAMES)} (all)")
    parser.add_argument("--people", type=sizes, default=(), help="sizes of the organisation, as 1000,10000")
    parser.add_argument("--months", type=int, help="of history for each person")
    parser.add_argument("--rounds", type=int, default=40, help="of requests (40)")
    parser.add_argument(
        "--quick", action="store_true", help="a tiny organisation, to see that all works; judges nothing"
    )
    found = parser.parse_args(arguments)
    unknown = sorted(set(found.names) - set(NAMES))
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}")
    asked = Asked(found.people, found.months, 2 if found.quick else found.rounds, found.quick)
    return found.names or list(NAMES), asked


def sizes(text: str) -> tuple[int, ...]:
    """Numbers of people, separated by commas."""
    return tuple(int(one) for one in text.split(","))


def run(name: str, asked: Asked) -> bool:
    """One benchmark; whether every limit was reached."""
    tell(f"{name}: {(import_module(f'benchmarks.{name}').__doc__ or '').splitlines()[0]}")
    started = time.monotonic()
    figures = import_module(f"benchmarks.{name}").run(asked)
    about = {**machine.about(), "quick": asked.quick, "seconds": round(time.monotonic() - started)}
    return report(name, figures, about)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
