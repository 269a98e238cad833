"""The version that vectors speak in: reading them under the current one, and storing them anew.

A publish touches no profile, so vectors may be older than the taxonomy. While nothing in them was touched since, they
are used as they are; otherwise they are folded from the rows, for all such people of a call in one query. Nothing
translates a vector itself, because a slot no longer knows what was said under which version.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from django.db import connection, transaction

from assessments.models import Profile
from assessments.models.rating import UNRATED
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy

from .translation import AGREED_SOURCES, OWN_SOURCES, RatingRow, Translation, fold
from .vectors import pack, value_at

Packed = tuple[bytes, bytes]
NOTHING: Packed = b"", b""


@dataclass(frozen=True, slots=True)
class PackedVectors:
    """The six byte strings of a profile, or those of them that somebody may read."""

    own: Packed
    shared: Packed
    agreed: Packed


@dataclass(frozen=True, slots=True)
class Encoded:
    """Vectors as they were read, the version they speak in, and the revisions up to which they were made.

    `own_up_to` is 0 for a reader who may not know what the person has not shared; then `vectors.own` is empty.
    """

    person_id: int
    version: int
    revision: int
    own_up_to: int
    shared_up_to: int
    vectors: PackedVectors


def to_published(taxonomy: Taxonomy) -> Translation:
    """The translation to a published version."""
    return Translation(taxonomy, partial(versions.lineage, taxonomy))


def translated(profiles: Iterable[Encoded], translation: Translation) -> dict[int, PackedVectors]:
    """The vectors of those people that say something else in the words of `translation` than as they are stored.

    One query, and only where there is anybody.
    """
    changed = [profile for profile in profiles if _is_touched(profile, translation)]
    rows = rating_rows(changed) if changed else {}
    return {
        profile.person_id: folded_rows(
            rows[profile.person_id],
            translation,
            own_up_to=profile.own_up_to,
            shared_up_to=profile.shared_up_to,
        )
        for profile in changed
    }


def _is_touched(profile: Encoded, translation: Translation) -> bool:
    """Something was said in a skill that has been changed since. A handed-on rating touches where it was, too.

    Where anything may have changed, vectors that state nothing are no proof: what was handed to nobody may be back.
    """
    if not 0 < profile.version < translation.number:
        return False
    slots = translation.touched(profile.version)
    if slots is None:
        return True
    each = (profile.vectors.own, profile.vectors.shared, profile.vectors.agreed)
    return any(value_at(values, slot) != UNRATED for values, _ in each for slot in slots)


def folded_rows(
    rows: Iterable[RatingRow], translation: Translation, *, own_up_to: int | None, shared_up_to: int
) -> PackedVectors:
    """The vectors that one person's rows state, up to these revisions (None: all)."""
    said = list(rows)
    return PackedVectors(
        own=pack(fold(said, translation, sources=OWN_SOURCES, up_to_revision=own_up_to)),
        shared=pack(fold(said, translation, sources=OWN_SOURCES, up_to_revision=shared_up_to)),
        agreed=pack(fold(said, translation, sources=AGREED_SOURCES)),
    )


_ROWS = """
SELECT r.person_id, r.revision, r.version, s.slug, s.slot, r.source, r.state, r.value, r.day, r.withdraws
FROM unnest(%(people)s::bigint[], %(own)s::bigint[], %(all)s::bigint[]) AS w (person_id, own_up_to, up_to)
JOIN assessments_rating r ON r.person_id = w.person_id
    AND r.revision <= CASE WHEN r.source = ANY(%(own_sources)s) THEN w.own_up_to ELSE w.up_to END
JOIN taxonomy_skill s ON s.id = r.skill_id
WHERE r.source = ANY(%(sources)s)
"""


def rating_rows(profiles: Sequence[Encoded]) -> dict[int, list[RatingRow]]:
    """What stands in the vectors of these people, row by row, as of the revisions they were read at."""
    with connection.cursor() as cursor:
        cursor.execute(
            _ROWS,
            {
                "people": [profile.person_id for profile in profiles],
                "own": [max(profile.own_up_to, profile.shared_up_to) for profile in profiles],
                "all": [profile.revision for profile in profiles],
                "own_sources": [str(source) for source in OWN_SOURCES],
                "sources": [str(source) for source in (*OWN_SOURCES, *AGREED_SOURCES)],
            },
        )
        # All at once: row by row through the cursor takes three times as long.
        rows = cursor.fetchall()
    found: dict[int, list[RatingRow]] = {profile.person_id: [] for profile in profiles}
    for row in rows:
        found[row[0]].append(RatingRow._make(row[1:]))
    return found


def read(profile: Profile) -> Encoded:
    """A profile as somebody reads it who may know everything."""
    return Encoded(
        person_id=profile.person_id,
        version=profile.version,
        revision=profile.revision,
        own_up_to=profile.revision,
        shared_up_to=profile.shared_revision,
        vectors=PackedVectors(
            own=(bytes(profile.own_values), bytes(profile.own_days)),
            shared=(bytes(profile.shared_values), bytes(profile.shared_days)),
            agreed=(bytes(profile.agreed_values), bytes(profile.agreed_days)),
        ),
    )


class Spoken(NamedTuple):
    """The current version, and the one that a profile's vectors speak in (0: none yet)."""

    current: int
    profile: int


def spoken_by(person_id: int) -> Spoken:
    """Which versions meet when this person says something now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT max(number) FROM taxonomy_taxonomyversion),"
            " (SELECT version FROM assessments_profile WHERE person_id = %s)",
            [person_id],
        )
        current, profile = cursor.fetchone()
    return Spoken(current or 0, profile or 0)


def catch_up(person_id: int) -> int:
    """Let a profile speak the current version, and return which one it speaks then; 0 where there is none.

    The revision stays: nothing was said. The row is held until the transaction ends.
    """
    with transaction.atomic():
        profile = Profile.objects.select_for_update().filter(person_id=person_id).first()
        if profile is None:
            return 0
        taxonomy = versions.current()
        if 0 < profile.version < taxonomy.number:
            stored = read(profile)
            vectors = translated([stored], to_published(taxonomy)).get(person_id, stored.vectors)
            _write([Anew(person_id, profile.revision, profile.version, vectors)], taxonomy.number)
        return max(profile.version, taxonomy.number)


class Anew(NamedTuple):
    """Vectors in the words of a later version than they are stored in, and what they were read from.

    None: the later version has touched nothing in them, so they only have to say that they speak it.
    """

    person_id: int
    revision: int
    encoded_in: int
    vectors: PackedVectors | None


def store(folded: Iterable[Anew], *, version: int) -> None:
    """Keep vectors that speak `version` now.

    One statement for any number. Whoever has said something since is left alone, and so is whoever is saying
    something just now: their row is locked, and what was read of them is then old.
    """
    rows = sorted(folded, key=lambda row: row.person_id)
    if rows:
        _write(rows, version)


_WRITE = """
WITH told AS (
    SELECT * FROM unnest(
        %(person)s::bigint[], %(revision)s::bigint[], %(before)s::int[],
        %(own_values)s::bytea[], %(own_days)s::bytea[], %(shared_values)s::bytea[], %(shared_days)s::bytea[],
        %(agreed_values)s::bytea[], %(agreed_days)s::bytea[]
    ) AS told (person_id, revision, version, own_values, own_days, shared_values, shared_days,
        agreed_values, agreed_days)
), due AS (
    SELECT p.person_id FROM assessments_profile p JOIN told USING (person_id, revision, version)
    ORDER BY p.person_id FOR NO KEY UPDATE OF p SKIP LOCKED
)
UPDATE assessments_profile p SET version = %(version)s,
    own_values = coalesce(told.own_values, p.own_values), own_days = coalesce(told.own_days, p.own_days),
    shared_values = coalesce(told.shared_values, p.shared_values),
    shared_days = coalesce(told.shared_days, p.shared_days),
    agreed_values = coalesce(told.agreed_values, p.agreed_values),
    agreed_days = coalesce(told.agreed_days, p.agreed_days)
FROM told JOIN due USING (person_id)
WHERE p.person_id = told.person_id AND p.revision = told.revision AND p.version = told.version
"""


def _write(rows: Sequence[Anew], version: int) -> None:
    """Nothing is written over anything newer."""
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE,
            {
                "person": [row.person_id for row in rows],
                "revision": [row.revision for row in rows],
                "before": [row.encoded_in for row in rows],
                **{
                    f"{vector}_{part}": [row.vectors and getattr(row.vectors, vector)[place] for row in rows]
                    for vector in PackedVectors.__dataclass_fields__
                    for place, part in enumerate(("values", "days"))
                },
                "version": version,
            },
        )
