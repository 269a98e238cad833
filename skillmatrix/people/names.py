"""Names and addresses as people paste them, made fit to store. Pure."""

from __future__ import annotations

import re
import unicodedata

# Marks that turn the reading direction around: in a name they can only make one look like another.
_DIRECTION = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVISIBLE = "\u200b\u2060\ufeff\u00ad"
_DROP = dict.fromkeys(map(ord, _DIRECTION + _INVISIBLE))
# Lithuanian writes three marks on a letter at times; nobody's name has more.
MARKS_IN_A_ROW = 4
_MARK = r"[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]"
_TOO_MANY_MARKS = re.compile(f"({_MARK}{{{MARKS_IN_A_ROW}}}){_MARK}+")


def tidy(text: str) -> str:
    """One line in NFC: no control characters, direction marks or piles of accents, single spaces."""
    composed = unicodedata.normalize("NFC", text).translate(_DROP)
    spaced = "".join(
        " " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp", "Co") else c for c in composed
    )
    return " ".join(_TOO_MANY_MARKS.sub(r"\1", spaced).split())


def tidy_lines(text: str) -> str:
    """Several lines, each as `tidy` leaves it; no empty ones around them, and never two in a row between them."""
    lines = "\n".join(tidy(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def address(text: str) -> str:
    """An e-mail address the way it is stored: NFKC and in lower case, so that one mailbox is one account."""
    return unicodedata.normalize("NFKC", tidy(text)).lower()
