"""A bar of one share, as small as a word. Pure: a number in, an SVG string out."""

from __future__ import annotations


def bar(share: float | None, low: float = 0.0, high: float = 1.0) -> str:
    """A filled bar; without a share the range from `low` to `high`, drawn open. Decorative: a figure stands beside it."""
    start = '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
    rest = '<rect class="bar-rest" width="100" height="8"/>'
    if share is not None:
        return f'{start}{rest}<rect class="bar" width="{100 * share:.1f}" height="8"/></svg>'
    width = max(0.0, high - low)
    return f'{start}{rest}<rect class="bar-range" x="{100 * low:.1f}" width="{100 * width:.1f}" height="8"/></svg>'
