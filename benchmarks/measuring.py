"""Times, ratios between them, a table to read and JSON to keep."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Figure:
    """One line of the table. `limit`: what the design asks for, if it does."""

    name: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def verdict(self) -> str:
        """Whether it is within its limit."""
        if self.limit is None:
            return ""
        return "reached" if self.value <= self.limit else "MISSED"


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def middle(times: Sequence[float]) -> float:
    """The median."""
    return statistics.median(times)


def tell(text: str) -> None:
    """Say what is being done."""
    print(f"… {text}", flush=True)


def report(name: str, figures: Sequence[Figure], about: dict[str, Any]) -> None:
    """Print the table and keep it as `results/<name>.json`."""
    width = max(len(figure.name) for figure in figures)
    print()
    for figure in figures:
        limit = "" if figure.limit is None else f"≤ {figure.limit:g}"
        print(
            f"{figure.name:<{width}}  {figure.value:>9.3f} {figure.unit:<4} {limit:<7} {figure.verdict}".rstrip()
        )
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps({**about, "figures": [asdict(figure) for figure in figures]}, indent=2) + "\n")
    print(f"\nKept in {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}")
