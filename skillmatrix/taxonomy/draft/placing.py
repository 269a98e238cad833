"""Where one step up or down leads in the order of areas and skills, and where something stands."""

from __future__ import annotations

from dataclasses import dataclass

from skillmatrix.taxonomy.parts import Parts, of_kind, order_of


@dataclass(frozen=True, slots=True)
class Place:
    """Before which other (None: at the end), and for a skill in which area."""

    before: str | None
    area: str | None = None


def by_area(parts: Parts) -> dict[str, list[str]]:
    """Return the skills of each area, both in their order."""
    order, skills = order_of(parts), of_kind(parts, "skill")
    found: dict[str, list[str]] = {area: [] for area in order["areas"]}
    for slug in order["skills"]:
        found.setdefault(skills[slug]["area"], []).append(slug)
    return found


def area_step(parts: Parts, slug: str, up: bool) -> Place | None:  # noqa: FBT001
    """Return where an area goes by one step; None at the end of the list, and for an area that is gone."""
    return _step(list(by_area(parts)), slug, up)


def skill_step(parts: Parts, slug: str, up: bool) -> Place | None:  # noqa: FBT001
    """Return where a skill goes by one step: beyond the first or last of an area, into the next area."""
    areas = by_area(parts)
    area = next((name for name, slugs in areas.items() if slug in slugs), None)
    if area is None:
        return None
    within = _step(areas[area], slug, up)
    if within is not None:
        return Place(within.before, area)
    names = list(areas)
    beside = names.index(area) + (-1 if up else 1)
    if not 0 <= beside < len(names):
        return None
    there = areas[names[beside]]
    return Place(None if up or not there else there[0], names[beside])


def position(parts: Parts, slug: str) -> tuple[int, int, str]:
    """Return place (from 1), number of skills, and area of a skill."""
    for area, slugs in by_area(parts).items():
        if slug in slugs:
            return slugs.index(slug) + 1, len(slugs), area
    raise KeyError(slug)


def _step(among: list[str], slug: str, up: bool) -> Place | None:  # noqa: FBT001
    if slug not in among:
        return None
    at = among.index(slug)
    if up:
        return Place(among[at - 1]) if at else None
    if at + 1 == len(among):
        return None
    return Place(among[at + 2] if at + 2 < len(among) else None)
