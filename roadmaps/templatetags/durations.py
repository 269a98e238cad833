"""Lengths of time, from milliseconds to days, in as few characters as stay exact enough to act on."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def duration(seconds: float | None) -> str:
    """“34 ms”, “1.2 s”, “3 min 5 s”, “2 h 10 min”, “4 d 3 h”; “–” where there is none."""
    if seconds is None:
        return "–"
    if seconds < 1:
        return _("%(n)d ms") % {"n": round(seconds * 1000)}
    if seconds < 10:
        return _("%(n)s s") % {"n": number_format(round(seconds, 1), 1)}
    return _in_two_units(round(seconds))


def _in_two_units(seconds: int) -> str:
    for size, unit, smaller_size, smaller in (
        (86400, _("d"), 3600, _("h")),
        (3600, _("h"), 60, _("min")),
        (60, _("min"), 1, _("s")),
    ):
        if seconds >= size:
            rest = seconds % size // smaller_size
            first = f"{seconds // size} {unit}"
            return f"{first} {rest} {smaller}" if rest else first
    return f"{seconds} {_('s')}"


@register.filter
def share(part: float | None) -> str:
    """A share as a percentage with one digit; “–” where there is none."""
    return "–" if part is None else _("%(n)s %%") % {"n": number_format(round(part * 100, 1), 1)}


@register.filter
def whole(number: int | None) -> str:
    """A count with its thousands apart; “–” where there is none."""
    return "–" if number is None else number_format(number, force_grouping=True)
