"""The radar: pure, well-formed, and honest about what is not known."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmaps.charts.bar import bar
from roadmaps.charts.radar import CENTRE, HEIGHT, RADIUS, WIDTH, Axis, fits, radar

SHARES = st.none() | st.floats(0, 1)


def drawn(*values: float | None) -> ET.Element:
    axes = [Axis(f"Area {n} & <more>", value) for n, value in enumerate(values)]
    return ET.fromstring(radar(axes, title="A & B", description="<words>"))


def having(svg: ET.Element, kind: str) -> list[ET.Element]:
    return [part for part in svg.iter() if part.get("class") == kind]


def test_all_known_is_one_closed_shape():
    svg = drawn(1, 0.5, 0.25, 0)
    (shape,) = having(svg, "mine")
    assert shape.get("d").endswith("Z")
    assert len(having(svg, "dot")) == 4
    assert having(svg, "open") == []


def test_the_unknown_has_no_point_and_leaves_the_shape_open():
    svg = drawn(1, None, 0.5, 0.75, 0.5)
    assert having(svg, "mine") == []
    (line,) = having(svg, "line")
    assert line.get("d").count("L") == 3
    assert not line.get("d").endswith("Z")
    assert len(having(svg, "dot")) == 4
    assert len(having(svg, "open")) == 2  # its spoke and its piece of the ring
    assert len(having(svg, "target")) == 4


def test_unknown_is_not_zero():
    centre = {f"{part.get('cx')} {part.get('cy')}" for part in having(drawn(None, None, None), "dot")}
    assert centre == set()
    (dot,) = having(drawn(0, None, None), "dot")
    assert (float(dot.get("cx")), float(dot.get("cy"))) == CENTRE


def test_a_single_known_neighbour_is_a_point_without_a_line():
    svg = drawn(0.5, None, 0.5, None)
    assert having(svg, "line") == []
    assert len(having(svg, "dot")) == 2


@given(st.lists(SHARES, min_size=3, max_size=12))
def test_every_axis_is_named_and_every_point_inside(values: list[float | None]):
    svg = drawn(*values)
    assert len(having(svg, "axis-name")) == len(having(svg, "axis-number")) == len(values)
    dots = having(svg, "dot")
    assert len(dots) == sum(value is not None for value in values)
    for dot in dots:
        x, y = float(dot.get("cx")) - CENTRE[0], float(dot.get("cy")) - CENTRE[1]
        assert (x * x + y * y) ** 0.5 <= RADIUS + 0.1
    for name in having(svg, "axis-name"):
        for span in name:
            assert 0 <= float(span.get("x")) <= WIDTH
            assert 0 <= float(span.get("y")) <= HEIGHT


def test_words_for_whoever_does_not_see_it():
    svg = drawn(1, 1, 1)
    assert svg.get("role") == "img"
    assert [part.text for part in svg][:2] == ["A & B", "<words>"]


@pytest.mark.parametrize(("count", "can"), [(0, False), (2, False), (3, True), (12, True), (13, False)])
def test_beyond_twelve_areas_there_is_no_radar(count: int, can: bool):
    axes = [Axis("a", 1.0)] * count
    assert fits(axes) is can
    if not can:
        with pytest.raises(ValueError, match="3 to 12"):
            radar(axes, title="", description="")


def test_a_bar_or_a_range():
    assert 'class="bar" width="50.0"' in bar(0.5)
    unknown = bar(None, 0.2, 0.7)
    assert 'class="bar"' not in unknown
    assert 'x="20.0" width="50.0"' in unknown
