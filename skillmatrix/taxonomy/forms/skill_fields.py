"""A skill's part of the draft as the fields of its form, and back.

Keys that the form does not show (area, meaning, successor) are kept as they are. A level whose own sentence is
left empty takes the general one of the kind, so that a ladder can be written one rung at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .clashing import Values

Content = Mapping[str, Any]

TEXTS = ("name", "kind", "definition", "evidence", "watch_out")
FLAGS = ("quick", "overlooked", "optional", "off")
NUMBERS = ("effort", "review_months", "evidence_from", "coverage")
LISTS = ("prerequisites", "interview", "resources")
FIELDS = (
    "name", "kind", "definition", "descriptors", "evidence", "watch_out", "prerequisites", "resources",
    "interview", *NUMBERS, *FLAGS,
)  # fmt: skip
DUE = {"name", "kind", "definition", "prerequisites"}


def values_of(content: Content) -> Values:
    """Return what each field of the form shows for the content of a part."""
    values: Values = {name: content.get(name, "") for name in TEXTS}
    values |= {name: bool(content.get(name, False)) for name in FLAGS}
    values |= {name: content.get(name) for name in NUMBERS}
    values |= {name: [*content.get(name, ())] for name in LISTS}
    values["descriptors"] = [*content.get("descriptors", ())]
    values["resources"] = [{"url": "", **resource} for resource in values["resources"]]
    return {name: values[name] for name in FIELDS}


def content_with(values: Values, content: Content, kinds: Mapping[str, Content]) -> dict[str, Any]:
    """Return `content` with what the form says; what is empty or the default is left out."""
    kept = {key: value for key, value in content.items() if key not in FIELDS}
    said = {name: values[name] for name in FIELDS if name != "descriptors"}
    said["prerequisites"] = _in_old_order(values["prerequisites"], content.get("prerequisites", ()))
    said["resources"] = [_without_empty(resource) for resource in values["resources"]]
    said["descriptors"] = _ladder(values["descriptors"], kinds.get(values["kind"], {}).get("descriptors", ()))
    present = {
        name: value
        for name, value in said.items()
        if name in DUE or (value not in ("", [], None) and value is not False)
    }
    return present | kept


def _in_old_order(chosen: Sequence[str], before: Sequence[str]) -> list[str]:
    """Those that stood there stay in their order, so that nothing counts as a change that is none."""
    return [slug for slug in before if slug in chosen] + [slug for slug in chosen if slug not in before]


def _without_empty(resource: Content) -> dict[str, Any]:
    return {key: value for key, value in resource.items() if value != ""}


def _ladder(own: Sequence[str], general: Sequence[str]) -> list[str]:
    if not any(own) or list(own) == list(general):
        return []
    return [text or (general[rank] if rank < len(general) else "") for rank, text in enumerate(own)]
