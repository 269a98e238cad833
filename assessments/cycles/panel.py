"""The person's side of a cycle: what is asked of me, by when, and how far I am. Shown on home and while rating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from assessments.models import Cycle, Participant
from assessments.standing import Statement
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.document import Taxonomy

from .parts import Part, State
from .reading import with_parts

# For so long it is told that a cycle closed without one's own part.
TOLD_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Panel:
    """One cycle as its participant sees it. `answered` of the `skills` were rated since it began."""

    cycle: Cycle
    part: Part
    state: str
    skills: Sequence[tuple[str, str]]
    answered: int
    back_on: date | None

    @property
    def url(self) -> str:
        """Where the part is submitted."""
        return reverse("assessments:submit-part", args=[self.cycle.public_id])

    @property
    def is_waiting(self) -> bool:
        """Their part may be submitted now; being away forbids nothing."""
        return self.state in (State.OPEN, State.AWAY)


def panels_of(
    person: Person, taxonomy: Taxonomy, said: Mapping[str, Statement], *, now: datetime | None = None
) -> list[Panel]:
    """The cycles that ask something of this person, the soonest first. One query, and one more where there is any.

    `said` are their own statements, of which only they may read.
    """
    now = now or timezone.now()
    rows = Participant.objects.shown_to(person, closed_since=now - TOLD_FOR)
    rows = rows.with_submissions().select_related("cycle", "person", "team")
    return [panel_of(row.cycle, part, taxonomy, said, now) for row, part in with_parts(list(rows))]


def panel_of(
    cycle: Cycle, part: Part, taxonomy: Taxonomy, said: Mapping[str, Statement], now: datetime
) -> Panel:
    """One cycle as its participant sees it at this moment."""
    asked = [slug for slug in part.skills if slug in taxonomy.area_of and not taxonomy.skills[slug].retired]
    answered = sum(slug in said and said[slug].day >= cycle.starts_on for slug in asked)
    absence = part.absence(now)
    return Panel(
        cycle=cycle,
        part=part,
        state="closed" if cycle.closed_at else part.state(now).value,
        skills=[(taxonomy.skills[slug].name, _card(taxonomy, slug)) for slug in asked],
        answered=answered,
        back_on=absence.ends_on if absence else None,
    )


def _card(taxonomy: Taxonomy, slug: str) -> str:
    return f"{reverse('assessments:assess', args=[taxonomy.area_of[slug].slug])}#skill-{slug}"
