"""The inputs of a chunk of people as matrices: what `reading` makes objects of, for the refresh of many at once.

The same statement as for one person, and the same rules; a row a person, a column an active skill.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from skillmatrix.taxonomy.document import Taxonomy

from . import encoding, reading
from .encoding import Anew, PackedVectors, to_published, translated
from .matrices import stacked
from .reading import Place
from .standings import Vectors


@dataclass(frozen=True, slots=True)
class Said:
    """What one audience may know of everybody in a batch. `next_roles` by row."""

    vectors: Vectors
    next_roles: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """The inputs of these people at their revisions, under one version, on one day.

    Columns are the active skills in the order of the document. `anew`: whose stored vectors speak an older version.
    """

    taxonomy: Taxonomy
    person_ids: tuple[int, ...]
    revisions: tuple[int, ...]
    places: tuple[Place, ...]
    own: Said
    shared: Said
    agreed: Vectors
    anew: tuple[Anew, ...]


def load(person_ids: Iterable[int], *, today: date) -> Batch | None:
    """Everything that reports about these people on `today` are computed from, in the order asked for.

    One statement, and one more for all whose ratings a later version has touched since they were stored. None while
    no taxonomy is published or nobody is asked about.
    """
    taxonomy, rows = reading.found(person_ids, today)
    if taxonomy is None:
        return None
    translation = to_published(taxonomy)
    stored = [row.encoded() for row in rows]
    changed = translated(stored, translation)
    vectors = [changed.get(row.person_id, one.vectors) for row, one in zip(rows, stored, strict=True)]
    return Batch(
        taxonomy=taxonomy,
        person_ids=tuple(row.person_id for row in rows),
        revisions=tuple(row.revision for row in rows),
        places=tuple(reading.placed(row, translation, today) for row in rows),
        own=Said(_stacked(vectors, "own", taxonomy), tuple(row.next_own for row in rows)),
        shared=Said(_stacked(vectors, "shared", taxonomy), tuple(row.next_shared for row in rows)),
        agreed=_stacked(vectors, "agreed", taxonomy),
        anew=tuple(
            Anew(row.person_id, row.revision, row.encoded_in, changed.get(row.person_id))
            for row in rows
            if 0 < row.encoded_in < taxonomy.number
        ),
    )


def keep(batch: Batch) -> None:
    """Store the vectors of whoever was read under an older version; no statement where there is nobody."""
    encoding.store(batch.anew, version=batch.taxonomy.number)


def _stacked(vectors: list[PackedVectors], which: str, taxonomy: Taxonomy) -> Vectors:
    slots = [taxonomy.slots[skill.slug] for skill in taxonomy.active]
    return stacked((getattr(one, which) for one in vectors), slots, taxonomy.width)
