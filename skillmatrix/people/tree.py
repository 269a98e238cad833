"""Teams as a tree, from one query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .models import Team


@dataclass(frozen=True, slots=True)
class Node:
    """A team at its place: `depth` counts from 0, `path` names it with all that stand above."""

    team: Team
    depth: int
    path: str


def outline(teams: Iterable[Team]) -> list[Node]:
    """The teams in the order of reading, parents before children, by name within a parent.

    A team whose parent is not among them stands at the top.
    """
    given = sorted(teams, key=lambda team: (team.name.casefold(), team.pk))
    here = {team.pk for team in given}
    below: dict[int | None, list[Team]] = {}
    for team in given:
        below.setdefault(team.parent_id if team.parent_id in here else None, []).append(team)
    return list(_walk(below, None, 0, ""))


def _walk(below: dict[int | None, list[Team]], parent: int | None, depth: int, above: str) -> Iterator[Node]:
    for team in below.get(parent, []):
        path = f"{above} / {team.name}" if above else team.name
        yield Node(team, depth, path)
        yield from _walk(below, team.pk, depth + 1, path)
