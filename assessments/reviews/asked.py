"""Who was asked to look at whose skills, in words: delegations of one asker to one reviewer stand together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import QuerySet

from assessments.models import Delegation
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody was asked by somebody to look at skills of somebody, up to and including `last_day`."""

    subject: Person
    reviewer: Person
    by: Person
    kind: str
    last_day: date
    skills: Sequence[str]

    @property
    def is_own(self) -> bool:
        """The person asked themselves."""
        return self.by.pk == self.subject.pk

    @property
    def is_peer(self) -> bool:
        """They see nothing of the person."""
        return self.kind == Delegation.Kind.PEER


def asked_about(subject: Person, taxonomy: Taxonomy, *, today: date) -> list[Asked]:
    """Who looks at this person's skills today. One query."""
    return _grouped(Delegation.objects.on(today).filter(subject=subject), taxonomy)


def asked_of(reviewer: Person, taxonomy: Taxonomy, *, today: date) -> list[Asked]:
    """At whose skills this person was asked to look today. One query."""
    return _grouped(Delegation.objects.on(today).filter(reviewer=reviewer, subject__is_active=True), taxonomy)


def _grouped(rows: QuerySet[Delegation], taxonomy: Taxonomy) -> list[Asked]:
    found = rows.select_related("subject", "reviewer", "by", "skill")
    ordered = sorted(found, key=_key)
    return [_asked(list(group), taxonomy) for _key_, group in groupby(ordered, key=_key)]


def _key(row: Delegation) -> tuple[str, int, str, int, int, date]:
    assert row.ends_on is not None  # noqa: S101 - a constraint says so
    return row.subject.name, row.subject_id, row.reviewer.name, row.reviewer_id, row.by_id, row.ends_on


def _asked(rows: Sequence[Delegation], taxonomy: Taxonomy) -> Asked:
    first = rows[0]
    assert first.ends_on is not None  # noqa: S101 - a constraint says so
    names = [taxonomy.skills[row.skill.slug].name for row in rows if row.skill.slug in taxonomy.skills]
    last_day = first.ends_on - timedelta(days=1)
    return Asked(first.subject, first.reviewer, first.by, first.kind, last_day, names)
