"""What a sheet does, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from skillmatrix.taxonomy.building import Content


@dataclass(frozen=True, slots=True)
class Counts:
    """Skills by what happens to them, and the areas and roles that come with them."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    retired: int = 0
    new_areas: int = 0
    new_roles: int = 0


def count(before: Content | None, after: Content, *, rows: int) -> Counts:
    """Compare two contents; a skill is changed when anything in its row would be."""
    old, new = _skills(before), _skills(after)
    retired = {slug for slug, skill in new.items() if skill["entry"].get("retired")}
    here = new.keys() - retired
    was_retired = {slug for slug, skill in old.items() if skill["entry"].get("retired")}
    changed = {slug for slug in here & old.keys() if new[slug] != old[slug]}
    return Counts(
        rows=rows,
        new=len(here - old.keys()),
        changed=len(changed),
        unchanged=len(here & old.keys()) - len(changed),
        gone=len(old.keys() - new.keys() - was_retired),
        retired=len(retired - was_retired),
        new_areas=len(_slugs(after, "areas") - _slugs(before, "areas")),
        new_roles=len(_slugs(after, "roles") - _slugs(before, "roles")),
    )


def _slugs(content: Content | None, of: str) -> set[str]:
    return {entry["slug"] for entry in content[of]} if content else set()


def _skills(content: Content | None) -> dict[str, dict[str, Any]]:
    """Each skill with its area, its sentences, and what each role asks of it."""
    if not content:
        return {}
    general = {kind: entry["descriptors"] for kind, entry in content["kinds"].items()}
    return {
        skill["slug"]: {
            "entry": {**skill, "prerequisites": skill.get("prerequisites", [])},
            "area": area["slug"],
            "sentences": skill.get("descriptors", general[skill["kind"]]),
            "asked": {
                role["slug"]: role["targets"][skill["slug"]]
                for role in content["roles"]
                if skill["slug"] in role["targets"]
            },
        }
        for area in content["areas"]
        for skill in area["skills"]
    }
