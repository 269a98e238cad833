"""Actions on the draft as a whole: publish it, discard it, bring it up to date, or replace what it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from skillmatrix.people.models import Person
from skillmatrix.taxonomy.actions import Overtaken, publish
from skillmatrix.taxonomy.building import content_of
from skillmatrix.taxonomy.draft.refusals import BadPart, DraftMoved, NothingChanged, Unconfirmed
from skillmatrix.taxonomy.draft.shapes import read_part
from skillmatrix.taxonomy.draft.state import Draft, load
from skillmatrix.taxonomy.draft.wording import words
from skillmatrix.taxonomy.draft.writing import Locked, lock, lock_existing, put, write
from skillmatrix.taxonomy.exporting import export
from skillmatrix.taxonomy.models import DraftChange, TaxonomyVersion
from skillmatrix.taxonomy.parsing import Invalid, examine
from skillmatrix.taxonomy.parts import KINDS, split


@transaction.atomic
def publish_draft(*, note: str, by: Person | None, shown_revision: int) -> TaxonomyVersion:
    """Publish the draft as the next version and end it. `shown_revision` is the one that the admin looked at.

    Raises `DraftMoved`, `NothingChanged`, `Overtaken` (rebase first), `Invalid` and `Unconfirmed`.
    """
    locked = lock_existing()
    if locked is None:
        raise NothingChanged
    draft = _as_shown(locked, shown_revision)
    if draft.is_empty:
        raise NothingChanged
    if draft.is_outdated:
        raise Overtaken(draft.current)
    examination = draft.examine()
    if examination.taxonomy is None:
        raise Invalid(examination.problems)
    if content_of(examination.taxonomy) == draft.base_content:
        raise NothingChanged
    if draft.unconfirmed:
        raise Unconfirmed(draft.unconfirmed)
    version = publish(text=export(examination.taxonomy), note=note, by=by, base=draft.base)
    locked.row.delete()
    return version


@transaction.atomic
def discard(*, by: Person | None, shown_revision: int) -> Draft:
    """Throw the draft away, whoever made it. Raises `DraftMoved` where it is no longer what the page showed."""
    locked = lock_existing()
    if locked is not None:
        _as_shown(locked, shown_revision)
        locked.row.delete()
    return load()


@transaction.atomic
def save_note(*, note: str, by: Person | None) -> Draft:
    """Keep what the publisher wrote so far about this version. Not a change of the draft."""
    locked = lock(by)
    locked.row.note = note[:500]
    locked.row.save(update_fields=["note"])
    return load()


@transaction.atomic
def replace_all(
    *, content: Mapping[str, Any], summary: str, by: Person | None, shown: str | None = None
) -> Draft:
    """Make the draft say what a whole document says: one change, of the parts that differ.

    Raises `BadPart` where the document has the wrong shape; rules between parts are for `examine`. With `shown`
    (`Draft.shown_whole`) raises `DraftMoved` where the draft is no longer what the page showed.
    """
    taxonomy, problems, _warnings = examine(content)
    locked = lock(by)
    if shown is not None and locked.draft.shown_whole != shown:
        last = locked.draft.last_change
        raise DraftMoved(locked.draft.revision, last.by if last else None)
    parts = split(content_of(taxonomy)) if taxonomy else _shaped(content, problems)
    gone = dict.fromkeys(locked.draft.parts.keys() - parts.keys())
    return write(locked, {**parts, **gone}, summary=summary, by=by)


@transaction.atomic
def rebase(*, choices: Mapping[str, str], by: Person | None, shown_revision: int | None = None) -> Draft:
    """Put the draft on the current version, part by part and field by field, and forget the undo history.

    `choices` says 'mine' or 'theirs' for each path of `Draft.conflicts()`; one that is missing raises
    `Undecided`, and two scales that both moved `Refused`. Raises `DraftMoved` where the page is out of date.
    """
    locked = lock_existing()
    if locked is None or not locked.draft.is_outdated:
        return load()
    if shown_revision is not None:
        _as_shown(locked, shown_revision)
    draft, row = locked.draft, locked.row
    merged = draft.merged.decided(choices)
    row.base, row.revision = draft.current, row.revision + 1
    row.save(update_fields=["base", "revision"])
    DraftChange.objects.filter(draft=row).delete()
    for path in dict.fromkeys([*draft.held, *draft.current_parts, *merged]):
        held = draft.held.get(path)
        wording = held is not None and held.wording_only and _still_the_question(draft, path)
        now, base = merged.get(path), draft.current_parts.get(path)
        same = held is not None and held.content == now and held.wording_only == wording
        if same and now != base:
            continue
        if held is not None or now != base:
            put(row, path, now, wording=wording, base=base, by=by)
    return load()


def _still_the_question(draft: Draft, path: str) -> bool:
    """Nobody published other words of this skill since they were confirmed."""
    if path not in draft.current_parts or path not in draft.base_parts:
        return False
    base, slug = draft.base_parts, path.removeprefix("skill:")
    return words(base, base, slug).say_the_same(words(base, draft.current_parts, slug))


def _as_shown(locked: Locked, shown_revision: int) -> Draft:
    if locked.row.revision != shown_revision:
        last = locked.draft.last_change
        raise DraftMoved(locked.row.revision, last.by if last else None)
    return locked.draft


def _shaped(content: Mapping[str, Any], problems: Any) -> dict[str, Any]:
    """The parts of a document that breaks rules between parts and yet has the shape of one."""
    try:
        parts = split(content)
        named = (
            len(content["areas"]) + len(content["roles"]) + sum(len(a["skills"]) for a in content["areas"])
        )
    except (KeyError, TypeError, AttributeError):
        raise BadPart(problems) from None
    if named != sum(":" in path for path in parts):  # a slug given twice would lose one of the two
        raise BadPart(problems)
    return {path: read_part(path, part, parts[KINDS]) for path, part in parts.items()}
