"""The inputs of people, each exactly as they stood at one revision: one statement for any number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from django.db import connection

from assessments.inputs import Inputs, Said
from assessments.models import Rating
from assessments.standing import Statement
from assessments.targets import NO_OVERRIDES, Override
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.taxonomy.transition import Link, Transition

from .encoding import Encoded, PackedVectors, to_published, translated
from .translation import RATING_COLUMNS, ExtraRow, InterestRow, OverrideRow, RatingRow, Translation, fold
from .vectors import pack, unpack

_NEXT = """
    (SELECT r.slug FROM assessments_nextrole n LEFT JOIN taxonomy_role r ON r.id = n.role_id
     WHERE n.person_id = w.person_id AND n.revision <= {bound} ORDER BY n.revision DESC LIMIT 1)
"""
_SELECT = f"""
SELECT t.number, t.fingerprint, w.person_id, coalesce(p.version, 0) AS encoded_in,
    coalesce(p.revision, 0) AS revision, coalesce(p.own_revision, 0) AS own_revision,
    coalesce(p.shared_revision, 0) AS shared_revision, p.shared_on,
    coalesce(p.own_values, ''), coalesce(p.own_days, ''), coalesce(p.shared_values, ''), coalesce(p.shared_days, ''),
    coalesce(p.agreed_values, ''), coalesce(p.agreed_days, ''),
    (SELECT json_agg(json_build_array(r.slug, a.starts_on, a.ends_on))
     FROM assessments_roleassignment a JOIN taxonomy_role r ON r.id = a.role_id
     WHERE a.person_id = w.person_id AND (a.ends_on IS NULL OR a.ends_on > %(today)s)) AS roles,
    (SELECT json_agg(json_build_array(o.ends_on, s.slug, o.level, o.reason, o.version, o.starts_on, o.id))
     FROM assessments_targetoverride o JOIN taxonomy_skill s ON s.id = o.skill_id
     WHERE o.person_id = w.person_id AND (o.ends_on IS NULL OR o.ends_on > %(today)s)) AS exceptions,
    (SELECT json_agg(json_build_array(s.slug, e.added, e.version, e.revision))
     FROM assessments_extraskill e JOIN taxonomy_skill s ON s.id = e.skill_id
     WHERE e.person_id = w.person_id) AS extra_skills,
    (SELECT json_agg(json_build_array(s.slug, i.wish, i.version, i.revision))
     FROM assessments_interest i JOIN taxonomy_skill s ON s.id = i.skill_id
     WHERE i.person_id = w.person_id) AS interests,
    {_NEXT.format(bound="coalesce(p.own_revision, 0)")} AS next_own,
    {_NEXT.format(bound="coalesce(p.shared_revision, 0)")} AS next_shared
FROM unnest(%(people)s::bigint[]) WITH ORDINALITY AS w (person_id, place)
CROSS JOIN (SELECT number, fingerprint FROM taxonomy_taxonomyversion ORDER BY number DESC LIMIT 1) t
LEFT JOIN assessments_profile p ON p.person_id = w.person_id
ORDER BY w.place
"""


class Found(NamedTuple):
    """One row of the statement, after the version that all rows share."""

    person_id: int
    encoded_in: int
    revision: int
    own_revision: int
    shared_revision: int
    shared_on: date | None
    own_values: bytes
    own_days: bytes
    shared_values: bytes
    shared_days: bytes
    agreed_values: bytes
    agreed_days: bytes
    roles: list[list[Any]] | None
    exceptions: list[list[Any]] | None
    extra_skills: list[list[Any]] | None
    interests: list[list[Any]] | None
    next_own: str | None
    next_shared: str | None

    def encoded(self) -> Encoded:
        """The vectors as they are stored."""
        return Encoded(
            person_id=self.person_id,
            version=self.encoded_in,
            revision=self.revision,
            own_up_to=self.revision,
            shared_up_to=self.shared_revision,
            vectors=PackedVectors(
                (bytes(self.own_values), bytes(self.own_days)),
                (bytes(self.shared_values), bytes(self.shared_days)),
                (bytes(self.agreed_values), bytes(self.agreed_days)),
            ),
        )


def load(person_ids: Iterable[int], *, today: date) -> list[Inputs]:
    """The inputs of these people on `today`, in the order asked for, under the current taxonomy.

    One statement, and one more for all whose ratings a later version has touched since they were stored; plus the
    taxonomy when this process has not met its version yet. Someone without a profile comes back with revision 0
    and nothing said. Empty while no taxonomy is published.
    """
    current, rows = found(person_ids, today)
    return _translated(rows, to_published(current), today) if current else []


def load_under(
    person_ids: Iterable[int],
    taxonomy: Taxonomy,
    transition: Transition,
    *,
    today: date,
    undoes: bool = False,
) -> list[Inputs]:
    """The inputs of these people just as publishing `taxonomy` now would make them; nothing is stored.

    `taxonomy` is a draft (number and slots are not looked at: it counts as the next version, and its new skills get
    the next slots), `transition` what `taxonomy.actions.change_from` says of it, or an inverse with `undoes` for an
    undo of the current version. Compare with `load` of the same people and day: equal inputs, apart from the taxonomy,
    mean that nobody's ratings, exceptions and lists are touched, and `computing.compute(inputs, audience,
    inputs.taxonomy, today=today)` gives the report that the person would get. Costs what `load` does, and one
    query more for all whose ratings the transition touches. Empty while no taxonomy is published.
    """
    current, rows = found(person_ids, today)
    if current is None:
        return []
    draft = replace(taxonomy, number=current.number + 1, slots=_slots(taxonomy, current))
    lineage = versions.lineage(current).and_then(Link(transition, undoes=undoes))
    loaded = _translated(rows, Translation(draft, lambda: lineage), today)
    # As if stored under that version: none of this must ever be.
    return [replace(inputs, encoded_in=draft.number) for inputs in loaded]


def manager_ratings(person_id: int, by_id: int, taxonomy: Taxonomy) -> dict[str, Statement]:
    """What somebody who leads a person has said about them, by skill, in the words of a published version. One query."""
    rows = Rating.objects.filter(person_id=person_id, by_id=by_id).values_list(*RATING_COLUMNS)
    said = fold((RatingRow(*row) for row in rows), to_published(taxonomy), sources=(Rating.Source.MANAGER,))
    return unpack(*pack(said), taxonomy.slots)


def _slots(taxonomy: Taxonomy, current: Taxonomy) -> dict[str, int]:
    new = (slug for slug in taxonomy.position if slug not in current.slots)
    return {**current.slots, **{slug: current.width + place for place, slug in enumerate(new)}}


def found(person_ids: Iterable[int], today: date) -> tuple[Taxonomy | None, list[Found]]:
    """What is stored of these people, in the order asked for, and the current taxonomy. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, {"people": list(person_ids), "today": today})
        rows = cursor.fetchall()
    if not rows:
        return None, []
    return versions.load(rows[0][0], rows[0][1]), [Found(*row[2:]) for row in rows]


def _translated(rows: Sequence[Found], translation: Translation, today: date) -> list[Inputs]:
    stored = [row.encoded() for row in rows]
    changed = translated(stored, translation)
    return [
        _inputs(row, changed.get(row.person_id, one.vectors), translation, today)
        for row, one in zip(rows, stored, strict=True)
    ]


def _inputs(row: Found, vectors: PackedVectors, translation: Translation, today: date) -> Inputs:
    taxonomy = translation.taxonomy
    extra = [ExtraRow(*listed) for listed in row.extra_skills or ()]
    wishes = partial(translation.wishes, [InterestRow(*wish) for wish in row.interests or ()])
    agreed = unpack(*vectors.agreed, taxonomy.slots)
    place = placed(row, translation, today)
    return Inputs(
        person_id=row.person_id,
        revision=row.revision,
        own_revision=row.own_revision,
        shared_revision=row.shared_revision,
        shared_on=row.shared_on,
        taxonomy=taxonomy,
        role=place.role,
        overrides=place.overrides,
        changes_on=place.changes_on,
        own=Said(
            unpack(*vectors.own, taxonomy.slots), agreed, row.next_own,
            translation.extra_skills(extra, up_to_revision=row.own_revision),
            wishes(up_to_revision=row.own_revision),
        ),
        shared=Said(
            unpack(*vectors.shared, taxonomy.slots), agreed, row.next_shared,
            translation.extra_skills(extra, up_to_revision=row.shared_revision),
            wishes(up_to_revision=row.shared_revision),
        ),
        encoded_in=row.encoded_in,
    )  # fmt: skip


class Place(NamedTuple):
    """What is asked of somebody on a day: role, exceptions, and the first later day on which one starts or ends."""

    role: str | None
    overrides: Mapping[str, Override]
    changes_on: date | None


def placed(row: Found, translation: Translation, today: date) -> Place:
    """Role and exceptions that hold on `today`."""
    roles = [(slug, _day(start), _day(end)) for slug, start, end in row.roles or ()]
    exceptions = [(_day(end), OverrideRow(*excepted)) for end, *excepted in row.exceptions or ()]
    periods = [
        *((start, end) for _, start, end in roles),
        *((_day(o.starts_on), end) for end, o in exceptions),
    ]
    held = [o for _, o in exceptions if _day(o.starts_on) <= today]
    return Place(
        role=next((slug for slug, start, _ in roles if start <= today), None),
        overrides=translation.overrides(held) if held else NO_OVERRIDES,
        changes_on=_next_change(periods, today),
    )


def _day(text: str | None) -> date:
    return date.fromisoformat(text) if text else date.max


def _next_change(periods: Iterable[tuple[date, date]], today: date) -> date | None:
    later = [day for period in periods for day in period if today < day < date.max]
    return min(later, default=None)
