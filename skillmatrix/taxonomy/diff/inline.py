"""Two texts as one, word by word: what stayed, what went, what came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

LEAST_ALIKE = 0.4
"""The share of words in common below which a mixture of the two is harder to read than one after the other."""

# Words end at space and punctuation; scripts that put no space between words go by characters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_MARKS = r".,;:!?()\[\]{}“”„«»\"/…"
_TOKEN = re.compile(rf"\s+|[{_UNSPACED}]|[{_MARKS}]|[^\s{_MARKS}{_UNSPACED}]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand on both sides (sign is empty), only before (−) or only after (+)."""

    sign: str
    text: str


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return both texts in one row. Without − it reads as `after`, without + as `before`."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if _alike(matcher, old, new) < LEAST_ALIKE:
        return tuple(piece for piece in (Piece("−", before), Piece("+", after)) if piece.text)
    return tuple(_joined(_parts(matcher, old, new)))


def _alike(matcher: SequenceMatcher[str], old: list[str], new: list[str]) -> float:
    """The share of words that both have, space and punctuation aside; 1 where there are none."""
    words = [sum(map(_is_word, tokens)) for tokens in (old, new)]
    kept = sum(
        _is_word(old[at])
        for block in matcher.get_matching_blocks()
        for at in range(block.a, block.a + block.size)
    )
    return 2 * kept / sum(words) if sum(words) else 1.0


def _is_word(token: str) -> bool:
    return any(map(str.isalnum, token))


def _parts(matcher: SequenceMatcher[str], old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("", "".join(old[start:end]))
        else:
            yield Piece("−", "".join(old[start:end]))
            yield Piece("+", "".join(new[new_start:new_end]))


def _joined(parts: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbouring changes with nothing but space between them as one, so that two words do not flicker."""
    found = [part for part in parts if part.text]
    last = len(found) - 1
    bare = {n for n, part in enumerate(found) if not part.sign and part.text.isspace() and 0 < n < last}
    for differs, run in groupby(enumerate(found), key=lambda at: bool(at[1].sign) or at[0] in bare):
        texts = [part for _place, part in run]
        if not differs:
            yield from texts
            continue
        for sign, other in (("−", "+"), ("+", "−")):
            text = "".join(part.text for part in texts if part.sign != other)
            if text:
                yield Piece(sign, text)
