"""A document's plain content as parts that can be edited apart, and back.

A part has a path: `scale`, `skill:<slug>`, `role:<slug>`. Two admins who edit two skills never meet, as each
part is saved, compared and merged by itself. What stands where is a part of its own (`order`), so that adding a
skill touches nothing but that skill: whatever the order does not name comes last.

`document` {schema, name, language, evidence_from, coverage} · `scale` {levels, rescale} · `kinds` · `rules` ·
`promotion` · `translations` · `order` {areas, skills, roles} · `area:<slug>` {name, summary} · `skill:<slug>` (its
entry without the slug, and its `area`) · `role:<slug>` (its entry without the slug).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Content = dict[str, Any]
Parts = dict[str, Any]

DOCUMENT, SCALE, KINDS, RULES = "document", "scale", "kinds", "rules"
PROMOTION, TRANSLATIONS, ORDER = "promotion", "translations", "order"
WHOLE = (DOCUMENT, SCALE, KINDS, RULES, PROMOTION, TRANSLATIONS, ORDER)
"""The parts that each document has just one of; the others are named `kind:slug`."""
_SETTINGS = ("schema", "name", "language", "evidence_from", "coverage")


def path_of(kind: str, slug: str) -> str:
    """The path of an area, skill or role."""
    return f"{kind}:{slug}"


def kind_and_slug(path: str) -> tuple[str, str]:
    """The two halves of a path; the slug is empty for a part that stands alone."""
    kind, _colon, slug = path.partition(":")
    return kind, slug


def of_kind(parts: Mapping[str, Any], kind: str) -> dict[str, Content]:
    """The areas, skills or roles among the parts, by slug."""
    start = f"{kind}:"
    return {path.removeprefix(start): found for path, found in parts.items() if path.startswith(start)}


def split(content: Mapping[str, Any]) -> Parts:
    """Return the parts of a document. They share their values with `content`."""
    areas, roles = content["areas"], content["roles"]
    skills = [(area["slug"], skill) for area in areas for skill in area["skills"]]
    return {
        DOCUMENT: {key: content[key] for key in _SETTINGS if key in content},
        SCALE: {"levels": content["scale"], "rescale": content.get("rescale", {})},
        KINDS: content["kinds"],
        RULES: content.get("rating_rules", []),
        PROMOTION: content.get("promotion", []),
        TRANSLATIONS: content.get("translations", {}),
        ORDER: {
            "areas": [area["slug"] for area in areas],
            "skills": [skill["slug"] for _area, skill in skills],
            "roles": [role["slug"] for role in roles],
        },
        **{path_of("area", area["slug"]): _without(area, "slug", "skills") for area in areas},
        **{
            path_of("skill", skill["slug"]): {"area": area, **_without(skill, "slug")}
            for area, skill in skills
        },
        **{path_of("role", role["slug"]): _without(role, "slug") for role in roles},
    }


def join(parts: Mapping[str, Any]) -> Content:
    """Return the document that the parts make. What is empty and can be left out is."""
    order = parts[ORDER]
    skills = of_kind(parts, "skill")
    by_area: dict[str, list[Content]] = {}
    for slug in _ordered(skills, order["skills"]):
        by_area.setdefault(skills[slug]["area"], []).append({"slug": slug, **_without(skills[slug], "area")})
    areas = of_kind(parts, "area")
    # An area that is gone and yet has skills stays visible, and unsound, rather than taking them along.
    areas |= {slug: {"name": slug} for slug in by_area if slug not in areas}
    roles = of_kind(parts, "role")
    content = {
        **parts[DOCUMENT],
        "scale": parts[SCALE]["levels"],
        "rescale": parts[SCALE].get("rescale", {}),
        "kinds": parts[KINDS],
        "rating_rules": parts[RULES],
        "areas": [
            {"slug": slug, **areas[slug], "skills": by_area.get(slug, [])}
            for slug in _ordered(areas, order["areas"])
        ],
        "roles": [{"slug": slug, **roles[slug]} for slug in _ordered(roles, order["roles"])],
        "promotion": parts[PROMOTION],
        "translations": parts[TRANSLATIONS],
    }
    optional = ("rescale", "rating_rules", "promotion", "translations")
    return {key: value for key, value in content.items() if value or key not in optional}


def order_of(parts: Mapping[str, Any]) -> dict[str, list[str]]:
    """The order in which everything really stands, with nothing in it that is gone, and nothing missing."""
    found: dict[str, list[str]] = split(join(parts))[ORDER]
    return found


def _without(entry: Mapping[str, Any], *keys: str) -> Content:
    return {key: value for key, value in entry.items() if key not in keys}


def _ordered(found: Mapping[str, Any], order: Iterable[str]) -> list[str]:
    named = dict.fromkeys(slug for slug in order if slug in found)
    return [*named, *(slug for slug in found if slug not in named)]
