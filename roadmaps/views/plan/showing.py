"""What all pages of a plan start from: whose it is, how the reader stands to them, and what they may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from assessments.inputs import Audience
from roadmaps import reports
from roadmaps.development.goals import Goal, Reader
from roadmaps.models import PlanItem
from roadmaps.wording import words_of
from skillmatrix.people import access
from skillmatrix.people.access import Relation
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions


@dataclass(frozen=True)
class Seen:
    """A person as the reader of one of these pages may know them."""

    subject: Person
    related: Relation
    today: date

    def items(self) -> Any:
        """The plan items that the reader may know of."""
        rows = PlanItem.objects.of(self.subject)
        return rows if self.related.is_self else rows.shared()

    def item(self, pk: int) -> PlanItem:
        """One of them. Http404 where there is none."""
        found = self.items().filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def shown(self) -> reports.Shown:
        """The findings for this reader. Http404 on an installation without a taxonomy."""
        audience = Audience.OWN if self.related.is_self else Audience.SHARED
        try:
            return reports.show(self.subject.pk, audience, today=self.today)
        except versions.NothingPublished:
            raise Http404(_("No taxonomy is published yet.")) from None


def seen(viewer: Person, public_id: UUID, *, page: str) -> Seen:
    """The person with this id, as the viewer may know them; that they looked is noted. Http404 for others."""
    today = current_day()
    subject, related = access.visible_person(viewer, public_id, today=today)
    access.note_access(viewer, [subject], page=page, today=today)
    return Seen(subject, related, today)


def reader_of(shown: reports.Shown, *, today: date) -> Reader:
    """Against which levels and roadmap these findings let a plan be seen."""
    return Reader(words_of(shown.taxonomy), dict(shown.findings.standings), shown.findings.roadmap, today)


def parted(goals: Iterable[Goal]) -> dict[str, list[Goal]]:
    """What waits for an answer, and technical and other goals side by side."""
    found: dict[str, list[Goal]] = {"proposed": [], "technical": [], "others": []}
    for goal in goals:
        if goal.item.state == PlanItem.State.PROPOSED:
            found["proposed"].append(goal)
        else:
            found["technical" if goal.technical else "others"].append(goal)
    return found
