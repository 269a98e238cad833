"""Who looks at a review, as what, and at which skills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from assessments.models import Delegation, Rating
from skillmatrix.people import access
from skillmatrix.people.models import Person


class Role(StrEnum):
    """As what somebody sits at the table."""

    PERSON = "person"
    LEAD = "lead"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Seat:
    """A place at the table. `named`: the skills for which somebody asked is there, each with the kind of delegation."""

    viewer: Person
    role: Role
    named: Mapping[str, str]

    @property
    def is_lead(self) -> bool:
        """Sees and rates everything, and agrees."""
        return self.role is Role.LEAD

    @property
    def is_person(self) -> bool:
        """These are their own levels."""
        return self.role is Role.PERSON

    def may_rate(self, skill: str) -> bool:
        """May say a level of their own."""
        return self.is_lead or skill in self.named

    def may_see(self, skill: str) -> bool:
        """May have the person's level shown. A peer says what they think and sees nothing."""
        return self.role is not Role.ASKED or self.named.get(skill) == Delegation.Kind.REVIEWER

    def source(self, skill: str) -> str:
        """As what their rating counts."""
        return str(Rating.Source.MANAGER if self.is_lead else self.named[skill])


def seat_at(viewer: Person, public_id: UUID, *, today: date) -> tuple[Person, Seat]:
    """The person under review and the viewer's seat. Raises what `access.reviewed_person` does. Three queries."""
    rows = Delegation.objects.on(today).filter(subject__public_id=public_id, reviewer=viewer)
    named = dict(rows.values_list("skill__slug", "kind"))
    subject, related = access.reviewed_person(viewer, public_id, is_asked=bool(named), today=today)
    if related.may_review:
        return subject, Seat(viewer, Role.LEAD, {})
    return subject, Seat(viewer, Role.ASKED, named)


def own_seat(person: Person) -> Seat:
    """The seat of the person whose levels these are."""
    return Seat(person, Role.PERSON, {})
