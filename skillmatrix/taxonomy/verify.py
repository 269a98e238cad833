"""Does the projection say what the current document says?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from skillmatrix.taxonomy import projecting, versions
from skillmatrix.taxonomy.models import ProficiencyLevel, Role, Skill, SkillArea, Target


def differences() -> list[str]:
    """Return a line for each row that is missing, left over or different; an empty list is the good answer."""
    try:
        taxonomy = versions.current()
    except versions.NothingPublished:
        return []
    return [
        *_compare(
            "area", projecting.areas(taxonomy), _rows(SkillArea, "slug", "name", "position", "retired")
        ),
        *_compare("level", projecting.levels(taxonomy), _rows(ProficiencyLevel, "rank", "name", "retired")),
        *_compare("role", projecting.roles(taxonomy), _rows(Role, "slug", "name", "position", "retired")),
        *_compare("skill", projecting.skills(taxonomy), _skills()),
        *_compare("target", projecting.targets(taxonomy), _targets()),
    ]


def _rows(model: Any, key: str, *names: str) -> dict[Any, dict[str, Any]]:
    return {row[key]: {name: row[name] for name in names} for row in model.objects.values(key, *names)}


def _skills() -> dict[Any, dict[str, Any]]:
    rows = Skill.objects.values(
        "slug", "slot", "area__slug", "name", "kind", "position", "retired", "replaced_by__slug"
    )
    return {
        row["slug"]: {name.removesuffix("__slug"): value for name, value in row.items() if name != "slug"}
        for row in rows
    }


def _targets() -> dict[Any, dict[str, Any]]:
    rows = Target.objects.values_list("role__slug", "skill__slug", "level", "weight")
    return {(role, skill): {"level": level, "weight": weight} for role, skill, level, weight in rows}


def _compare(what: str, due: Mapping[Any, Any], found: Mapping[Any, Any]) -> Iterator[str]:
    for key in due.keys() - found.keys():
        yield f"{what} {key}: no row"
    for key in found.keys() - due.keys():
        if not found[key].get("retired"):
            yield f"{what} {key}: a row, and not in the document"
    for key in due.keys() & found.keys():
        if due[key] != found[key]:
            yield f"{what} {key}: {found[key]}, and {due[key]} in the document"
