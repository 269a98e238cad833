"""Changing the draft. Each action locks it, is atomic, and returns the draft as it stands afterwards."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.draft.operations import Outcome, reorder
from skillmatrix.taxonomy.draft.publishing import discard, publish_draft, rebase, replace_all, save_note
from skillmatrix.taxonomy.draft.refusals import (
    BadPart,
    DraftMoved,
    NothingChanged,
    PartMoved,
    Unconfirmed,
)
from skillmatrix.taxonomy.draft.shapes import read_part
from skillmatrix.taxonomy.draft.state import Draft, load
from skillmatrix.taxonomy.draft.wording import meaning_of, receivers
from skillmatrix.taxonomy.draft.writing import Locked, expect, lock, lock_existing, put_back, write
from skillmatrix.taxonomy.models import DraftChange
from skillmatrix.taxonomy.parts import KINDS

__all__ = [
    "BadPart",
    "DraftMoved",
    "NothingChanged",
    "PartMoved",
    "Unconfirmed",
    "confirm_meaning",
    "discard",
    "move_in_order",
    "perform",
    "publish_draft",
    "rebase",
    "replace_all",
    "save_note",
    "save_part",
    "save_parts",
    "set_target",
    "undo_change",
]


@transaction.atomic
def save_part(*, path: str, content: Any, shown: str, summary: str, by: Person | None) -> Draft:
    """Save one part that a form showed under the token `shown`; the same content again changes nothing.

    What a form does not say of a scale or a skill's past (`rescale`, a raised `meaning`) stays as it is. Raises
    `PartMoved` and `BadPart`.
    """
    locked = lock(by)
    expect(locked, path, shown)
    part = _with_the_past(locked.draft, path, read_part(path, content, locked.draft.parts[KINDS]))
    return write(locked, {path: part}, summary=summary, by=by)


@transaction.atomic
def save_parts(
    *, parts: Mapping[str, Any], shown: Mapping[str, str], summary: str, by: Person | None
) -> Draft:
    """Save several parts as one change; None takes a part out. Raises `PartMoved` and `BadPart`."""
    locked = lock(by)
    for path in parts:
        expect(locked, path, shown.get(path, ""))
    return write(locked, _read_all(locked, parts), summary=summary, by=by)


@transaction.atomic
def perform(*, operation: Callable[[Draft], Outcome], by: Person | None) -> tuple[Draft, Outcome]:
    """Carry out an operation on the draft as it stands now, under its lock: `lambda draft: retire(draft, "x")`.

    So nothing that the operation looked at can have changed. Raises the operation's `Refused`, and `BadPart`.
    """
    locked = lock(by)
    outcome = operation(locked.draft)
    written = write(locked, _read_all(locked, outcome.parts), summary=outcome.summary, by=by)
    return written, outcome


@transaction.atomic
def set_target(
    *,
    role: str,
    skill: str,
    level: int | None,
    weight: int | None,
    shown: tuple[int | None, int | None],
    by: Person | None,
) -> Draft:
    """Set one cell of the grid that showed `shown` (level, weight); level 0 or None asks for nothing.

    Other cells of the role may have changed meanwhile. Raises `PartMoved`, with the role as it stands, where
    this one has, or where the role or skill is gone; and `BadPart`.
    """
    locked = lock(by)
    draft, path = locked.draft, f"role:{role}"
    found = draft.parts.get(path)
    if found is None or f"skill:{skill}" not in draft.parts:
        raise PartMoved(path, found, None, draft.shown(path))
    if _asked(*shown) != _asked(*found["targets"].get(skill, (0, 0))):
        expect(locked, path, "")
    targets = {slug: target for slug, target in found["targets"].items() if slug != skill}
    if level:
        targets = {**found["targets"], skill: [level, weight if weight is not None else 1]}
    if targets == found["targets"]:
        return draft
    part = read_part(path, {**found, "targets": targets}, draft.parts[KINDS])
    name = draft.parts[f"skill:{skill}"]["name"]
    says = {"role": found["name"], "skill": name, "level": level or 0}
    summary = _("Target of “%(role)s” for “%(skill)s” set to %(level)d") % says
    return write(locked, {path: part}, summary=summary, by=by)


@transaction.atomic
def move_in_order(
    *, kind: str, slug: str, before: str | None, by: Person | None, area: str | None = None
) -> Draft:
    """Move an area, skill or role (`kind` is areas, skills or roles) before another, or to the end.

    `area` moves a skill into it. Raises `operations.Refused` where one of them is gone.
    """
    return perform(operation=lambda draft: reorder(draft, kind, slug, before, area), by=by)[0]


@transaction.atomic
def confirm_meaning(*, skill: str | Collection[str], wording_only: bool, by: Person | None) -> Draft:
    """Say of one or several skills whether their new words mean the same, or ask everybody again.

    Skills that are new, or that hold another's ratings in this draft, ask again anyway.
    """
    locked = lock(by)
    draft = locked.draft
    settled = receivers(draft.base_parts, draft.parts)
    slugs = [skill] if isinstance(skill, str) else list(dict.fromkeys(skill))
    paths = [f"skill:{slug}" for slug in slugs if slug not in settled]
    paths = [path for path in paths if path in draft.base_parts and path in draft.parts]
    wanted = {}
    for path in paths:
        meaning = meaning_of(draft.base_parts, path.removeprefix("skill:")) + (not wording_only)
        part = {key: value for key, value in draft.parts[path].items() if key != "meaning"}
        wanted[path] = part | ({"meaning": meaning} if meaning > 1 else {})
    names = ", ".join(draft.parts[path]["name"] for path in paths)
    if wording_only:
        summary = _("Only the wording changed: %(names)s") % {"names": names}
    else:
        summary = ngettext(
            "The meaning changed: %(names)s", "The meanings changed: %(names)s", len(paths)
        ) % {"names": names}
    return write(locked, wanted, summary=summary, by=by, confirmed=dict.fromkeys(paths, wording_only))


@transaction.atomic
def undo_change(*, revision: int, by: Person | None) -> Draft:
    """Take the newest change back. Raises `DraftMoved` (a `PartMoved`) where `revision` is not the newest."""
    locked = lock_existing()
    if locked is None:
        raise DraftMoved(0)
    change = DraftChange.objects.filter(draft=locked.row).select_related("by").first()
    if change is None or change.revision != revision:
        raise DraftMoved(locked.row.revision, change.by if change else None)
    put_back(locked.row, change)
    locked.row.revision += 1
    locked.row.save(update_fields=["revision"])
    return load()


def _read_all(locked: Locked, parts: Mapping[str, Any]) -> dict[str, Any]:
    kinds = parts.get(KINDS) or locked.draft.parts[KINDS]
    return {
        path: None if content is None else read_part(path, content, kinds) for path, content in parts.items()
    }


def _with_the_past(draft: Draft, path: str, part: Any) -> Any:
    """What the draft knows of a part's past and a form does not send."""
    now = draft.parts.get(path)
    if path == "scale" and now is not None and not part["rescale"]:
        return {**part, "rescale": now["rescale"]}
    if path.startswith("skill:") and now is not None and now.get("meaning", 1) > part.get("meaning", 1):
        return {**part, "meaning": now["meaning"]}
    return part


def _asked(level: int | None, weight: int | None) -> tuple[int, int]:
    return (level, weight or 1) if level else (0, 0)
