"""A difference as plain text, for the command line and wherever there is no HTML."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmatrix.taxonomy.diff.change import Change, Compared, Difference, Tone
from skillmatrix.taxonomy.diff.inline import pieces

SIGNS = {Tone.ADDED: "+", Tone.REMOVED: "−", Tone.CHANGED: "~", Tone.MOVED: "↕"}
WIDTH = 100


def in_words(difference: Difference) -> str:
    """Return every change on a line of its own under its section, texts below it; then how many there are."""
    lines: list[str] = []
    for section in difference.sections:
        lines += [section.title, *(line for change in section.changes for line in _change(change)), ""]
    return "\n".join([*lines, size_in_words(difference)])


def size_in_words(difference: Difference) -> str:
    """Return how large a difference is: “3 changes: 1 added, 2 changed”, “2 changes”, “1 added”."""
    if difference.is_empty:
        return _("No difference.")
    parts = {
        Tone.ADDED: _("%(count)s added"),
        Tone.REMOVED: _("%(count)s removed"),
        Tone.CHANGED: _("%(count)s changed"),
        Tone.MOVED: _("%(count)s moved"),
    }
    found = [parts[tone] % {"count": count} for tone, count in difference.counts.items()]
    total = len(difference.changes)
    if set(difference.counts) == {Tone.CHANGED}:
        return ngettext("%(total)s change", "%(total)s changes", total) % {"total": total}
    if len(found) == 1:
        return found[0]
    text = ngettext("%(total)s change: %(parts)s", "%(total)s changes: %(parts)s", total)
    return text % {"total": total, "parts": ", ".join(found)}


def _change(change: Change) -> Iterator[str]:
    again = f" ({_('ratings ask to be confirmed')})" if change.asks_again else ""
    yield from _wrapped(f"{SIGNS[change.tone]} {change.sentence}{again}", "  ", "    ")
    for text in change.texts:
        yield from _wrapped(_text(text), "      ", "      ")


def _text(text: Compared) -> str:
    label = f"{text.label}: " if text.label else ""
    if text.before is None or text.after is None:
        return label + (text.after or text.before or "")
    marks = {"": ("", ""), "−": ("[-", "-]"), "+": ("{+", "+}")}
    return label + "".join(
        f"{marks[piece.sign][0]}{piece.text}{marks[piece.sign][1]}"
        for piece in pieces(text.before, text.after)
    )


def _wrapped(text: str, first: str, later: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield from wrap(
            line,
            WIDTH,
            initial_indent=first,
            subsequent_indent=later,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
