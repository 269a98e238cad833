"""What the vectors must be, worked out from the rows alone.

The newest row of a skill, by revision, says what holds; the shared vector is the same fold up to
the revision that was released. `verify` compares; repairing is folding and storing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from assessments.models import Profile, Rating, Share
from assessments.models.rating import UNRATED

from .vectors import pack

OWN_SOURCES = (Rating.Source.SELF, Rating.Source.IMPORTED)


@dataclass(frozen=True, slots=True)
class Vectors:
    """The six byte strings of a profile, without the unrated slots at their ends."""

    own: tuple[bytes, bytes]
    shared: tuple[bytes, bytes]
    agreed: tuple[bytes, bytes]


def fold(
    rows: Iterable[Rating], *, sources: tuple[str, ...], up_to_revision: int | None = None
) -> tuple[bytes, bytes]:
    """(values, days) that the rows state; `rows` need their skill loaded and may come in any order."""
    newest: dict[int, Rating] = {}
    for row in sorted(rows, key=lambda row: row.revision):
        if row.source in sources and (up_to_revision is None or row.revision <= up_to_revision):
            newest[row.skill.slot] = row
    return pack({slot: (row.value, row.day) for slot, row in newest.items() if row.value != UNRATED})


def folded(person_id: int) -> Vectors:
    """The vectors of one person as their rows state them."""
    rows = list(Rating.objects.filter(person_id=person_id).select_related("skill"))
    released = Share.objects.filter(person_id=person_id).order_by("-revision").first()
    up_to = released.up_to_revision if released else 0
    return Vectors(
        own=fold(rows, sources=OWN_SOURCES),
        shared=fold(rows, sources=OWN_SOURCES, up_to_revision=up_to),
        agreed=fold(rows, sources=(Rating.Source.AGREED,)),
    )


def stored(profile: Profile) -> Vectors:
    """The vectors of a profile, without the unrated slots at their ends."""
    return Vectors(
        own=_trimmed(profile.own_values, profile.own_days),
        shared=_trimmed(profile.shared_values, profile.shared_days),
        agreed=_trimmed(profile.agreed_values, profile.agreed_days),
    )


def differs(profile: Profile) -> bool:
    """The profile is not what its rows state: a bug, or somebody wrote past `levels`."""
    return stored(profile) != folded(profile.person_id)


def refold(person_id: int) -> None:
    """Rebuild the vectors of one person from the rows and raise the revision.

    The profile is held meanwhile: a rating saved between reading and writing would lose its byte.
    """
    with transaction.atomic():
        Profile.objects.select_for_update().filter(person_id=person_id).first()
        _store(person_id, folded(person_id))


def _store(person_id: int, vectors: Vectors) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE assessments_profile SET revision = revision + 1, changed_at = now(),
                own_values = %s, own_days = %s, shared_values = %s, shared_days = %s,
                agreed_values = %s, agreed_days = %s
            WHERE person_id = %s
            """,
            [*vectors.own, *vectors.shared, *vectors.agreed, person_id],
        )


def _trimmed(values: bytes | memoryview, days: bytes | memoryview) -> tuple[bytes, bytes]:
    kept = bytes(values).rstrip(bytes([UNRATED]))
    return kept, bytes(days)[: 2 * len(kept)]
