"""docs/operations.md of this release, taken apart so that a page can show it and link to its parts.

The little Markdown that the document uses, and no more: headings, paragraphs, lists, tables and code.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

_HEADING = re.compile(r"^(#{2,3}) (.+)$")
_FENCE = "```"
_CODE = re.compile(r"`([^`]+)`")
_EMPHASIS = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is text, list, table or code; `rows` are its lines, items, or cells by row."""

    kind: str
    rows: list[list[SafeString]]


@dataclass(slots=True)
class Section:
    """What stands under one heading."""

    title: str
    depth: int
    blocks: list[Block] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """Its anchor, the same as in the repository's own view of the file."""
        return slugify(self.title)


@cache
def guide() -> list[Section]:
    """The whole document, read once a process."""
    path = Path(settings.BASE_DIR) / "docs" / "operations.md"
    return parse(path.read_text())


def parse(text: str) -> list[Section]:
    """Sections in order; what stands before the first heading is left out."""
    found: list[Section] = []
    anchors = {slugify(title) for _, title in re.findall(_HEADING.pattern, text, re.MULTILINE)}
    for piece in _pieces(text):
        heading = _HEADING.match(piece[0])
        if heading:
            found.append(Section(heading.group(2), len(heading.group(1))))
            piece = piece[1:]
        if piece and found and not piece[0].startswith("# "):
            found[-1].blocks.append(_block(piece, anchors))
    return found


def _pieces(text: str) -> list[list[str]]:
    """Lines between blank ones; blank lines of code belong to it."""
    pieces: list[list[str]] = [[]]
    in_code = False
    for line in text.splitlines():
        in_code ^= line.startswith(_FENCE)
        if line.strip() or in_code:
            pieces[-1].append(line)
        elif pieces[-1]:
            pieces.append([])
    return [piece for piece in pieces if piece]


def _block(lines: list[str], anchors: Collection[str]) -> Block:
    if lines[0].startswith(_FENCE):
        return Block("code", [[mark_safe(escape("\n".join(lines[1:-1])))]])  # noqa: S308 - escaped here
    if lines[0].startswith("|"):
        cells = [[inline(cell.strip(), anchors) for cell in line.strip()[1:-1].split("|")] for line in lines]
        return Block("table", [row for number, row in enumerate(cells) if number != 1])
    if lines[0].startswith(("- ", "1. ")):
        items = re.split(r"\n(?:- |\d+\. )", "\n" + "\n".join(lines))[1:]
        return Block("list", [[inline(" ".join(item.split()), anchors)] for item in items])
    return Block("text", [[inline(" ".join(lines), anchors)]])


def inline(text: str, anchors: Collection[str] = ()) -> SafeString:
    """Code and strong words of one line; words in *stars* lead to the part of that name."""

    def leading(found: re.Match[str]) -> str:
        slug = slugify(found.group(1))
        words = found.group(1)
        return f'<a href="#{slug}">{words}</a>' if slug in anchors else f"<em>{words}</em>"

    shown = _STRONG.sub(r"<strong>\1</strong>", _CODE.sub(r"<code>\1</code>", escape(text)))
    return mark_safe(_EMPHASIS.sub(leading, shown))  # noqa: S308 - escaped before
