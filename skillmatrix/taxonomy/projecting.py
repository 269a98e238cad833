"""The current document as plain rows: written in bulk, and computed apart so that `verify` can compare."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.models import ProficiencyLevel, Role, Skill, SkillArea, Target

Row = dict[str, Any]


def areas(taxonomy: Taxonomy) -> dict[str, Row]:
    """The rows of `SkillArea`, by slug."""
    return {
        area.slug: {"name": area.name, "position": place, "retired": False}
        for place, area in enumerate(taxonomy.areas)
    }


def skills(taxonomy: Taxonomy) -> dict[str, Row]:
    """The rows of `Skill`, by slug; areas and successors are named by their slugs."""
    return {
        skill.slug: {
            "slot": taxonomy.slots[skill.slug],
            "area": skill.area,
            "name": skill.name,
            "kind": skill.kind.value,
            "position": taxonomy.position[skill.slug],
            "retired": skill.retired,
            "replaced_by": skill.replaced_by or None,
        }
        for skill in taxonomy.skills.values()
    }


def levels(taxonomy: Taxonomy) -> dict[int, Row]:
    """The rows of `ProficiencyLevel`, by rank."""
    return {level.rank: {"name": level.name, "retired": False} for level in taxonomy.scale}


def roles(taxonomy: Taxonomy) -> dict[str, Row]:
    """The rows of `Role`, by slug."""
    return {
        role.slug: {"name": role.name, "position": place, "retired": False}
        for place, role in enumerate(taxonomy.roles.values())
    }


def targets(taxonomy: Taxonomy) -> dict[tuple[str, str], Row]:
    """The rows of `Target`, by role and skill."""
    return {
        (role.slug, slug): {"level": target.level, "weight": target.weight}
        for role in taxonomy.roles.values()
        for slug, target in role.targets.items()
        if target.level
    }


def project(taxonomy: Taxonomy) -> None:
    """Make the rows say what the document says; what it no longer names becomes retired."""
    _upsert(SkillArea, "slug", areas(taxonomy))
    _upsert(ProficiencyLevel, "rank", levels(taxonomy))
    _upsert(Role, "slug", roles(taxonomy))
    _project_skills(skills(taxonomy))
    _project_targets(targets(taxonomy))


def _upsert(model: type[Model], key: str, rows: dict[Any, Row]) -> None:
    _retire_others(model, key, rows)
    objects = [model(**{key: value}, **row) for value, row in rows.items()]
    changing = list(next(iter(rows.values()), ()))
    if objects:
        model._default_manager.bulk_create(
            objects, update_conflicts=True, unique_fields=[key], update_fields=changing
        )


def _retire_others(model: type[Model], key: str, kept: Iterable[Any]) -> None:
    model._default_manager.exclude(**{f"{key}__in": list(kept)}).update(retired=True)


def _project_skills(rows: dict[str, Row]) -> None:
    """Successors are set last: a skill may be replaced by one that is new in the same version."""
    area_ids = dict(SkillArea.objects.values_list("slug", "id"))
    first = {
        slug: {
            **{name: value for name, value in row.items() if name not in ("area", "replaced_by")},
            "area_id": area_ids[row["area"]],
        }
        for slug, row in rows.items()
    }
    Skill.objects.exclude(replaced_by=None).filter(slug__in=rows).update(replaced_by=None)
    _upsert(Skill, "slug", first)
    ids = dict(Skill.objects.values_list("slug", "id"))
    for slug, row in rows.items():
        if row["replaced_by"]:
            Skill.objects.filter(slug=slug).update(replaced_by_id=ids[row["replaced_by"]])


def _project_targets(rows: dict[tuple[str, str], Row]) -> None:
    """Nothing points at a target, so all are written anew."""
    role_ids = dict(Role.objects.values_list("slug", "id"))
    skill_ids = dict(Skill.objects.values_list("slug", "id"))
    Target.objects.all().delete()
    Target.objects.bulk_create(
        Target(role_id=role_ids[role], skill_id=skill_ids[skill], **row)
        for (role, skill), row in rows.items()
    )
