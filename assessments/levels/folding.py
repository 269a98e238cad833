"""What the vectors must be, worked out from the rows alone.

The shared vector is the same fold as the own one, up to the revision that was released. `verify` compares;
repairing is folding and storing.
"""

from __future__ import annotations

from django.db import connection, transaction

from assessments.models import Profile, Rating, Share
from assessments.models.rating import UNRATED
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy

from . import encoding
from .encoding import Packed, PackedVectors
from .translation import RATING_COLUMNS, RatingRow


def rows_of(person_id: int) -> list[RatingRow]:
    """Everything that was ever stated about one person."""
    rows = Rating.objects.filter(person_id=person_id).values_list(*RATING_COLUMNS)
    return [RatingRow(*row) for row in rows]


def folded(person_id: int, taxonomy: Taxonomy | None = None) -> PackedVectors:
    """The vectors of one person as their rows state them, under the current version unless told which."""
    released = Share.objects.filter(person_id=person_id).order_by("-revision").first()
    return encoding.folded_rows(
        rows_of(person_id),
        encoding.to_published(taxonomy or versions.current()),
        own_up_to=None,
        shared_up_to=released.up_to_revision if released else 0,
    )


def stored(profile: Profile, taxonomy: Taxonomy) -> PackedVectors:
    """The vectors that readers get of a profile under a version, without the unrated slots at their ends."""
    read = encoding.read(profile)
    translated = encoding.translated([read], encoding.to_published(taxonomy))
    vectors = translated.get(profile.person_id, read.vectors)
    return PackedVectors(*map(_trimmed, (vectors.own, vectors.shared, vectors.agreed)))


def differs(profile: Profile) -> bool:
    """What readers get of a profile is not what its rows state: a bug, or somebody wrote past `levels`."""
    taxonomy = versions.current()
    return stored(profile, taxonomy) != folded(profile.person_id, taxonomy)


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
    vectors = folded(person_id, taxonomy)
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
