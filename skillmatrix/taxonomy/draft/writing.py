"""The one way a draft changes: under its lock, as one change that can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.draft.refusals import PartMoved
from skillmatrix.taxonomy.draft.shapes import sound_between
from skillmatrix.taxonomy.draft.state import Draft, of_row, plain
from skillmatrix.taxonomy.draft.translating import pruned
from skillmatrix.taxonomy.draft.wording import words
from skillmatrix.taxonomy.models import DraftChange, DraftPart, TaxonomyDraft
from skillmatrix.taxonomy.parts import split

TOGETHER = timedelta(minutes=2)
"""What one person types into one part within this time is one change, so that undo takes back a thought."""
_KEPT = ("content", "revision", "wording_only", "changed_by_id")


@dataclass(frozen=True, slots=True)
class Locked:
    """The draft's row, held until the transaction ends, and what it says."""

    row: TaxonomyDraft
    draft: Draft


def lock(by: Person | None) -> Locked:
    """Lock the draft, starting one where there is none. Raises `NothingPublished`."""
    while (row := TaxonomyDraft.objects.select_for_update().first()) is None:
        # Two first writes meet here: one inserts, the other waits for it and then finds its row (or, when that
        # one was published at once, none again). The lock may have waited for a publish, so the base is read now.
        first = TaxonomyDraft(base=versions.current().number, started_by=by)
        TaxonomyDraft.objects.bulk_create([first], ignore_conflicts=True)
    return Locked(row, of_row(row, versions.current()))


def lock_existing() -> Locked | None:
    """Lock the draft; None where there is none."""
    row = TaxonomyDraft.objects.select_for_update().first()
    return Locked(row, of_row(row, versions.current())) if row else None


def expect(locked: Locked, path: str, token: str) -> None:
    """Raise `PartMoved` where a part is no longer what the form showed."""
    draft = locked.draft
    if token == draft.shown(path):
        return
    if path not in draft.held and _same_in_that_version(draft, path, token):
        return
    by = draft.held[path].by if path in draft.held else None
    author = Person.objects.filter(pk=by).first() if by else None
    raise PartMoved(path, draft.parts.get(path), author, draft.shown(path))


def _same_in_that_version(draft: Draft, path: str, token: str) -> bool:
    """The form showed the part of an older version, and no version since changed this part."""
    if not (token.startswith("b") and token[1:].isdecimal() and len(token) < 10):
        return False
    try:
        shown = versions.by_number(int(token[1:]))
    except versions.NothingPublished:
        return False
    return path in draft.base_parts and split(plain(shown)).get(path) == draft.base_parts[path]


def write(
    locked: Locked,
    wanted: Mapping[str, Any],
    *,
    summary: str,
    by: Person | None,
    confirmed: Mapping[str, bool] | None = None,
) -> Draft:
    """Store parts as one change (None: take the part out) and return the new draft; nothing if all is so already.

    `confirmed` says of skills' paths whether their words only are new. Other texts of a skill than those that
    were confirmed open the question again. Raises `BadPart` where a skill would be in no area.
    """
    draft = locked.draft
    after = {**draft.parts, **wanted}
    after = {path: content for path, content in after.items() if content is not None}
    sound_between(after, wanted)
    after = pruned(draft.parts, after)
    confirming = dict.fromkeys(_reopened(draft, after), False) | dict(confirmed or {})
    touched = [
        path
        for path in dict.fromkeys([*wanted, "translations", *confirming])
        if after.get(path) != draft.parts.get(path)
        or confirming.get(path, draft.wording_only(path)) != draft.wording_only(path)
    ]
    if not touched:
        return draft
    return _store(locked, touched, after, confirming, summary, by)


def _reopened(draft: Draft, after: Mapping[str, Any]) -> list[str]:
    """The skills whose words were confirmed and are others now."""
    confirmed = [path for path, held in draft.held.items() if held.wording_only]
    return [path for path in confirmed if path not in after or not _says_the_same(draft, after, path)]


def _says_the_same(draft: Draft, after: Mapping[str, Any], path: str) -> bool:
    base, slug = draft.base_parts, path.removeprefix("skill:")
    return words(base, draft.parts, slug).say_the_same(words(base, after, slug))


def _store(
    locked: Locked,
    touched: list[str],
    after: Mapping[str, Any],
    confirming: Mapping[str, bool],
    summary: str,
    by: Person | None,
) -> Draft:
    row, draft = locked.row, locked.draft
    row.revision += 1
    row.save(update_fields=["revision"])
    rows = {part.path: part for part in DraftPart.objects.filter(draft=row, path__in=touched)}
    before = {path: _as_kept(rows.get(path)) for path in touched}
    for path in touched:
        wording = confirming.get(path, draft.wording_only(path))
        put(row, path, after.get(path), wording=wording, base=draft.base_parts.get(path), by=by)
    if same := _same_thought(row, touched, summary[:300], by):
        before = same.before
        same.delete()
    DraftChange.objects.create(draft=row, revision=row.revision, summary=summary[:300], before=before, by=by)
    return of_row(row, versions.current())


def _same_thought(
    row: TaxonomyDraft, touched: list[str], summary: str, by: Person | None
) -> DraftChange | None:
    """The newest change, when this one goes on with it: the same person, part and words, a moment later."""
    last = DraftChange.objects.filter(draft=row).first()
    if last is None or by is None or last.by_id != by.pk or last.summary != summary:
        return None
    is_soon = timezone.now() - last.at < TOGETHER
    return last if is_soon and list(last.before) == touched and len(touched) == 1 else None


def put(
    row: TaxonomyDraft,
    path: str,
    content: Any,
    *,
    wording: bool,
    base: Any,
    by: Person | None,
) -> None:
    """Store one part under the row's revision. What says the same as the base needs no row.

    A form that shows the base's content may then save again with the token of the base: it saw what is true.
    """
    if content == base and not wording:
        DraftPart.objects.filter(draft=row, path=path).delete()
        return
    DraftPart.objects.update_or_create(
        draft=row,
        path=path,
        defaults={
            "content": content,
            "revision": row.revision,
            "wording_only": wording,
            "changed_by": by,
            "changed_at": timezone.now(),
        },
    )


def put_back(row: TaxonomyDraft, change: DraftChange) -> None:
    """Restore the rows that a change replaced; with the revision they had, as they say again what they said."""
    for path, kept in change.before.items():
        if kept is None:
            DraftPart.objects.filter(draft=row, path=path).delete()
        else:
            known = Person.objects.filter(pk=kept["changed_by_id"]).exists()
            again = kept if known else {**kept, "changed_by_id": None}
            DraftPart.objects.update_or_create(draft=row, path=path, defaults=again)
    change.delete()


def _as_kept(part: DraftPart | None) -> dict[str, Any] | None:
    return {key: getattr(part, key) for key in _KEPT} if part else None
