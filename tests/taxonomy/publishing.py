"""Publishing small changes of the default taxonomy, for tests of the pages about versions and drafts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.actions import publish
from skillmatrix.taxonomy.building import build, content_of
from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import Draft, load
from skillmatrix.taxonomy.exporting import export
from skillmatrix.taxonomy.models import TaxonomyVersion
from tests.taxonomy.diff.documents import area, role, skill

Content = dict[str, Any]
FEWER = {"New": 0, "Aware": 1, "Guided": 1, "Independent": 2, "Enabling": 3, "Multiplying": 4}


def publish_change(
    change: Callable[[Content], Any], *, note: str = "", by: Person | None = None
) -> TaxonomyVersion:
    """Publish the current taxonomy with a change made to its content."""
    content = content_of(versions.current())
    change(content)
    return publish(text=export(build(content)), note=note, by=by)


def reword(content: Content) -> None:
    """Another definition of one skill, and a target raised."""
    skill(content, "idempotency")["definition"] = "Doing it twice is doing it once."
    role(content, "senior")["targets"]["idempotency"] = [5, 2]


def split(content: Content) -> None:
    """A skill split off another."""
    area(content, "data")["skills"].append(
        {
            "slug": "outbox", "name": "Transactional <outbox>", "kind": "practice", "definition": "Publishing later",
            "split_from": "idempotency",
        }
    )  # fmt: skip


def fewer_levels(content: Content) -> None:
    """Five levels instead of six: Aware and Guided fall together."""
    ranks = list(FEWER.values())
    content["rescale"] = dict(FEWER)
    content["scale"][1:3] = [{"name": "Learning", "descriptor": "With help."}]
    skills = [found for one in content["areas"] for found in one["skills"]]
    for entry in (*content["kinds"].values(), *skills):
        if "descriptors" in entry:
            del entry["descriptors"][1]
    for entry in (content, *skills):
        entry.update({key: ranks[entry[key]] for key in ("evidence_from", "coverage") if key in entry})
    for found in skills:
        for resource in found.get("resources", ()):
            resource["level"] = ranks[resource["level"]]
    for found in content["roles"]:
        found["targets"] = {
            slug: [ranks[level], weight] for slug, (level, weight) in found["targets"].items()
        }
    for condition in (c for rule in content["promotion"] for p in rule["pillars"] for c in p["conditions"]):
        condition["level"] = ranks[condition["level"]]


def edit(slug: str, by: Person, **values: Any) -> Draft:
    """Save fields of a skill into the draft."""
    draft, path = load(), f"skill:{slug}"
    content = {**draft.parts[path], **values}
    return actions.save_part(
        path=path, content=content, shown=draft.shown(path), summary=f"Edited {slug}", by=by
    )
