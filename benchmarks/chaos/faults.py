"""Every kind of fault, and the dealer who says which comes next."""

from __future__ import annotations

import contextlib
import os
import signal
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import psycopg
import redis

from benchmarks.chaos.rig import Rig

START_SECONDS = 15.0
FREEZE_SECONDS = 3.0
NETWORK_SECONDS = 4.0
CLOCK_SECONDS = 10.0
SIDE_BY_SIDE_SECONDS = 5.0
HOUR = 3600
# A day ahead or behind is what an hour does around midnight.
SKEWS = (-HOUR, HOUR, -26 * HOUR, 26 * HOUR)


@dataclass
class Faults:
    """What can be done to a rig. Each says in a word or two what exactly it did."""

    rig: Rig
    rng: Random
    workers: Sequence[str]
    dispatchers: Sequence[str]
    touch_planted: Callable[[int], None] = lambda person: None
    raising: Sequence[int] = ()
    killing: Sequence[int] = ()
    engine: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def strike(self, kind: str) -> str:
        """Let one fault happen."""
        self.rig.touch()
        said = getattr(self, kind.replace("-", "_"))()
        self.counts[kind] += 1
        self.rig.touch()
        return str(said or "")

    # --- processes ------------------------------------------------------------------------------------

    def worker_killed(self) -> str:
        """The main process of a worker; its children are ended with the group."""
        return self._kill(*self.workers)

    def pool_child_killed(self) -> str:
        """One process that computes."""
        return self._kill_child(*self.workers)

    def dispatcher_killed(self) -> str:
        """One of two."""
        return self._kill(*self.dispatchers)

    def web_killed(self) -> str:
        """The server, or the process in it that answers."""
        return self._kill("web") if self.rng.random() < 0.5 else self._kill_child("web")

    def memory_exhausted(self) -> str:
        """A process that computes finds no memory left in the middle of a chunk, and mostly does not live on."""
        for old in self.rig.folder.glob("memory*"):
            old.unlink()
        (self.rig.folder / "memory").touch()
        return "next chunk"

    def clock_wrong(self) -> str:
        """One worker runs in another hour, or day, for a while."""
        worker, skew = self.rng.choice(self.workers), self.rng.choice(SKEWS)
        self._restart_with(worker, "CHAOS_CLOCK", str(skew))
        self.rig.later(CLOCK_SECONDS, self._restart_with, worker, "CHAOS_CLOCK", "")
        return f"{worker} by {skew // HOUR:+} h"

    # --- broker -----------------------------------------------------------------------------------------

    def broker_killed(self) -> str:
        """It comes back with nothing in it."""
        return self._kill("valkey")

    def broker_frozen(self) -> str:
        """It takes connections and answers nothing."""
        self.rig.signal(self._running(["valkey"]), signal.SIGSTOP)
        self.rig.later(FREEZE_SECONDS, self.rig.signal, "valkey", signal.SIGCONT)
        return f"{FREEZE_SECONDS:g} s"

    def broker_flushed(self) -> str:
        """Everything in it is gone, and nobody is told."""
        with contextlib.suppress(redis.RedisError):
            self.rig.broker().flushall()
            return "flushed"
        # It is frozen or being started; what is in it goes when it is killed instead.
        return self._kill("valkey")

    # --- database -----------------------------------------------------------------------------------------

    def postgresql_restarted(self) -> str:
        """`immediate`: every connection ends in the middle of whatever it was doing."""
        self.rig.signal(self._running(["postgresql"]), signal.SIGQUIT)
        return "immediate"

    def backends_ended(self) -> str:
        """Some connections, at random."""
        with contextlib.suppress(psycopg.Error):
            found = self.rig.sql(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            chosen = self.rng.sample(sorted(pid for (pid,) in found), k=min(4, len(found)))
            self.rig.sql("SELECT pg_terminate_backend(pid) FROM unnest(%s::int[]) AS chosen (pid)", chosen)
            return f"{len(chosen)}"
        return "none: the database is away already"

    # --- network ------------------------------------------------------------------------------------------

    def network_slow(self) -> str:
        """Each piece of data of half of the processes takes its time."""
        delay = self.rng.choice((0.01, 0.05, 0.2))
        self.rig.be(delay=delay)
        self.rig.later(NETWORK_SECONDS, self.rig.be)
        return f"{delay * 1000:.0f} ms"

    def network_cut(self) -> str:
        """Half of the processes reach neither database nor broker."""
        self.rig.be(cut=True)
        self.rig.later(NETWORK_SECONDS / 2, self.rig.be)
        return f"{NETWORK_SECONDS / 2:g} s"

    # --- code and data ------------------------------------------------------------------------------------

    def code_updated(self) -> str:
        """A new release computes reports differently: half of the processes first, the others some seconds later."""
        self.engine += 1
        first = [self.dispatchers[1], self.workers[1]]
        second = [name for name in (*self.dispatchers, *self.workers, "web") if name not in first]
        for name in first:
            self._restart_with(name, "CHAOS_ENGINE", str(self.engine))
        for name in second:
            self.rig.later(SIDE_BY_SIDE_SECONDS, self._restart_with, name, "CHAOS_ENGINE", str(self.engine))
        return f"engine +{self.engine}"

    def poison_raises(self) -> str:
        """Somebody whose report cannot be computed becomes due, together with others."""
        self.touch_planted(self.rng.choice(self.raising))
        return "due"

    def poison_kills(self) -> str:
        """Somebody whose report ends whoever computes it becomes due."""
        self.touch_planted(self.rng.choice(self.killing))
        return "due"

    # --- how --------------------------------------------------------------------------------------------

    def _kill(self, *names: str) -> str:
        name = self._running(names)
        self.rig.signal(name, signal.SIGKILL)
        return name

    def _kill_child(self, *names: str) -> str:
        self.rig.rest(START_SECONDS, lambda: bool(self._children(names)))
        if children := self._children(names):
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.rng.choice(children), signal.SIGKILL)
        return f"one of {len(children)}"

    def _children(self, names: Sequence[str]) -> list[int]:
        running = [child.process for child in map(self.rig.child, names) if child.process]
        return [pid for process in running for pid in children_of(process.pid)]

    def _running(self, names: Sequence[str]) -> str:
        """One of these that runs; what is just being started is waited for, or a fault would be none."""

        def running() -> list[str]:
            return [name for name in names if self.rig.child(name).process is not None]

        self.rig.rest(START_SECONDS, lambda: bool(running()))
        return self.rng.choice(running() or list(names))

    def _restart_with(self, name: str, variable: str, value: str) -> None:
        variables = self.rig.child(name).service.variables  # type: ignore[attr-defined]
        variables[variable] = value
        self.rig.signal(name, signal.SIGTERM)


def children_of(process: int) -> list[int]:
    """The processes that one has started and that still run."""
    with contextlib.suppress(OSError):
        return [int(n) for n in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []


INFRASTRUCTURE = (
    "worker-killed", "pool-child-killed", "web-killed", "memory-exhausted", "clock-wrong", "broker-killed",
    "broker-frozen", "broker-flushed", "postgresql-restarted", "backends-ended", "network-slow", "network-cut",
)  # fmt: skip
# Only with dispatchers; the usual design has none.
OURS = ("dispatcher-killed",)
# A release makes everybody's report anew and so would heal what was lost before; a dead letter takes its tries. Both
# happen in the first part of a run, so that the second shows what is lost for good.
EARLY = ("code-updated", "poison-raises", "poison-kills")
EARLY_PART = 0.4


def deal(count: int, rng: Random, *, ours: bool) -> list[str]:
    """The kinds in the order in which they come: shuffled packs, so that a short run meets every kind as well."""
    kinds = [*INFRASTRUCTURE, *(OURS if ours else ())]
    early = round(count * EARLY_PART)
    special = [kind for _, kind in zip(range(max(len(EARLY), early // 5)), EARLY * count, strict=False)]
    special = special if ours else []
    # However few, one of them empties the broker.
    packs: list[str] = rng.sample(kinds, len(kinds))
    packs.insert(rng.randrange(max(1, min(count, len(packs)) - 1)), packs.pop(packs.index("broker-killed")))
    while len(packs) < count - len(special):
        packs += rng.sample(kinds, len(kinds))
    packs = packs[: count - len(special)]
    for kind in special:
        packs.insert(rng.randrange(max(1, early)), kind)
    return packs[:count]
