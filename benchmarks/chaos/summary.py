"""What runs found: a verdict on each, a table to read, and one table of all that were kept."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.measuring import RESULTS

PREFIX = "chaos-"
# What must be nothing at all in the arm that keeps the promise.
NOTHING = (
    "lost", "doubled", "miscounted", "out_of_nowhere", "refused", "stale", "different", "recomputed_wrong", "late",
    "lowered", "old_leases",
)  # fmt: skip
PROMISE_SECONDS = 60.0
LONG_ENOUGH_SECONDS = 200.0  # for five tries alone, and the leases of those that nobody reports
Found = Mapping[str, Any]


def broken(found: Found) -> list[str]:
    """What was promised and not kept; empty when all was."""
    wrong = [f"{found[name]} {name.replace('_', ' ')}" for name in NOTHING if found[name]]
    missing = set(found["planted"]) - set(found["dead"])
    if set(found["dead"]) - set(found["planted"]) or missing - set(found["being_tried"]):
        wrong.append(f"dead letters of {found['dead']} and not of {found['planted']}")
    if missing and found["patience"] >= LONG_ENOUGH_SECONDS:
        wrong.append(f"no dead letter of {sorted(missing)} after {found['patience']:g} s")
    if set(found["behind_people"]) - set(found["planted"]):
        wrong.append("reports behind of people who were not planted")
    if found["converged_after"] > PROMISE_SECONDS:
        wrong.append(f"fresh only {found['converged_after']} s after the last fault")
    if found["acknowledged"] < found["tried"] or found["tried"] < found["writes"]:
        wrong.append(
            f"{found['tried'] - found['acknowledged']} of {found['tried']} writes were never answered"
        )
    return wrong


def is_void(control: Found | None) -> bool:
    """A control arm that lost nothing proves nothing."""
    return control is not None and not control["stale"]


def keep(ours: Found, control: Found | None, path: Path | None = None) -> Path:
    """Keep a run as JSON."""
    RESULTS.mkdir(exist_ok=True)
    path = path or RESULTS / f"{PREFIX}{ours['faults']}-seed{ours['seed']}.json"
    path.write_text(json.dumps({"ours": ours, "control": control}, indent=1, sort_keys=True) + "\n")
    return path


def kept() -> list[dict[str, Any]]:
    """All runs that were kept."""
    return [json.loads(path.read_text()) for path in sorted(RESULTS.glob(f"{PREFIX}*.json"))]


def tell(ours: Found, control: Found | None) -> None:
    """One run, for people."""
    print(f"\nseed {ours['seed']}: {ours['faults']} faults in {ours['seconds']} s")
    for kind, count in ours["kinds"].items():
        print(f"  {kind:<24} {count:>4}")
    print("\n" + table([{"ours": ours, "control": control}]))
    for line in broken(ours):
        print(f"BROKEN: {line}")
    for line in ours["differences"]:
        print(f"  {line}")
    if is_void(control):
        print("VOID: the control arm lost nothing, so this run proves nothing.")


COLUMNS = (
    "seed", "faults", "people", "writes acknowledged", "lost", "doubled", "stale", "wrong", "dead letters", "fresh after",
    "control: faults", "control: stale for good",
)  # fmt: skip


def table(runs: Iterable[Mapping[str, Any]]) -> str:
    """Runs as a Markdown table, and their sum where there are several."""
    lines = [_line(run["ours"], run["control"]) for run in runs]
    if len(lines) > 1:
        lines.append(_sum(lines))
    return "\n".join(["| " + " | ".join(line) + " |" for line in [COLUMNS, ["---"] * len(COLUMNS), *lines]])


def _line(ours: Found, control: Found | None) -> list[str]:
    wrong = ours["different"] + ours["recomputed_wrong"] + ours["lowered"]
    dead = f"{len(ours['dead'])} of {len(ours['planted'])} planted"
    line = [ours["seed"], ours["faults"], ours["writes"], ours["acknowledged"], ours["lost"]]
    line += [ours["doubled"] + ours["miscounted"], ours["stale"], wrong, dead, f"{ours['converged_after']} s"]
    line += [control["faults"], f"{control['stale']} of {control['acknowledged']}"] if control else ["–", "–"]
    return [str(value) for value in line]


def _sum(lines: Sequence[Sequence[str]]) -> list[str]:
    whole = [str(sum(int(line[place]) for line in lines)) for place in range(1, 8)]
    slowest = max((line[9] for line in lines), key=lambda text: float(text.removesuffix(" s")))
    return ["all", *whole, "", f"≤ {slowest}", "", ""]


def kinds(runs: Iterable[Mapping[str, Any]]) -> str:
    """How often each kind struck in all runs, as a Markdown table."""
    counts: Counter[str] = Counter()
    for run in runs:
        counts.update(run["ours"]["kinds"])
    return "\n".join(
        ["| fault | times |", "| --- | --- |", *(f"| {k} | {n} |" for k, n in sorted(counts.items()))]
    )
