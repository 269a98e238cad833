"""Publishing a document: the only way a taxonomy changes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.db import connection, transaction

from skillmatrix.jobs.actions import notify
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.building import build, content_of
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.models import TaxonomyVersion
from skillmatrix.taxonomy.parsing import parse
from skillmatrix.taxonomy.projecting import project

DEFAULT = Path(__file__).with_name("default.yaml")
_LOCK = "taxonomy-publish"


@transaction.atomic
def publish(*, text: str | bytes, note: str, by: Person | None) -> TaxonomyVersion:
    """Publish a document as the next version and return it; the text of the current version again is that version.

    Writes the version and its projection and touches nobody's profile: a new number is what marks every report
    as behind. Raises `Invalid` with every problem, and nothing is written then.
    """
    taxonomy = parse(text)
    exact = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    _queue_behind_other_publishes()
    last = TaxonomyVersion.objects.latest_first().first()
    if last and last.text == exact:
        return last
    version = _next_version(taxonomy, exact, last)
    version.note, version.published_by = note, by
    version.save()
    project(build(version.content, number=version.number, slots=version.slots))
    notify()
    return version


def load_default(*, by: Person | None = None) -> TaxonomyVersion:
    """Publish the default taxonomy unless something is published already; return the current version."""
    current = TaxonomyVersion.objects.latest_first().first()
    return current or publish(text=DEFAULT.read_bytes(), note="The default taxonomy", by=by)


def _queue_behind_other_publishes() -> None:
    """Hold a lock until the transaction ends, so that two publishes get two numbers and no slot is given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [_LOCK])


def _next_version(taxonomy: Taxonomy, text: str, last: TaxonomyVersion | None) -> TaxonomyVersion:
    number = last.number + 1 if last else 1
    slots = _slots(taxonomy, last.slots if last else {})
    content = content_of(taxonomy)
    told_apart = json.dumps([number, content, slots], sort_keys=True)
    fingerprint = hashlib.sha256(told_apart.encode()).hexdigest()
    return TaxonomyVersion(number=number, text=text, content=content, slots=slots, fingerprint=fingerprint)


def _slots(taxonomy: Taxonomy, taken: dict[str, int]) -> dict[str, int]:
    """The slots given out so far, and the next free ones for new skills in document order."""
    slots = dict(taken)
    free = max(slots.values(), default=-1) + 1
    for slug in taxonomy.position:
        if slug not in slots:
            slots[slug] = free
            free += 1
    return slots
