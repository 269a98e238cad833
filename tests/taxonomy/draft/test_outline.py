"""The draft's skills as lines: marks, targets, search."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from skillmatrix.taxonomy.building import content_of
from skillmatrix.taxonomy.draft.outline import AreaLine, narrowed, outline
from skillmatrix.taxonomy.parsing import parse
from skillmatrix.taxonomy.parts import split
from tests.taxonomy.documents import SMALL


def parts() -> dict[str, Any]:
    return split(deepcopy(content_of(parse(SMALL))))


def marks(areas: tuple[AreaLine, ...]) -> dict[str, tuple[str, ...]]:
    return {line.slug: line.marks for area in areas for line in area.skills}


def test_nothing_is_marked_where_nothing_changed() -> None:
    (area,) = outline(parts(), parts())

    assert (area.slug, area.name, area.mark, area.total) == ("one", "One", "", 2)
    assert marks((area,)) == {"queues": (), "brokers": ()}
    assert [(line.low, line.high, line.needs) for line in area.skills] == [(1, 2, 0), (2, 2, 1)]


def test_what_is_new_changed_and_switched_is_marked() -> None:
    now = parts()
    now["skill:queues"] = {**now["skill:queues"], "off": True, "quick": True}
    now["skill:topics"] = {**now["skill:brokers"], "retired": True}
    now["area:one"] = {**now["area:one"], "name": "Uno"}

    areas = outline(now, parts())

    assert areas[0].mark == "changed"
    assert marks(areas) == {
        "queues": ("changed", "off", "quick"),
        "brokers": (),
        "topics": ("new", "retired"),
    }


def test_an_area_that_is_gone_keeps_its_skills_in_sight() -> None:
    now = parts()
    del now["area:one"]

    assert marks(outline(now, parts())) == {"queues": (), "brokers": ()}


@pytest.mark.parametrize(
    ("query", "show", "found"),
    [
        ("", "", ["queues", "brokers"]),
        ("QUEUE buys", "", ["queues"]),
        ("one", "", ["queues", "brokers"]),
        ("broker buys", "", []),
        ("", "changed", ["queues"]),
        ("brokers", "changed", []),
        ("", "retired", []),
        ("", "nonsense", ["queues", "brokers"]),
    ],
)
def test_narrowing(query: str, show: str, found: list[str]) -> None:
    now = parts()
    now["skill:queues"] = {**now["skill:queues"], "evidence": "More"}

    areas = narrowed(outline(now, parts()), query, show)

    assert list(marks(areas)) == found
    assert all(area.total == 2 for area in areas)
