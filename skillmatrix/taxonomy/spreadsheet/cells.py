"""What stands in a single cell, and how a cell is written so that no spreadsheet runs it."""

from __future__ import annotations

import re
import unicodedata

# A spreadsheet runs what begins so. It hides the apostrophe before it, which says that this is text.
_RUNS = re.compile(r"'*[=+\-@＝＋－＠\t\r]")
_YES = frozenset({"yes", "y", "x", "true", "1", "✓", "✔"})
_NO = frozenset({"", "no", "n", "false", "0", "-", "–"})
_NOTHING = frozenset({"", "0", "-", "–", "—"})
_TARGET = re.compile(
    r"(?P<level>.+?)\s*(?:[x×*✕]\s*(?P<weight>\d{1,3})|\(\s*(?P<braced>\d{1,3})\s*\))?", re.IGNORECASE
)


def harmless(text: str) -> str:
    """Return text for a cell; what a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{text}" if _RUNS.match(text) else text


def as_typed(cell: str) -> str:
    """Return the text of a cell: without the apostrophe of `harmless`, and without the space around it."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    return text[1:].strip() if text.startswith("'") and _RUNS.match(text) else text


def has_control_character(text: str) -> bool:
    """Whether something stands here that no keyboard types."""
    return any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text)


def flag(text: str) -> bool | None:
    """Return yes or no; None when it is neither."""
    said = text.casefold()
    return True if said in _YES else False if said in _NO else None


def is_nothing(text: str) -> bool:
    """Whether a role asks nothing here."""
    return text in _NOTHING


def target(text: str) -> tuple[str, int]:
    """Return level and weight of `3`, `3x2`, `3 × 2` or `3 (2)`; the level as it is written."""
    if found := _TARGET.fullmatch(text):
        return found["level"].strip(), int(found["weight"] or found["braced"] or 1)
    return text, 1


def looks_like_target(text: str) -> bool:
    """Whether this is a level with or without a weight, or nothing, rather than a sentence."""
    level, _weight = target(text)
    return is_nothing(text) or bool(re.fullmatch(r"\d{1,2}", level))
