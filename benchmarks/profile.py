"""Where the time goes: the functions that take most of a refresh, of the pages and of recording a rating."""

from __future__ import annotations

import cProfile
import pstats
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.ground import ROOT, Asked, everybody, expect, organisation, refresh_directly
from benchmarks.measuring import Figure, tell
from benchmarks.pages import cast, paths
from benchmarks.publish import publish
from benchmarks.rate import SKILL, shown_to

TOP = 12
TIMES = 20


def run(asked: Asked) -> list[Figure]:
    """Milliseconds of each, and the share of its slowest functions: their own time, without what they call."""
    figures: list[Figure] = []
    for people in asked.sizes(1_000):
        with organisation(people, months=asked.history(2)):
            publish(0)
            chosen = everybody()[:1000]
            found = profiled(
                f"refresh of {len(chosen):,} people", lambda chosen=chosen: refresh_directly(chosen), 1
            )
            for name, work in in_process().items():
                found += profiled(name, work, asked.times(TIMES))
        figures += [figure_of(one, people) for one in found]
    return figures


def in_process() -> dict[str, Callable[[], None]]:
    """Each page as the web process answers it, without the way there; and a rating."""
    from django.test import Client

    lead, member = cast()
    clients = {}
    for person in (lead, member):
        clients[person.pk] = Client(HTTP_HOST="localhost")
        clients[person.pk].force_login(person)
    pages: dict[str, tuple[Any, str]] = {"empty": (member, "/benchmarks/empty/"), **paths(lead, member)}
    pages = {name: pages[name] for name in ("empty", "gaps", "roadmap", "assess", "team")}
    work: dict[str, Callable[[], None]] = {
        f"{name} page": partial(ask, clients[reader.pk], path) for name, (reader, path) in pages.items()
    }
    return {**work, "rate a skill": Rating(clients[member.pk], shown_to(member))}


def ask(client: Any, path: str) -> None:
    """One page."""
    expect(client.get(path).status_code, 200)


class Rating:
    """One skill, to and fro."""

    def __init__(self, client: Any, shown: int) -> None:
        from skillmatrix.taxonomy import versions

        self.client, self.shown, self.version = client, shown, versions.current_number()

    def __call__(self) -> None:
        """One request as htmx sends it."""
        value = 3 if self.shown == 2 else 2
        form = {
            "skill": SKILL,
            "shown": self.shown,
            "version": self.version,
            "value": value,
            "key": str(uuid4()),
        }
        headers = {"HX-Request": "true", "HX-Target": f"skill-{SKILL}"}
        expect(self.client.post("/assess/rate/", form, headers=headers).status_code, 200)
        self.shown = value


def profiled(name: str, work: Callable[[], None], times: int) -> list[tuple[str, float, str, float]]:
    """(what, value, unit, share of the whole): the whole without a profiler, then the functions with one."""
    tell(f"where the time of a {name} goes")
    if times > 1:
        work()
    started = time.process_time()
    for _ in range(times):
        work()
    took = (time.process_time() - started) / times
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(times):
        work()
    profile.disable()
    stats = pstats.Stats(profile)
    functions = sorted(stats.stats.items(), key=lambda item: -item[1][2])  # type: ignore[attr-defined]
    whole = sum(item[2] for _, item in functions) or 1.0
    lines = [
        (f"  {place(where)}", 100 * item[2] / whole, "%", item[0] / times) for where, item in functions[:TOP]
    ]
    return [(name, took * 1000, "ms", 0.0), *lines]


def place(where: tuple[str, int, str]) -> str:
    """A function as one finds it: the file below its package, and its name."""
    file, _, name = where
    if file == "~":
        return name
    parts = Path(file).parts
    if "site-packages" in parts:
        return f"{'/'.join(parts[parts.index('site-packages') + 1 :])}:{name}"
    path = Path(file)
    return f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name}:{name}"


def figure_of(line: tuple[str, float, str, float], people: int) -> Figure:
    """One line of the table; calls of a function are told in the JSON."""
    name, value, unit, calls = line
    return Figure(name, value, unit, people=people, spread={"calls": calls} if calls else {})
