"""The draft's skills by area as one dense list: what each is, how it is marked, what roles ask of it.

Made from parts and not from a `Taxonomy`, because a draft may be unsound while somebody works on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from skillmatrix.taxonomy.parts import Parts, of_kind, order_of

LONGEST = 100
MARKS = ("new", "changed", "retired", "off", "optional", "quick")
FILTERS = ("changed", "retired", "off")


@dataclass(frozen=True, slots=True)
class SkillLine:
    """A skill in the list. `low` and `high` are the targets that roles set, None where no role asks for it."""

    slug: str
    name: str
    kind: str
    needs: int
    low: int | None
    high: int | None
    marks: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area with those of its skills that are shown; `total` counts all of them."""

    slug: str
    name: str
    summary: str
    mark: str
    total: int
    skills: tuple[SkillLine, ...]


def outline(parts: Parts, base: Parts) -> tuple[AreaLine, ...]:
    """Return every area with its skills in order; `base` is what the draft started from."""
    order, areas, skills = order_of(parts), of_kind(parts, "area"), of_kind(parts, "skill")
    asked = _asked(of_kind(parts, "role"))
    lines: dict[str, list[SkillLine]] = {}
    for slug in order["skills"]:
        content = skills[slug]
        mark = _changed(f"skill:{slug}", content, base)
        area = content.get("area", "")
        lines.setdefault(area, []).append(_line(slug, content, mark, asked.get(slug, [])))
    return tuple(
        AreaLine(
            slug=slug,
            name=areas.get(slug, {}).get("name", slug),
            summary=areas.get(slug, {}).get("summary", ""),
            mark=_changed(f"area:{slug}", areas.get(slug), base),
            total=len(lines.get(slug, ())),
            skills=tuple(lines.get(slug, ())),
        )
        for slug in order["areas"]
    )


def narrowed(areas: tuple[AreaLine, ...], query: str, show: str) -> tuple[AreaLine, ...]:
    """Return the skills that have every word of `query` and the mark `show` (changed counts new ones too)."""
    words = query[:LONGEST].casefold().split()
    if not words and show not in FILTERS:
        return areas
    wanted = {"changed", "new"} if show == "changed" else {show}
    found = []
    for area in areas:
        name = area.name.casefold()
        skills = tuple(
            line
            for line in area.skills
            if all(word in line.text or word in name for word in words)
            and (show not in FILTERS or wanted.intersection(line.marks))
        )
        if skills or (show == "changed" and not words and area.mark):
            found.append(replace(area, skills=skills))
    return tuple(found)


def _asked(roles: Mapping[str, Any]) -> dict[str, list[int]]:
    asked: dict[str, list[int]] = {}
    for role in roles.values():
        for slug, (level, _weight) in role.get("targets", {}).items():
            if level:
                asked.setdefault(slug, []).append(level)
    return asked


def _line(slug: str, content: Mapping[str, Any], mark: str, asked: list[int]) -> SkillLine:
    flags = tuple(flag for flag in MARKS if flag not in ("new", "changed") and content.get(flag))
    return SkillLine(
        slug=slug,
        name=content.get("name", slug),
        kind=content.get("kind", ""),
        needs=len(content.get("prerequisites", ())),
        low=min(asked, default=None),
        high=max(asked, default=None),
        marks=(mark, *flags) if mark else flags,
        text=f"{content.get('name', '')} {slug} {content.get('definition', '')}".casefold(),
    )


def _changed(path: str, content: Any, base: Parts) -> str:
    if path not in base:
        return "new"
    return "" if base[path] == content else "changed"
