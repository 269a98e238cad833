"""Publishing a document, and taking the last publish back: the only ways a taxonomy changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from skillmatrix.jobs.actions import notify
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.building import build, content_of
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.models import TaxonomyVersion
from skillmatrix.taxonomy.parsing import Invalid, Problem, parse
from skillmatrix.taxonomy.projecting import project
from skillmatrix.taxonomy.transition import LevelsUnmapped, Transition, inverse
from skillmatrix.taxonomy.transition import transition as transition_between

DEFAULT = Path(__file__).with_name("default.yaml")
_LOCK = "taxonomy-publish"


class Overtaken(ValueError):
    """Somebody published since the document was made; nothing was published now."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"Version {number} was published meanwhile.")


class NothingToUndo(ValueError):
    """There is no version before the current one."""


@transaction.atomic
def publish(*, text: str | bytes, note: str, by: Person | None, base: int | None = None) -> TaxonomyVersion:
    """Publish a document as the next version and return it; the text of the current version again is that version.

    Writes the version and its projection and touches nobody's profile: a new number is what marks every report
    as behind. Raises `Invalid` with every problem, and `Overtaken` when `base` is given and is no longer the
    current number (0: nothing was published); nothing is written then.
    """
    taxonomy = parse(text)
    # A byte order mark stays: an export gives the bytes back.
    exact = text.decode("utf-8") if isinstance(text, bytes) else text
    _queue_behind_other_publishes()
    last = TaxonomyVersion.objects.latest_first().first()
    if last and last.text == exact:
        return last
    if base is not None and base != (last.number if last else 0):
        raise Overtaken(last.number if last else 0)
    return _store(_next_version(taxonomy, exact, last, change_from(last, taxonomy)), note, by)


@transaction.atomic
def undo(
    *,
    number: int,
    note: str,
    by: Person | None,
    levels: Sequence[int] | None = None,
    moves: Mapping[str, Collection[str]] | None = None,
) -> TaxonomyVersion:
    """Take the current version `number` back: what held before it becomes the next version.

    Ratings made before it come back as they were said; those made under it go through `levels` and `moves`
    (see `transition.inverse`). Raises `Overtaken` when another version is current, and `NothingToUndo`.
    """
    _queue_behind_other_publishes()
    last, before = [*TaxonomyVersion.objects.latest_first()[:2], None, None][:2]
    if last is None or before is None:
        raise NothingToUndo
    if last.number != number:
        raise Overtaken(last.number)
    taxonomy = versions.by_number(before.number)
    back = inverse(
        Transition.from_json(last.transition),
        taxonomy,
        versions.by_number(last.number),
        levels=levels,
        moves=moves or {},
    )
    version = _next_version(taxonomy, before.text, last, back, undoes=last.number)
    return _store(version, note, by)


def load_default(*, by: Person | None = None) -> TaxonomyVersion:
    """Publish the default taxonomy unless something is published already; return the current version."""
    current = TaxonomyVersion.objects.latest_first().first()
    return current or publish(text=DEFAULT.read_bytes(), note="The default taxonomy", by=by)


def change_from(last: TaxonomyVersion | None, taxonomy: Taxonomy) -> Transition:
    """What publishing a taxonomy now would do to ratings. Raises `Invalid` when levels lack a mapping."""
    if last is None:
        return Transition()
    before = versions.load(last.number, last.fingerprint)
    try:
        change = transition_between(before, taxonomy)
        _keep_levels_in_order(before, change)
        return change
    except LevelsUnmapped as unmapped:
        message = _(
            "The scale had %(before)d levels and now has %(after)d. Say where each of the old ones goes: "
            "“rescale: {%(example)s}”."
        )
        example = ", ".join(
            f"{name}: {min(rank, unmapped.after - 1)}" for rank, name in enumerate(unmapped.before)
        )
        names = {"before": len(unmapped.before), "after": unmapped.after, "example": example}
        told = message % names
        if odd := sorted(set(taxonomy.rescale) ^ set(unmapped.before)) if taxonomy.rescale else []:
            told += " " + _("Your “rescale” and the levels before differ in: %(names)s.") % {
                "names": ", ".join(odd)
            }
        raise Invalid([Problem(1, "scale", told)]) from None


def _keep_levels_in_order(before: Taxonomy, change: Transition) -> None:
    """Raise `Invalid` where a level would end up below one that it was above."""
    levels = change.levels or ()
    for level, (lower, higher) in zip(before.scale[1:], pairwise(levels), strict=False):
        if higher < lower:
            message = _("This level goes below the one before it. Keep the levels in their order.")
            raise Invalid([Problem(1, f"rescale.{level.name}", message)])


def _queue_behind_other_publishes() -> None:
    """Hold a lock until the transaction ends, so that two publishes get two numbers and no slot is given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [_LOCK])


def _store(version: TaxonomyVersion, note: str, by: Person | None) -> TaxonomyVersion:
    version.note, version.published_by = note, by
    version.save()
    project(build(version.content, number=version.number, slots=version.slots))
    notify()
    return version


def _next_version(
    taxonomy: Taxonomy,
    text: str,
    last: TaxonomyVersion | None,
    change: Transition,
    undoes: int | None = None,
) -> TaxonomyVersion:
    number = last.number + 1 if last else 1
    slots = _slots(taxonomy, last.slots if last else {})
    content, stored = content_of(taxonomy), change.to_json()
    told_apart = json.dumps(
        [number, content, slots, stored, undoes, last.fingerprint if last else ""], sort_keys=True
    )
    return TaxonomyVersion(
        number=number,
        text=text,
        content=content,
        slots=slots,
        transition=stored,
        undoes=undoes,
        fingerprint=hashlib.sha256(told_apart.encode()).hexdigest(),
    )


def _slots(taxonomy: Taxonomy, taken: dict[str, int]) -> dict[str, int]:
    """The slots given out so far, and the next free ones for new skills in document order."""
    slots = dict(taken)
    free = max(slots.values(), default=-1) + 1
    for slug in taxonomy.position:
        if slug not in slots:
            slots[slug] = free
            free += 1
    return slots
