"""What others said of people: it stands beside the vectors, so it is read from the rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import F, Max

from assessments.models import Rating
from assessments.standing import Statement
from skillmatrix.taxonomy.document import Taxonomy

from .encoding import to_published
from .translation import OWN_SOURCES, RATING_COLUMNS, RatingRow
from .vectors import ASKS_AGAIN, Held, day_number, statement


class Judgement(NamedTuple):
    """The newest word of one rater about one skill of somebody, and the revision at which it was said."""

    by_id: int
    source: str
    said: Statement
    revision: int
    self_seen: bool | None


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said of one person: by others, and, as a revision, by themselves so that others may know.

    `judgements` by skill and rater, in the words of a version. `follows` by skill and rater: the revision that the
    next rating of exactly this skill follows, which differs where a skill took the place of another. `own` by skill:
    the newest shared row of the person about it, be it taken back.
    """

    judgements: dict[str, dict[int, Judgement]] = field(default_factory=dict)
    follows: dict[tuple[str, int], int] = field(default_factory=dict)
    own: dict[str, int] = field(default_factory=dict)

    def by(self, rater_id: int | None, skill: str) -> Judgement | None:
        """What this rater says of the skill."""
        return self.judgements.get(skill, {}).get(rater_id or 0)


def heard(person_ids: Collection[int], taxonomy: Taxonomy) -> Mapping[int, Heard]:
    """What was said of each of these people, in the words of a published version. Two queries."""
    found = {person_id: Heard() for person_id in person_ids}
    translation = to_published(taxonomy)
    names = {slot: slug for slug, slot in taxonomy.slots.items()}
    rows = Rating.objects.beside().filter(person_id__in=person_ids).order_by("revision")
    for person_id, by_id, seen, *columns in rows.values_list(
        "person_id", "by_id", "self_seen", *RATING_COLUMNS
    ):
        one, row = found[person_id], RatingRow(*columns)
        one.follows[row.skill, by_id] = row.revision
        for slot, held in translation.held(row):
            said = _said(held)
            if said is not None and slot in names:
                judgement = Judgement(by_id, row.source, said, row.revision, seen)
                one.judgements.setdefault(names[slot], {})[by_id] = judgement
    for person_id, skill, revision in _shared(person_ids):
        found[person_id].own[skill] = revision
    return found


def _shared(person_ids: Collection[int]) -> list[tuple[int, str, int]]:
    rows = Rating.objects.filter(
        person_id__in=person_ids,
        source__in=OWN_SOURCES,
        revision__lte=F("person__profile__shared_revision"),
    )
    newest = rows.values("person_id", "skill__slug").annotate(newest=Max("revision")).order_by()
    return list(newest.values_list("person_id", "skill__slug", "newest"))


def _said(held: Held) -> Statement | None:
    return statement(held.value, day_number(held.day) | (ASKS_AGAIN if held.asks_again else 0))
