"""The grid of targets as it is made from a document's content."""

from __future__ import annotations

from typing import Any

from skillmatrix.taxonomy.targets.grid import NOTHING, grid


def content(skills: int = 3, **more: Any) -> dict[str, Any]:
    """Two areas, the first with `skills` skills, and two roles."""
    first = [{"slug": f"s{n}", "name": f"Skill {n}"} for n in range(skills)]
    return {
        "scale": [{"name": "Low"}, {"name": "Middle"}, {"name": "High"}],
        "areas": [
            {"slug": "one", "name": "One", "skills": first},
            {"slug": "two", "name": "Two", "skills": [{"slug": "last", "name": "Last", **more}]},
        ],
        "roles": [
            {"slug": "junior", "name": "Junior", "targets": {"s0": [1, 1], "s1": [0, 3]}},
            {"slug": "lead", "name": "Lead", "short": "L", "track": "Management", "targets": {"s0": [2, 3]}},
        ],
    }


def test_cells_ask_a_level_and_a_weight_or_nothing() -> None:
    found = grid(content(), longest=100)
    junior, lead = found.columns

    assert junior.asks("s0") == (1, 1)
    assert lead.asks("s0") == (2, 3)
    assert junior.asks("s1") == junior.asks("last") == NOTHING
    assert (junior.label, lead.label) == ("Junior", "L")
    assert found.tracks() == [("", (junior,)), ("Management", (lead,))]


def test_a_long_area_falls_into_sections() -> None:
    found = grid(content(7), longest=3)

    assert [(one.key, len(one.rows), one.part, one.parts) for one in found.sections] == [
        ("one", 3, 1, 3), ("one_2", 3, 2, 3), ("one_3", 1, 3, 3), ("two", 1, 1, 1),
    ]  # fmt: skip
    assert [one.before for one in found.sections] == [0, 4, 8, 10]
    assert found.height == 12
    assert found.section("one_2") is found.sections[1]
    assert found.section("nothing") is None


def test_what_fits_is_open_at_first_and_the_first_section_always() -> None:
    found = grid(content(7), longest=3)

    assert found.open_at_first(6) == {"one", "one_2"}
    assert found.open_at_first(1) == {"one"}
    assert found.open_at_first(100) == {"one", "one_2", "one_3", "two"}


def test_retired_skills_have_a_row_only_where_a_target_is_left() -> None:
    assert [row.slug for row in grid(content(retired=True), longest=9).sections[-1].rows] == [
        "s0",
        "s1",
        "s2",
    ]

    left = content(retired=True)
    left["roles"][0]["targets"]["last"] = [2, 1]
    assert grid(left, longest=9).sections[-1].rows[0].note == "retired"


def test_warnings_come_to_their_cells() -> None:
    found = grid(
        content(),
        longest=9,
        warnings=[
            ("roles.junior.targets.s0", "“s1” is low"),
            ("roles.junior.targets.s0", "Odd"),
            ("skills.s0.name", "No"),
        ],
    )

    assert found.warnings == {("junior", "s0"): ("“Skill 1” is low", "Odd")}
