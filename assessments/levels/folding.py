"""What the vectors must be, worked out from the rows alone.

The shared vector is the same fold as the own one, up to the revision that was released. `verify` compares;
repairing is folding and storing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db import connection, transaction
from django.db.models import Exists

from assessments.models import Profile, Rating, Share
from assessments.models.rating import UNRATED
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy

from . import encoding
from .encoding import Packed, PackedVectors
from .translation import OWN_SOURCES, RATING_COLUMNS, RatingRow, standing


def rows_of(person_ids: Collection[int]) -> dict[int, list[RatingRow]]:
    """Everything that was ever stated about these people. One query."""
    found: dict[int, list[RatingRow]] = {person_id: [] for person_id in person_ids}
    rows = Rating.objects.filter(person_id__in=person_ids).values_list("person_id", *RATING_COLUMNS)
    for person_id, *row in rows:
        found[person_id].append(RatingRow(*row))
    return found


def own_rows_with_imports(person_id: int) -> list[RatingRow]:
    """What a person said that nobody took back, oldest first; nothing unless some of it was imported. One query."""
    of_person = Rating.objects.filter(person_id=person_id)
    has_imports = Exists(of_person.filter(source=Rating.Source.IMPORTED))
    rows = of_person.filter(has_imports).values_list(*RATING_COLUMNS)
    return standing((RatingRow(*row) for row in rows), sources=OWN_SOURCES)


def folded(person_ids: Collection[int], taxonomy: Taxonomy) -> dict[int, PackedVectors]:
    """The vectors of these people as their rows state them, under a version. Two queries."""
    shares = Share.objects.filter(person_id__in=person_ids).order_by("person_id", "-revision")
    released = dict(shares.distinct("person_id").values_list("person_id", "up_to_revision"))
    translation = encoding.to_published(taxonomy)
    return {
        person_id: encoding.folded_rows(
            rows, translation, own_up_to=None, shared_up_to=released.get(person_id, 0)
        )
        for person_id, rows in rows_of(person_ids).items()
    }


def stored(profiles: Iterable[Profile], taxonomy: Taxonomy) -> dict[int, PackedVectors]:
    """The vectors that readers get of profiles under a version, without the unrated slots at their ends."""
    read = [encoding.read(profile) for profile in profiles]
    changed = encoding.translated(read, encoding.to_published(taxonomy))
    found = {one.person_id: changed.get(one.person_id, one.vectors) for one in read}
    return {
        person_id: PackedVectors(*map(_trimmed, (vectors.own, vectors.shared, vectors.agreed)))
        for person_id, vectors in found.items()
    }


def differing(profiles: Sequence[Profile]) -> list[int]:
    """Of whom readers do not get what the rows state: a bug, or somebody wrote past `levels`."""
    taxonomy = versions.current()
    held = stored(profiles, taxonomy)
    stated = folded(list(held), taxonomy)
    return [person_id for person_id, vectors in held.items() if vectors != stated[person_id]]


def differs(profile: Profile) -> bool:
    """The same of one."""
    return bool(differing([profile]))


def refold(person_id: int) -> None:
    """Rebuild the vectors of one person from the rows and raise the revision.

    The profile is held meanwhile: a rating saved between reading and writing would lose its byte.
    """
    with transaction.atomic():
        Profile.objects.select_for_update().filter(person_id=person_id).first()
        _rebuild(person_id, raised_by=1)


def settle(person_id: int) -> None:
    """Rebuild the vectors after a row that changed several slots, in the transaction that wrote it and raised the revision."""
    _rebuild(person_id, raised_by=0)


def _rebuild(person_id: int, *, raised_by: int) -> None:
    taxonomy = versions.current()
    vectors = folded([person_id], taxonomy)[person_id]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE assessments_profile SET revision = revision + %s, changed_at = now(), version = %s,
                own_values = %s, own_days = %s, shared_values = %s, shared_days = %s,
                agreed_values = %s, agreed_days = %s
            WHERE person_id = %s
            """,
            [raised_by, taxonomy.number, *vectors.own, *vectors.shared, *vectors.agreed, person_id],
        )


def _trimmed(packed: Packed) -> Packed:
    values, days = packed
    kept = values.rstrip(bytes([UNRATED]))
    return kept, days[: 2 * len(kept)]
