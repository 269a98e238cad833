"""What a header says by itself: a column that is always called so, a level with its number, a role."""

from __future__ import annotations

import re

from skillmatrix.taxonomy.spreadsheet.findings import shortened
from skillmatrix.taxonomy.spreadsheet.naming import key, one_line

FIXED = (
    "skill", "slug", "area", "kind", "definition", "prerequisites", "evidence", "watch out", "quick", "optional",
    "off",
)  # fmt: skip
_ALSO = {
    "skill name": "skill", "name": "skill", "competency": "skill", "competence": "skill", "skills": "skill",
    "skill area": "area", "category": "area", "group": "area", "areas": "area",
    "id": "slug", "type": "kind", "description": "definition",
    "prerequisite": "prerequisites", "needs": "prerequisites", "requires": "prerequisites",
}  # fmt: skip
_NUMBERED = re.compile(r"(?:level\b\s*:?\s*)?(\d{1,2})(?:\s*[:.)\]–—-]\s*|\s+|$)(.*)", re.IGNORECASE)
_LEVEL = re.compile(r"level\s*:\s*(.+)", re.IGNORECASE)
_ROLE = re.compile(r"role\s*:\s*(.+)", re.IGNORECASE)


def letter(index: int) -> str:
    """Return a column's letter: A, …, Z, AA, …"""
    name, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def place_of(index: int, header: str) -> str:
    """Return how a message names a column: its letter, and its header."""
    return f"{letter(index)} “{shortened(header)}”" if header else letter(index)


def fixed_column(header: str) -> str | None:
    """Return which of the known columns a header names."""
    name = key(header.replace("_", " ").replace("-", " "))
    name = _ALSO.get(name, name)
    return name if name in FIXED else None


def numbered(header: str) -> tuple[int, str] | None:
    """Return number and name of “3 Independent”, “Level 3: Independent” or “3”."""
    found = _NUMBERED.fullmatch(one_line(header))
    return (int(found[1]), found[2].strip()) if found else None


def level_name(header: str) -> str | None:
    """Return the name in “level: Independent”."""
    found = _LEVEL.fullmatch(one_line(header))
    return found[1] if found else None


def role_name(header: str) -> str | None:
    """Return the name in “role: Senior”."""
    found = _ROLE.fullmatch(one_line(header))
    return found[1] if found else None
