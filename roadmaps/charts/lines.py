"""A line of shares over time, small enough to stand among others of its kind. Pure: numbers in, an SVG string out.

Shares that cannot be compared are not joined: each run is a line of its own, and where one begins anew there is a
dashed upright. A table with the same figures stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 240, 72
MARGIN = 6


@dataclass(frozen=True, slots=True)
class Dot:
    """One share, from 0 to 1, at a place on the time line, from 0 to 1."""

    place: float
    share: float


def lines(
    runs: Sequence[Sequence[Dot]], *, turns: Sequence[float], title: str, description: str, element: str
) -> str:
    """The drawing; `turns` are the places at which something else began to be asked."""
    parts = [
        f'<svg id="{element}" class="trend" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-labelledby="{element}-title {element}-about">'
        f'<title id="{element}-title">{escape(title)}</title>'
        f'<desc id="{element}-about">{escape(description)}</desc>',
        *(f'<path class="grid" d="M0 {_y(share):.1f}H{WIDTH}"/>' for share in (0, 0.5, 1)),
        *(f'<path class="turn" d="M{_x(place):.1f} 0V{HEIGHT}"/>' for place in turns),
        *(_run(run) for run in runs),
        "</svg>",
    ]
    return "".join(parts)


def _run(run: Sequence[Dot]) -> str:
    """A line through all dots and a dot at its end; a single one is only a dot."""
    points = [(_x(dot.place), _y(dot.share)) for dot in run]
    x, y = points[-1]
    end = f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
    if len(points) == 1:
        return end
    return f'<path class="line" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in points)}"/>{end}'


def _x(place: float) -> float:
    return MARGIN + (WIDTH - 2 * MARGIN) * place


def _y(share: float) -> float:
    return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * min(max(share, 0.0), 1.0)
