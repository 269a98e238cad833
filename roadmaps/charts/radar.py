"""A radar of shares, one axis an area. Pure: numbers and names in, an SVG string out.

The outer ring is what is asked for. An axis without a value is not drawn as zero: its piece of the
outer ring is dotted, its spoke carries nothing, and the shape is open there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin
from textwrap import wrap

RADIUS = 150.0
WIDTH, HEIGHT = 560, 400
CENTRE = (WIDTH / 2, HEIGHT / 2)
RINGS = (0.25, 0.5, 0.75)
FEWEST, MOST = 3, 12  # with fewer axes there is no shape, with more nobody can read one
LINE = 15  # height of a line of text


@dataclass(frozen=True, slots=True)
class Axis:
    """`value` is a share from 0 to 1, None when too little is known to have one."""

    name: str
    value: float | None


def fits(axes: Sequence[Axis]) -> bool:
    """Whether so many axes can be drawn as a radar."""
    return FEWEST <= len(axes) <= MOST


def radar(axes: Sequence[Axis], *, title: str, description: str, element: str = "radar") -> str:
    """The drawing; `title` and `description` are what a screen reader says of it."""
    if not fits(axes):
        raise ValueError(f"A radar has {FEWEST} to {MOST} axes, not {len(axes)}.")
    parts = [
        f'<svg id="{element}" class="radar" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-labelledby="{element}-title {element}-about">'
        f'<title id="{element}-title">{escape(title)}</title>'
        f'<desc id="{element}-about">{escape(description)}</desc>',
        *(f'<circle class="grid" cx="{CENTRE[0]:g}" cy="{CENTRE[1]:g}" r="{RADIUS * r:g}"/>' for r in RINGS),
        *_spokes(axes),
        *_ring(axes),
        *_shape(axes),
        *_labels(axes),
        "</svg>",
    ]
    return "".join(parts)


def _spokes(axes: Sequence[Axis]) -> Iterator[str]:
    for place, axis in enumerate(axes):
        x, y = _point(place, len(axes), 1)
        kind = "axis" if axis.value is not None else "open"
        yield f'<line class="{kind}" x1="{CENTRE[0]:g}" y1="{CENTRE[1]:g}" x2="{x:.1f}" y2="{y:.1f}"/>'


def _ring(axes: Sequence[Axis]) -> Iterator[str]:
    """The outer ring, a piece an axis: what is asked, dotted where too little is rated."""
    for place, axis in enumerate(axes):
        (x1, y1), (x2, y2) = _point(place - 0.5, len(axes), 1), _point(place + 0.5, len(axes), 1)
        kind = "target" if axis.value is not None else "open"
        yield f'<path class="{kind}" d="M{x1:.1f} {y1:.1f}A{RADIUS:g} {RADIUS:g} 0 0 1 {x2:.1f} {y2:.1f}"/>'


def _shape(axes: Sequence[Axis]) -> Iterator[str]:
    """The shape: closed when every axis has a value, else an open line a run of neighbours."""
    count = len(axes)
    points = {
        place: _point(place, count, min(max(axis.value, 0.0), 1.0))
        for place, axis in enumerate(axes)
        if axis.value is not None
    }
    if len(points) == count:
        yield f'<path class="mine" d="{_line(list(points.values()))}Z"/>'
    else:
        for run in _runs(sorted(points), count):
            if len(run) > 1:
                yield f'<path class="line" d="{_line([points[place] for place in run])}"/>'
    for x, y in points.values():
        yield f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'


def _runs(places: Sequence[int], count: int) -> list[list[int]]:
    """Neighbouring places, going round: 0, 1, 11 of 12 are one run, 11, 0, 1."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    if len(runs) > 1 and runs[0][0] == 0 and runs[-1][-1] == count - 1:
        runs[0] = runs.pop() + runs[0]
    return runs


def _labels(axes: Sequence[Axis]) -> Iterator[str]:
    """The name of each area in a line or two, and its number for where there is no room for names."""
    for place, axis in enumerate(axes):
        x, y = _point(place, len(axes), 1 + 16 / RADIUS)
        anchor = "middle" if abs(x - CENTRE[0]) < 20 else "start" if x > CENTRE[0] else "end"
        lines = wrap(axis.name, 18) or [""]
        top = y - LINE * (len(lines) - 1) * _lift(y) + 4
        spans = "".join(
            f'<tspan x="{x:.1f}" y="{top + LINE * n:.1f}">{escape(line)}</tspan>'
            for n, line in enumerate(lines)
        )
        yield f'<text class="axis-name" text-anchor="{anchor}">{spans}</text>'
        yield f'<text class="axis-number" text-anchor="middle" x="{x:.1f}" y="{y + 6:.1f}">{place + 1}</text>'


def _lift(y: float) -> float:
    """How far several lines move up: wholly above the centre's height at the top, not at all at the foot."""
    return min(1.0, max(0.0, 0.5 - (y - CENTRE[1]) / (2 * RADIUS)))


def _point(place: float, count: int, share: float) -> tuple[float, float]:
    angle = 2 * pi * place / count - pi / 2
    return CENTRE[0] + RADIUS * share * cos(angle), CENTRE[1] + RADIUS * share * sin(angle)


def _line(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
