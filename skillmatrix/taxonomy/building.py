"""The plain content of a document (what JSON holds) into a `Taxonomy`, and back.

Content is trusted: it comes from `parsing.py`, which has checked it, or from a published version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from skillmatrix.taxonomy import document as doc

Content = dict[str, Any]


def build(
    content: Content, *, number: int = 0, slots: Mapping[str, int] | None = None, fingerprint: str = ""
) -> doc.Taxonomy:
    """Return the taxonomy that checked content describes."""
    kinds = {doc.Kind(name): _kind(entry) for name, entry in content["kinds"].items()}
    return doc.Taxonomy(
        name=content["name"],
        language=content["language"],
        scale=tuple(doc.Level(rank, **entry) for rank, entry in enumerate(content["scale"])),
        kinds=kinds,
        areas=tuple(_area(entry) for entry in content["areas"]),
        skills={
            entry["slug"]: _skill(entry, area["slug"], kinds)
            for area in content["areas"]
            for entry in area["skills"]
        },
        roles={entry["slug"]: _role(entry) for entry in content["roles"]},
        rating_rules=tuple((entry["rule"], entry["why"]) for entry in content.get("rating_rules", ())),
        promotion=tuple(_promotion(entry) for entry in content.get("promotion", ())),
        evidence_from=content.get("evidence_from", min(3, len(content["scale"]) - 1)),
        coverage=content.get("coverage", min(3, len(content["scale"]) - 1)),
        rescale=content.get("rescale", {}),
        translations=content.get("translations", {}),
        number=number,
        slots=dict(slots or {}),
        fingerprint=fingerprint,
    )


def _kind(entry: Content) -> doc.KindDefaults:
    return doc.KindDefaults(entry["effort"], entry["review_months"], tuple(entry["descriptors"]))


def _area(entry: Content) -> doc.Area:
    return doc.Area(**{**entry, "skills": tuple(skill["slug"] for skill in entry["skills"])})


def _skill(entry: Content, area: str, kinds: Mapping[doc.Kind, doc.KindDefaults]) -> doc.Skill:
    kind = doc.Kind(entry["kind"])
    lists = {
        "prerequisites": tuple(entry.get("prerequisites", ())),
        "descriptors": tuple(entry.get("descriptors", kinds[kind].descriptors)),
        "interview": tuple(entry.get("interview", ())),
        "resources": tuple(doc.Resource(**resource) for resource in entry.get("resources", ())),
    }
    return doc.Skill(**{**entry, **lists, "area": area, "kind": kind})


def _role(entry: Content) -> doc.Role:
    targets = {slug: doc.Target(level, weight) for slug, (level, weight) in entry["targets"].items()}
    return doc.Role(**{**entry, "targets": targets, "next_roles": tuple(entry.get("next_roles", ()))})


def _promotion(entry: Content) -> doc.PromotionRule:
    pillars = tuple(
        doc.Pillar(**{**pillar, "conditions": tuple(_condition(found) for found in pillar["conditions"])})
        for pillar in entry["pillars"]
    )
    return doc.PromotionRule(
        **{**entry, "pillars": pillars, "base_skills": tuple(entry.get("base_skills", ()))}
    )


def _condition(entry: Content) -> doc.Condition:
    return doc.Condition(tuple(entry["skills"]), entry["level"], entry["at_least"])


def content_of(taxonomy: doc.Taxonomy) -> Content:
    """Return the canonical plain content: keys in the order of the schema, nothing that is the default."""
    content: Content = {
        "schema": doc.SCHEMA,
        "name": taxonomy.name,
        "language": taxonomy.language,
        "evidence_from": taxonomy.evidence_from,
        "coverage": taxonomy.coverage,
        "scale": [{"name": level.name, "descriptor": level.descriptor} for level in taxonomy.scale],
        "rescale": dict(sorted(taxonomy.rescale.items(), key=lambda item: (item[1], item[0]))),
        "kinds": {kind.value: _plain(taxonomy.kinds[kind]) for kind in doc.Kind},
        "rating_rules": [{"rule": rule, "why": why} for rule, why in taxonomy.rating_rules],
        "areas": [_area_content(taxonomy, area) for area in taxonomy.areas],
        "roles": [_role_content(taxonomy, role) for role in taxonomy.roles.values()],
        "promotion": [_plain(rule) for rule in taxonomy.promotion],
        "translations": {
            language: dict(sorted(texts.items())) for language, texts in sorted(taxonomy.translations.items())
        },
    }
    return {
        key: value
        for key, value in content.items()
        if value or key in ("areas", "roles") or key in ("evidence_from", "coverage")
    }


def _area_content(taxonomy: doc.Taxonomy, area: doc.Area) -> Content:
    skills = [_skill_content(taxonomy, taxonomy.skills[slug]) for slug in area.skills]
    principle = {"principle": area.principle} if area.principle else {}
    return {"slug": area.slug, "name": area.name, "summary": area.summary, **principle, "skills": skills}


def _skill_content(taxonomy: doc.Taxonomy, skill: doc.Skill) -> Content:
    content = _plain(skill)
    del content["area"]
    if skill.descriptors == taxonomy.kinds[skill.kind].descriptors:
        del content["descriptors"]
    return content


def _role_content(taxonomy: doc.Taxonomy, role: doc.Role) -> Content:
    # In the order of the skills: a database keeps no order of keys, and one taxonomy has one text.
    asked = sorted(role.targets.items(), key=lambda item: taxonomy.position.get(item[0], 0))
    return _plain(role) | {"targets": {slug: [target.level, target.weight] for slug, target in asked}}


def _plain(value: Any) -> Any:
    """A frozen value as lists, mappings and scalars, without the fields that have their default."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, doc.Kind):
        return value.value
    if not hasattr(value, "__dataclass_fields__"):
        return value
    shown = ((item.name, getattr(value, item.name), item.default) for item in fields(value))
    return {name: _plain(found) for name, found, default in shown if found != default}
