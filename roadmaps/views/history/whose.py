"""Whose history a page shows, to whom, and what of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.cycles import concealed
from assessments.inputs import Audience
from assessments.levels.as_of import Archive, archive
from skillmatrix.people import access
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.web.requests import AppRequest


@dataclass(frozen=True)
class Whose:
    """The person whose history it is, and the reader."""

    subject: Person
    viewer: Person
    today: date

    @property
    def is_own(self) -> bool:
        """I read my own."""
        return self.subject.pk == self.viewer.pk

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The skills that a cycle keeps back from the reader, on any day: the newest word may be an old one. Two queries."""
        return concealed([self.subject.pk], viewer=self.viewer).get(self.subject.pk, frozenset())

    @property
    def audience(self) -> Audience:
        """What of it is read: everything, or what was shared."""
        return Audience.OWN if self.is_own else Audience.SHARED

    def url(self, page: str) -> str:
        """The address of one of the three pages."""
        if self.is_own:
            return reverse(f"roadmaps:{page}")
        return reverse(f"roadmaps:person-{page}", args=[self.subject.public_id])

    def archive(self) -> Archive:
        """Everything that may be read, as of any day. Http404 while no taxonomy is published."""
        found = archive([self.subject.pk], self.audience, until=self.today)
        if found is None:
            raise Http404(_("No taxonomy is published yet."))
        return found

    def context(self, page: str) -> dict[str, Any]:
        """What all three pages say."""
        labels = {
            "history": _("Everything said"),
            "history-trend": _("Trend"),
            "history-as-of": _("As of a day"),
        }
        return {
            "whose": self,
            "subject": self.subject,
            "hidden": len(self.hidden),
            "today": self.today,
            "tabs": [(label, self.url(name), name == page, None) for name, label in labels.items()],
            "as_of_url": self.url("history-as-of"),
        }


def my_own(request: AppRequest) -> Whose:
    """The history of whoever asks."""
    return Whose(request.user, request.user, current_day())


def of_person(request: AppRequest, public_id: UUID) -> Whose:
    """The history of somebody whose shared ratings the viewer may read today, who is told of it. Http404 otherwise."""
    today = current_day()
    subject, _related = access.visible_person(request.user, public_id, today=today)
    access.note_access(request.user, [subject], page="history", today=today)
    return Whose(subject, request.user, today)


def published() -> Taxonomy:
    """The current taxonomy. Http404 while there is none."""
    try:
        return versions.current()
    except versions.NothingPublished:
        raise Http404(_("No taxonomy is published yet.")) from None
