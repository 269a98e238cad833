"""Where a draft and a version published meanwhile say different things, in words that a person can choose by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmatrix.taxonomy.draft.rebasing import Conflict
from skillmatrix.taxonomy.draft.state import Draft
from skillmatrix.taxonomy.forms.differences import WORDS
from skillmatrix.taxonomy.parts import SCALE

FIELDS = {
    **WORDS,
    "definition": gettext_lazy("Definition"),
    "evidence": gettext_lazy("Evidence"),
    "watch_out": gettext_lazy("Watch out"),
    "prerequisites": gettext_lazy("Prerequisites"),
    "kind": gettext_lazy("Kind"),
    "area": gettext_lazy("Area"),
    "resources": gettext_lazy("Resources"),
    "interview": gettext_lazy("Interview questions"),
    "retired": gettext_lazy("Retired"),
    "replaced_by": gettext_lazy("Successor"),
    "off": gettext_lazy("Off"),
    "optional": gettext_lazy("Optional"),
    "targets": gettext_lazy("Target"),
    "rescale": gettext_lazy("Where levels went"),
}
PARTS = {
    "document": gettext_lazy("Settings"),
    "scale": gettext_lazy("Scale"),
    "kinds": gettext_lazy("Kinds of skill"),
    "rules": gettext_lazy("Rules for rating"),
    "promotion": gettext_lazy("Promotion rules"),
    "translations": gettext_lazy("Translations"),
}

REFERENCES = frozenset({"area", "prerequisites", "replaced_by", "split_from", "next_roles"})
"""Fields that hold slugs of skills, areas and roles."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A conflict to decide: what it is about, and the three texts; None where there is none on that side.

    `possible` says which of “mine” and “theirs” can be chosen: of two scales perhaps one, or none.
    """

    path: str
    subject: str
    label: str
    before: str | None
    theirs: str | None
    mine: str | None
    possible: frozenset[str] = frozenset({"mine", "theirs"})


def choices(draft: Draft) -> list[Choice]:
    """Return every conflict of the draft with the newest version."""
    return [
        replace(_choice(draft, conflict), possible=draft.merged.scales)
        if conflict.path == SCALE
        else _choice(draft, conflict)
        for conflict in draft.conflicts()
    ]


def _choice(draft: Draft, conflict: Conflict) -> Choice:
    part, _hash, inside = conflict.path.partition("#")
    refers = inside in REFERENCES
    return Choice(
        path=conflict.path,
        subject=_subject(draft, part),
        label=_label(draft, inside),
        before=_text(draft, conflict.base, refers=refers),
        theirs=_text(draft, conflict.theirs, refers=refers),
        mine=_text(draft, conflict.mine, refers=refers),
    )


def _subject(draft: Draft, part: str) -> str:
    if part in PARTS:
        return str(PARTS[part])
    for parts in (draft.parts, draft.current_parts, draft.base_parts):
        if isinstance(found := parts.get(part), dict) and "name" in found:
            return str(found["name"])
    return part


def _label(draft: Draft, inside: str) -> str:
    """`descriptors.3` → “Sentence 3”, `targets.caching` → “Target · Caching”; empty for the whole part."""
    words: list[str] = []
    for step in filter(None, inside.split(".")):
        if step.isdigit() and words:
            words[-1] = f"{words[-1]} {step}"
        else:
            words.append(str(FIELDS.get(step) or _name(draft, step)))
    return " · ".join(words)


def _name(draft: Draft, slug: str) -> str:
    for kind in ("skill", "role", "area"):
        for parts in (draft.parts, draft.current_parts):
            if f"{kind}:{slug}" in parts:
                return str(parts[f"{kind}:{slug}"]["name"])
    return slug


def _text(draft: Draft, value: Any, *, refers: bool) -> str | None:
    """A value as a reader meets it; slugs that refer to something become its name."""
    if value is None:
        return None
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return _name(draft, value) if refers else value
    if isinstance(value, list) and len(value) == 2 and all(isinstance(item, int) for item in value):
        return _("level %(level)s, weight %(weight)s") % {"level": value[0], "weight": value[1]}
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(_name(draft, item) if refers else item for item in value)
    if isinstance(value, list | Mapping):
        return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=70).strip()
    return str(value)
