"""Times, ratios to floors of the same run, what else the machine did meanwhile; a table to read and JSON to keep."""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.machine import busy_seconds, own_seconds, processors

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    What is judged is `measured`: the ratio to the floor where there is one, else the value itself. With `at_least`
    the ratio is how many times slower the floor is. `look`: what to look at when the limit is missed.
    """

    name: str
    value: float
    unit: str = "ms"
    floor: float | None = None
    floor_name: str = ""
    limit: float | None = None
    at_least: bool = False
    look: str = ""
    people: int | None = None
    foreign: float | None = None
    spread: Mapping[str, float] = field(default_factory=dict)

    @property
    def measured(self) -> float:
        """What the limit is about."""
        if self.floor is None:
            return self.value
        return self.floor / self.value if self.at_least else self.value / self.floor

    @property
    def is_reached(self) -> bool:
        """Within its limit, or without any."""
        if self.limit is None:
            return True
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    @property
    def verdict(self) -> str:
        """Whether it is within its limit, in a word."""
        if self.limit is None:
            return ""
        return "reached" if self.is_reached else "MISSED"

    def to_json(self) -> dict[str, Any]:
        """Everything, the ratio and the verdict included."""
        ratio = None if self.floor is None else self.measured
        return {**asdict(self), "ratio": ratio, "verdict": self.verdict}


@dataclass
class Block:
    """What is being measured in one go. `foreign`: the share of all processors that others used, once it is over."""

    foreign: float = 0.0


@contextmanager
def watched() -> Iterator[Block]:
    """Note how much of the machine went to processes that are none of ours."""
    block, started = Block(), time.perf_counter()
    busy, own = busy_seconds(), own_seconds()
    yield block
    others = (busy_seconds() - busy) - (own_seconds() - own)
    block.foreign = max(0.0, others / (time.perf_counter() - started) / processors())


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def interleaved(jobs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """So many rounds of all jobs, each round in another order, after one that does not count; times by job."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(rounds + 1):
        order = list(jobs)
        random.shuffle(order)
        for name in order:
            took = seconds(jobs[name])
            if number:
                times[name].append(took)
    return times


def middle(times: Sequence[float]) -> float:
    """The median."""
    return statistics.median(times)


def at(times: Sequence[float], share: float) -> float:
    """The time that this share of all times does not exceed."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def spread(times: Sequence[float], of: Sequence[float] = (), *, scale: float = 1000) -> dict[str, float]:
    """Percentiles of the times, and of the floor's."""
    found = {"p50": middle(times) * scale, "p95": at(times, 0.95) * scale, "count": len(times)}
    if of:
        found |= {"floor_p50": middle(of) * scale, "floor_p95": at(of, 0.95) * scale}
    return found


def compared(
    name: str, times: Sequence[float], floor: Sequence[float] = (), *, unit: str = "ms", **more: Any
) -> Figure:
    """A figure from times, beside those of its floor."""
    scale = 1000 if unit == "ms" else 1
    under = middle(floor) * scale if floor else None
    return Figure(name, middle(times) * scale, unit, under, spread=spread(times, floor, scale=scale), **more)


def stamped(figures: Sequence[Figure], *, people: int, foreign: float | None = None) -> list[Figure]:
    """The same figures, with what all of them share."""
    return [
        replace(
            figure,
            people=people if figure.people is None else figure.people,
            foreign=foreign if figure.foreign is None else figure.foreign,
        )
        for figure in figures
    ]


def tell(text: str) -> None:
    """Say what is being done."""
    print(f"… {text}", flush=True)


def table(figures: Sequence[Figure]) -> str:
    """Rows to read: the figure, its floor, the ratio, the limit and whether it was reached."""
    head = ("figure", "people", "value", "floor", "ratio", "limit", "", "p95", "foreign")
    rows = [head, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in (0, 6) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _row(figure: Figure) -> tuple[str, ...]:
    sign = "≥" if figure.at_least else "≤"
    name = f"{figure.name} / {figure.floor_name}" if figure.floor_name else figure.name
    return (
        name,
        f"{figure.people:,}" if figure.people else "",
        f"{_number(figure.value)} {figure.unit}",
        "" if figure.floor is None else f"{_number(figure.floor)} {figure.unit}",
        "" if figure.floor is None else f"{_number(figure.measured)} ×",
        "" if figure.limit is None else f"{sign} {figure.limit:g}",
        figure.verdict,
        _number(figure.spread["p95"]) if "p95" in figure.spread else "",
        "" if figure.foreign is None else f"{figure.foreign:.0%}",
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def report(name: str, figures: Sequence[Figure], about: Mapping[str, Any]) -> bool:
    """Print the table, keep it as `results/<name>.json`; whether every limit was reached."""
    print(f"\n{name}\n{table(figures)}\n")
    for figure in figures:
        if not figure.is_reached and figure.look:
            print(f"  {figure.name}: look at {figure.look}")
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    content = {"benchmark": name, **about, "figures": [figure.to_json() for figure in figures]}
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    print(f"Kept in {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}", flush=True)
    return all(figure.is_reached for figure in figures)
