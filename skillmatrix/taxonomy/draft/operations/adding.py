"""New areas, skills and roles. Only the new part is touched; the order puts it last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from skillmatrix.taxonomy.draft.operations.naming import slug_for
from skillmatrix.taxonomy.draft.operations.outcome import Bench, Outcome, Source


def add_area(draft: Source, name: str, summary: str, principle: str = "") -> Outcome:
    """Add an area without skills."""
    bench = Bench(draft)
    slug = slug_for(draft, "area", name)
    bench.parts[f"area:{slug}"] = {
        "name": name,
        "summary": summary,
        **({"principle": principle} if principle else {}),
    }
    return bench.outcome(_("Area “%(name)s” added") % {"name": name}, slug=slug)


def add_skill(
    draft: Source, area: str, name: str, kind: str, definition: str, more: Mapping[str, Any] | None = None
) -> Outcome:
    """Add a skill at the end of an area; `more` are further fields of it. Raises `Refused`."""
    bench = Bench(draft)
    bench.area(area)
    slug = slug_for(draft, "skill", name)
    said = {"area": area, "name": name, "kind": kind, "definition": definition}
    bench.parts[f"skill:{slug}"] = {"prerequisites": [], **(more or {}), **said}
    bench.say(_("“%(name)s” starts unrated. No role asks for it until you set a target."), name=name)
    return bench.outcome(_("Skill “%(name)s” added") % {"name": name}, slug=slug)


def add_role(draft: Source, name: str, summary: str, like: str | None = None, track: str = "") -> Outcome:
    """Add a role that asks for nothing, or for what the role `like` asks. Raises `Refused`."""
    bench = Bench(draft)
    targets = dict(bench.role(like)["targets"]) if like else {}
    slug = slug_for(draft, "role", name)
    bench.parts[f"role:{slug}"] = {"name": name, "summary": summary, "targets": targets}
    if track:
        bench.parts[f"role:{slug}"]["track"] = track
    return bench.outcome(_("Role “%(name)s” added") % {"name": name}, slug=slug)
