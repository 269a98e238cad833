"""The short form of the chaos runs: 40 faults of one seed, and a control arm that has to lose what we keep."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks.chaos.faults import EARLY, INFRASTRUCTURE, OURS, deal
from benchmarks.chaos.summary import broken, is_void
from skillmatrix.embedded import processes
from skillmatrix.embedded.folders import ROOT

FAULTS, WRITES, CONTROL = 40, 480, 6
KINDS = {*INFRASTRUCTURE, *OURS, *EARLY}
SERVERS = ("DATABASE_URL", "DATABASE_DIRECT_URL", "REDIS_URL")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a run found, which has servers of its own, because it kills them."""
    folder = tmp_path_factory.mktemp("chaos")
    asked = {"--seed": 4, "--faults": FAULTS, "--writes": WRITES, "--pace": 16, "--control": CONTROL}
    # The long form waits until whoever ends workers has ended five; here it is enough that nobody else is dead.
    asked |= {"--patience": 5}
    command = [sys.executable, "-m", "benchmarks.chaos", "--json", str(folder / "found.json")]
    child = processes.spawn(
        [*command, *(str(part) for pair in asked.items() for part in pair)],
        log=folder / "log",
        environment={name: value for name, value in os.environ.items() if name not in SERVERS},
        folder=ROOT,
        death_signal=signal.SIGTERM,
    )
    try:
        child.wait(900)
    except subprocess.TimeoutExpired:
        processes.end(child, ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0)))
    assert (folder / "found.json").exists(), (folder / "log").read_text()[-4000:]
    return read(folder / "found.json")


def read(path: Path) -> dict[str, Any]:
    content = json.loads(path.read_text())
    assert isinstance(content, dict)
    return content


@pytest.mark.slow
def test_chaos_breaks_no_promise(found: dict[str, Any]) -> None:
    ours = found["ours"]
    assert broken(ours) == []
    assert ours["acknowledged"] == ours["tried"] >= WRITES
    assert ours["reports"] >= 2 * WRITES
    assert ours["recomputed"] == 2 * WRITES
    assert set(ours["planted"]) <= {*ours["dead"], *ours["being_tried"]}
    assert len(ours["planted"]) >= 2


@pytest.mark.slow
def test_chaos_was_chaos(found: dict[str, Any]) -> None:
    ours = found["ours"]
    assert set(ours["kinds"]) == KINDS
    assert sum(ours["kinds"].values()) == FAULTS
    assert ours["published"] >= 1
    assert ours["attempts"] > ours["tried"], "some requests had to be sent again"
    assert len(ours["endings"]) >= 6, "processes ended and were started again"


@pytest.mark.slow
def test_chaos_breaks_the_usual_design(found: dict[str, Any]) -> None:
    control = found["control"]
    assert not is_void(control)
    assert control["settled"], "nothing was left from which a report could still have come"
    assert control["lost"] == 0, "the ratings themselves are kept by the same statement"


def test_the_same_seed_deals_the_same_faults() -> None:
    assert deal(100, Random(3), ours=True) == deal(100, Random(3), ours=True)
    assert deal(100, Random(3), ours=True) != deal(100, Random(4), ours=True)
    assert set(deal(FAULTS, Random(1), ours=True)) == KINDS
    assert set(deal(FAULTS, Random(1), ours=False)) == set(INFRASTRUCTURE)
    assert all("broker-killed" in deal(CONTROL, Random(seed), ours=False) for seed in range(50))
