"""Words of an error that may be shown and logged: what kind it is and where, never whose or how much.

The text of an exception is written by whoever raised it, and by libraries that repeat what they were given:
PostgreSQL prints the whole row that a constraint refused. So whatever could be a name, an address or a
value is taken out, and a sentence stays by which somebody finds the line of code.
"""

from __future__ import annotations

import re

LIMIT = 200
GAP = "…"
_ADDRESS = re.compile(r"\S+@\S+")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`|“[^”]*”")
# Also in the middle of a word, or “level4” would be one that is kept.
_NUMBER = re.compile(r"[-+]?\d[\d.,:]*")
# A word that begins with a capital, or is written in letters that have none: a name, or the name of a level.
_NAME = re.compile(r"\b[A-Z]\w*|[^\W\d_]*[^\W\d_a-zA-Z]\w*")
_KIND = re.compile(r"^([A-Za-z_][\w.]*)(?::\s*|$)")
_GAPS = re.compile(rf"{GAP}(?:[\s\-.,:]*{GAP})+")


def scrub(text: str) -> str:
    """The first line of “Kind: what happened” without anything that could be about a person."""
    first = text.strip().splitlines()[0] if text.strip() else ""
    found = _KIND.match(first)
    kind, rest = (found.group(1), first[found.end() :]) if found else ("", first)
    for pattern in (_ADDRESS, _QUOTED, _NUMBER, _NAME):
        rest = pattern.sub(GAP, rest)
    rest = _GAPS.sub(GAP, rest).strip()
    return ": ".join(part for part in (kind, rest) if part)[:LIMIT]


def in_words(error: BaseException) -> str:
    """The kind of an error and what may be shown of its words."""
    return scrub(f"{type(error).__name__}: {error}")
