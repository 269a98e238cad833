"""One arm: a database, people, the processes, faults while the clients write, and what came of it."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.chaos import people, watching
from benchmarks.chaos.control.arm import control_programs, is_settled
from benchmarks.chaos.editor import Editor
from benchmarks.chaos.faults import EARLY_PART, Faults, deal
from benchmarks.chaos.load import Load
from benchmarks.chaos.rig import Rig, application
from benchmarks.chaos.watching import Expected
from benchmarks.measuring import tell

TEMPLATE = "chaos_template"
PATIENCE_SECONDS = 300.0


@dataclass(frozen=True)
class Plan:
    """What a run is made of."""

    seed: int
    faults: int
    writes: int
    pace: float
    control: bool = False
    # A dead letter takes its tries, each later than the one before: how long to wait for that.
    patience: float = 240.0

    @property
    def name(self) -> str:
        """Of its database and its files."""
        return f"chaos_{'control' if self.control else 'ours'}_{self.seed}"


class Arm:
    """One database and everything that happens in it."""

    def __init__(self, rig: Rig, plan: Plan) -> None:
        self.rig, self.plan = rig, plan
        # A string seeds by its text, so the arms do not draw the same people.
        self.rng = Random(f"{plan.seed}/{plan.control}")  # noqa: S311 - repeatable, not secret
        rig.supervisor.rng = Random(f"{plan.seed}/pauses")  # noqa: S311 - likewise
        self.log = rig.log(f"{plan.name}-clients")

    def run(self) -> dict[str, Any]:
        """All of it; what there is to tell."""
        self.prepare()
        self.start()
        began = time.time()
        try:
            self.attack()
            took = time.time() - began
            found = self.wait_control() if self.plan.control else self.wait()
        finally:
            self.editor.stopped = self.load.stopped = True
        endings = dict(self.rig.supervisor.endings)
        self.load.stop()
        self.rig.stop_application()
        found |= {"seconds": round(took, 1), "faults": sum(self.faults.counts.values()), "endings": endings}
        found |= {"kinds": dict(sorted(self.faults.counts.items())), "published": self.editor.published}
        found |= watching.figures(self.rig) | self.judge()
        return {**asdict(self.plan), **found}

    # --- before ---------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """The database, the subjects, and fresh reports of all of them."""
        from tests import processes

        processes.point_at("postgres")
        processes.copy_database(TEMPLATE, self.plan.name)
        processes.point_at(self.plan.name)
        self.rig.database = self.plan.name
        self.rig.broker().flushall()
        tell(f"{self.plan.writes:,} subjects")
        invited, self.planted = people.invite(self.plan.writes, plant=0 if self.plan.control else 4)
        self.subjects = people.subjects(invited, self.rng)
        people.make_fresh()
        watching.write_down(self.rig)

    def start(self) -> None:
        """Every process, the faults that could be, and the clients, who have not begun yet."""
        address = self.rig.address()
        raising, killing = self.planted[:2], self.planted[2:]
        if self.plan.control:
            programs = control_programs(self.rig, address)
        else:
            programs = application(self.rig, address)
        for program in programs[1:]:
            program.variables.update(  # type: ignore[attr-defined]
                CHAOS_RAISES=",".join(map(str, raising)),
                CHAOS_KILLS=",".join(map(str, killing)),
            )
        self.rig.start(*programs)
        self.rig.rest(3.0)
        names = [program.name for program in programs]
        self.faults = Faults(
            self.rig, self.rng,
            workers=[name for name in names if name.startswith("worker")],
            dispatchers=[name for name in names if name.startswith("dispatcher")],
            touch_planted=touch, raising=raising, killing=killing,
        )  # fmt: skip
        self.load = Load(self.subjects, address, self.log, pace=self.plan.pace, version=1)
        publishes = 0 if self.plan.control else max(1, self.plan.faults // 50)
        self.editor = Editor(publishes, lambda n: self.progress > EARLY_PART * (n + 0.5) / publishes)

    @property
    def progress(self) -> float:
        """How much of the load has been taken up, from 0 to 1."""
        return self.load.next / max(1, len(self.subjects))

    # --- meanwhile --------------------------------------------------------------------------------------

    def attack(self) -> None:
        """Spread the faults over the writes; the last one comes when nearly all is written."""
        kinds = deal(self.plan.faults, self.rng, ours=not self.plan.control)
        tell(f"{len(kinds)} faults over {self.plan.writes:,} writes")
        self.load.start()
        self.editor.thread.start()
        for place, kind in enumerate(kinds):
            share = (place + self.rng.random()) / len(kinds)
            self.rig.rest(PATIENCE_SECONDS, lambda share=share: self.progress >= share)
            said = self.faults.strike(kind)
            print(f"  {place + 1:>3}  {kind:<22} {said}", flush=True)
        self.rig.rest(PATIENCE_SECONDS, lambda: self.load.is_over and not self.rig.plans)

    # --- afterwards -------------------------------------------------------------------------------------

    def wait(self) -> dict[str, Any]:
        """Until everybody's report is what it should be, and whoever is planted is a dead letter."""
        expected = self.expected()
        left, _ = watching.wait_for_everybody(self.rig, expected, PATIENCE_SECONDS)
        converged = time.time() - self.rig.quiet_since
        touched = sorted(self.touched())
        self.rig.rest(
            self.plan.patience, lambda: self.rig.rest(0.5) or watching.dead_letters(self.rig) == touched
        )
        return {
            "stale": left,
            "converged_after": round(converged, 1),
            "dead": watching.dead_letters(self.rig),
            "being_tried": watching.being_tried(self.rig),
            "planted": touched,
        }

    def wait_control(self) -> dict[str, Any]:
        """Until there is nothing left in the broker from which a report could still come."""
        expected = self.expected()
        settled = self.rig.rest(PATIENCE_SECONDS, lambda: is_settled(self.rig, expected))
        return {"stale": watching.behind(self.rig, expected), "settled": settled, "dead": [], "planted": []}

    def expected(self) -> Expected:
        """What reports have to be made from."""
        if self.plan.control:
            return Expected(version=0, engine=0)
        from roadmaps.computing import ENGINE

        engine = ENGINE + self.faults.engine
        (version,) = self.rig.sql("SELECT max(number) FROM taxonomy_taxonomyversion")[0]
        return Expected(version, engine, tuple(self.planted))

    def touched(self) -> set[int]:
        """The planted people whose turn came."""
        return {person for person in self.planted if person in TOUCHED}

    def judge(self) -> dict[str, Any]:
        """Ask the oracle."""
        subjects = self.rig.log(f"{self.plan.name}-subjects")
        subjects.write_text(json.dumps([asdict(subject) for subject in self.subjects], default=str))
        variables = self.rig.variables(far=False) | {"CHAOS_ENGINE": str(self.faults.engine)}
        tell("recomputing everything")
        said = self.rig.run(
            "benchmarks.chaos.oracle", str(self.log), str(subjects), str(self.plan.seed), variables=variables
        )
        answer: dict[str, Any] = json.loads(said.splitlines()[-1])
        return answer


TOUCHED: set[int] = set()


def touch(person: int) -> None:
    """Make one person's report due."""
    from django.db import DatabaseError, InterfaceError, connection

    from assessments.levels.marking import marking

    for _ in range(20):
        try:
            with marking(person, own=False):
                pass
        except (DatabaseError, InterfaceError):
            connection.close()
            time.sleep(0.5)
        else:
            TOUCHED.add(person)
            return


def prepare_template(rig: Rig) -> None:
    """A migrated database with the default taxonomy, to be copied for each arm."""
    from django.core.management import call_command
    from django.db import connection

    from skillmatrix.taxonomy.actions import load_default
    from tests import processes

    processes.point_at("postgres")
    processes.copy_database("template1", TEMPLATE)
    processes.point_at(TEMPLATE)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", "cache", verbosity=0)
    load_default()
    connection.close()


def kept(rig: Rig, plan: Plan, folder: Path) -> None:
    """Keep what clients saw and what processes said, to look into what went wrong."""
    folder.mkdir(parents=True, exist_ok=True)
    for log in rig.folder.glob("*.log"):
        (folder / f"{plan.name}-{log.name}").write_bytes(log.read_bytes())
