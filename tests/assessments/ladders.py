"""Small documents that change step by step: each function takes content and returns the next, whole and sound."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

from skillmatrix.taxonomy import actions, versions
from skillmatrix.taxonomy.models import TaxonomyVersion
from skillmatrix.taxonomy.transition import Transition, proposed_inverse

Content = dict[str, Any]
SIX = ("New", "Aware", "Guided", "Independent", "Enabling", "Multiplying")


def ladder(*slugs: str, levels: Sequence[str] = SIX) -> Content:
    """One area, these skills, and the role mid, which asks for level 2 of each."""
    content: Content = {
        "schema": 1,
        "name": "Ladder",
        "language": "en",
        "scale": [{"name": name, "descriptor": name} for name in levels],
        "kinds": {
            kind: {"effort": 1.0, "review_months": 12, "descriptors": list(levels)}
            for kind in ("concept", "tool", "practice", "behaviour")
        },
        "areas": [
            {"slug": "all", "name": "All", "summary": "All", "skills": [_skill(slug) for slug in slugs]},
            {"slug": "other", "name": "Other", "summary": "Other", "skills": []},
        ],
        "roles": [
            {"slug": "mid", "name": "Mid", "summary": "Mid", "targets": {slug: [2, 1] for slug in slugs}}
        ],
    }
    return content


def _skill(slug: str) -> Content:
    return {"slug": slug, "name": slug.title(), "kind": "concept", "definition": slug}


def skills(content: Content) -> dict[str, Content]:
    """The skills' entries by slug."""
    return {entry["slug"]: entry for area in content["areas"] for entry in area["skills"]}


def active(content: Content) -> list[str]:
    """The slugs that can be rated."""
    return [slug for slug, entry in skills(content).items() if not entry.get("retired")]


def changed(edit: Callable[..., None]) -> Callable[..., Content]:
    """The same edit on a copy."""

    def make(content: Content, *args: Any, **options: Any) -> Content:
        copy = deepcopy(content)
        edit(copy, *args, **options)
        return copy

    return make


@changed
def retire(content: Content, slug: str, successor: str | None = None) -> None:
    """No longer rated, perhaps with a place to look instead."""
    _leave(content, slug, successor)


@changed
def merge(content: Content, slug: str, into: str) -> None:
    """One skill's ratings go to another."""
    _leave(content, slug, into)
    skills(content)[slug]["merged"] = True


def _leave(content: Content, slug: str, successor: str | None) -> None:
    entry = skills(content)[slug]
    entry["retired"] = True
    if successor:
        entry["replaced_by"] = successor
    for other in skills(content).values():
        if other.get("replaced_by") == slug and successor:
            other["replaced_by"] = successor
        elif other.get("replaced_by") == slug:
            other.pop("replaced_by")
            other.pop("merged", None)
    for role in content["roles"]:
        role["targets"].pop(slug, None)


@changed
def bring_back(content: Content, slug: str) -> None:
    """Rated again."""
    for key in ("retired", "replaced_by", "merged"):
        skills(content)[slug].pop(key, None)


@changed
def split(content: Content, slug: str, new: str) -> None:
    """A new skill that begins with the ratings of another."""
    area = next(area for area in content["areas"] if any(s["slug"] == slug for s in area["skills"]))
    area["skills"].append({**_skill(new), "split_from": slug})


@changed
def add(content: Content, new: str) -> None:
    """A skill that nobody has heard of."""
    content["areas"][0]["skills"].append(_skill(new))


@changed
def drop(content: Content, slug: str) -> None:
    """A skill leaves the document."""
    _leave(content, slug, None)
    for area in content["areas"]:
        area["skills"] = [entry for entry in area["skills"] if entry["slug"] != slug]
    for entry in skills(content).values():
        if entry.get("split_from") == slug:
            del entry["split_from"]


@changed
def reword(content: Content, slug: str, definition: str, *, meaning: bool = False) -> None:
    """Other words, and perhaps another meaning."""
    entry = skills(content)[slug]
    entry["definition"] = definition
    if meaning:
        entry["meaning"] = entry.get("meaning", 1) + 1


@changed
def rename(content: Content, slug: str, name: str) -> None:
    """Another name."""
    skills(content)[slug]["name"] = name


@changed
def move(content: Content, slug: str) -> None:
    """To the other area."""
    entry = skills(content)[slug]
    for area in content["areas"]:
        if entry in area["skills"]:
            area["skills"].remove(entry)
        else:
            area["skills"].append(entry)


@changed
def retarget(content: Content, slug: str, level: int) -> None:
    """The role asks for another level."""
    content["roles"][0]["targets"][slug] = [level, 1]


@changed
def rescale(content: Content, levels: Sequence[str], ranks: Sequence[int]) -> None:
    """Other levels; `ranks` says where each of the old ones goes."""
    content["rescale"] = {level["name"]: rank for level, rank in zip(content["scale"], ranks, strict=True)}
    content["scale"] = [{"name": name, "descriptor": name} for name in levels]
    for kind in content["kinds"].values():
        kind["descriptors"] = list(levels)
    for role in content["roles"]:
        role["targets"] = {slug: [ranks[level], weight] for slug, (level, weight) in role["targets"].items()}


def publish(content: Content) -> TaxonomyVersion:
    """The document as the next version."""
    return actions.publish(text=json.dumps(content), note="", by=None)


def undo(
    *, levels: Sequence[int] | None = None, moves: dict[str, Sequence[str]] | None = None
) -> TaxonomyVersion:
    """Take the current version back, with the inverse that is offered unless told another."""
    last = versions.current()
    before = versions.by_number(last.number - 1)
    forward = Transition.from_json(TaxonomyVersion.objects.get(number=last.number).transition)
    offered = proposed_inverse(forward, before, last)
    return actions.undo(
        number=last.number,
        note="",
        by=None,
        levels=offered.levels if levels is None else levels,
        moves=offered.moves if moves is None else moves,
    )
