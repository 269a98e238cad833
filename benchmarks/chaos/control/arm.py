"""The processes of the control arm, and when nothing more can come of them."""

from __future__ import annotations

import contextlib
import time
from dataclasses import replace

import redis

from benchmarks.chaos import watching
from benchmarks.chaos.rig import Rig
from benchmarks.chaos.watching import Expected
from skillmatrix.embedded import services
from skillmatrix.embedded.services import Address, Program

SETTINGS = "benchmarks.chaos.control.settings"
QUIET_SECONDS = 4.0


def control_programs(rig: Rig, address: Address) -> list[Program]:
    """Web and two workers."""
    far, near = (rig.variables(far=far, settings=SETTINGS) for far in (True, False))
    memory = {"CHAOS_MEMORY": str(rig.folder / "memory")}
    programs = [services.web(far, address, rig.log("web"))]
    command = ["-m", "celery", "-A", "benchmarks.chaos.control.app", "worker", "-P", "prefork", "-c", "2"]
    command += ["--without-gossip", "--without-mingle", "-l", "ERROR"]
    for number, variables in ((1, near), (2, far)):
        worker = Program("worker", command, variables | memory, rig.log("unused"))
        programs.append(rig.named(worker, f"worker-{number}", "-n", f"worker-{number}@%h"))
    return [replace(program) for program in programs]


class Quiet:
    """Since when the broker has been empty."""

    since = 0.0


def is_settled(rig: Rig, expected: Expected) -> bool:
    """Nobody is behind any more, or the broker holds neither messages nor unacknowledged ones, and has not for a while.

    A retry that waits for its time is unacknowledged, so an empty broker means that nothing can come any more.
    """
    rig.rest(0.3)
    if watching.behind(rig, expected) == 0:
        return True
    with contextlib.suppress(redis.RedisError):
        broker = rig.broker()
        waiting = sum(broker.llen(key) for key in broker.scan_iter("control*")) + broker.hlen("unacked")
        if waiting:
            Quiet.since = 0.0
            return False
        Quiet.since = Quiet.since or time.monotonic()
        return time.monotonic() - Quiet.since > QUIET_SECONDS
    Quiet.since = 0.0
    return False
