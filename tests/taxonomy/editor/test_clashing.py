"""Two versions of a part, field by field."""

from __future__ import annotations

from typing import Any

import pytest

from skillmatrix.taxonomy.forms.clashing import clashes, seen, taking
from skillmatrix.taxonomy.forms.places import AreaForm
from skillmatrix.taxonomy.forms.skill_fields import content_with, values_of
from skillmatrix.taxonomy.views.editor.skill_words import field_name

KINDS = {"tool": {"descriptors": ["t0", "t1", "t2"]}}
BASE = {
    "area": "one",
    "name": "Brokers",
    "kind": "tool",
    "definition": "D",
    "prerequisites": [],
    "meaning": 2,
}


def values(**more: Any) -> dict[str, Any]:
    return values_of({**BASE, **more})


def found(mine: dict[str, Any], theirs: dict[str, Any], marks: str = "") -> list[tuple[str, bool]]:
    return [(clash.name, clash.only_theirs) for clash in clashes(mine, theirs, marks)]


def test_only_what_differs_is_asked() -> None:
    marks = seen(values())

    assert found(values(), values()) == []
    assert found(values(definition="Mine"), values(definition="Theirs"), marks) == [("definition", False)]
    assert found(values(), values(definition="Theirs"), marks) == [("definition", True)]


def test_sentences_are_told_apart_level_by_level() -> None:
    base = values(descriptors=["a", "b", "c"])
    mine, theirs = values(descriptors=["a", "x", "c"]), values(descriptors=["a", "b", "y"])

    assert found(mine, theirs, seen(base)) == [("descriptors.1", False), ("descriptors.2", True)]
    assert taking(mine, theirs, ["descriptors.2"])["descriptors"] == ["a", "x", "y"]


def test_sentences_of_its_own_meet_the_general_ones() -> None:
    mine, theirs = values(), values(descriptors=["a", "b", "c"])

    assert found(mine, theirs, seen(values())) == [("descriptors", True)]
    assert taking(mine, theirs, ["descriptors"])["descriptors"] == ["a", "b", "c"]
    assert taking(mine, theirs, ["descriptors.1"])["descriptors"] == []


def test_what_one_leaves_out_stands_empty_with_the_other() -> None:
    area = {"name": "Data", "summary": "Where it lies"}
    chosen = {**area, "principle": "trustworthy"}

    assert found({**area, "principle": ""}, area) == []
    assert found(chosen, area) == found(area, chosen) == [("principle", False)]
    assert taking(chosen, area, ["principle"])["principle"] == ""


@pytest.mark.parametrize("name", [*AreaForm.base_fields, *values()])
def test_every_field_that_two_can_change_has_a_name(name: str) -> None:
    assert field_name(name)


def test_marks_that_make_no_sense_say_nothing() -> None:
    assert found(values(), values(name="Other"), "x : :: name \0") == [("name", False)]


def test_content_keeps_what_the_form_does_not_show() -> None:
    content = {**BASE, "retired": True, "descriptors": ["a", "b", "c"], "quick": True}

    assert content_with(values_of(content), content, KINDS) == content
    said = content_with({**values_of(content), "quick": False, "descriptors": ["", "x", ""]}, content, KINDS)
    assert said == {**BASE, "retired": True, "descriptors": ["t0", "x", "t2"]}


def test_prerequisites_keep_their_order() -> None:
    content = {**BASE, "prerequisites": ["c", "a", "b"]}

    said = content_with({**values_of(content), "prerequisites": ["a", "b", "c", "d"]}, content, KINDS)

    assert said["prerequisites"] == ["c", "a", "b", "d"]
