"""What the pages of a review are made from: a desk, the reader's seat at it, and cards in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from assessments.evidence.proof import NO_PROOF, Proof
from assessments.evidence.reading import shared_proofs
from assessments.reviews.cards import Card, Feedback, card_of
from assessments.reviews.comparing import farthest_first
from assessments.reviews.desk import Desk, desk_of
from assessments.reviews.seats import Seat, own_seat, seat_at
from skillmatrix.people import access
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Area, Taxonomy
from skillmatrix.web.requests import AppRequest

REVIEW = "review"  # as whoever looked is told
TEAM = "team"  # where one skill of many people is rated


@dataclass(frozen=True, slots=True)
class Section:
    """One area with those of its skills that are rated here."""

    area: Area
    skills: Sequence[str]
    rated: int

    @property
    def is_done(self) -> bool:
        """Every skill has been rated in this review."""
        return self.rated == len(self.skills)


@dataclass(frozen=True)
class Sheet:
    """One person's review for one reader."""

    desk: Desk
    seat: Seat

    @cached_property
    def taxonomy(self) -> Taxonomy:
        """In the reader's language."""
        return versions.in_language(self.desk.taxonomy)

    @cached_property
    def skills(self) -> list[str]:
        """What the reader rates: what is asked of the person, or what they were named for."""
        if self.seat.is_lead:
            return list(self.desk.skills())
        return [skill.slug for skill in self.taxonomy.active if skill.slug in self.seat.named]

    @cached_property
    def sections(self) -> list[Section]:
        """The areas that have any of them."""
        asked = set(self.skills)
        found = ((area, [slug for slug in area.skills if slug in asked]) for area in self.taxonomy.areas)
        return [
            Section(area, skills, sum(self.desk.has_rated(self.seat.viewer, slug) for slug in skills))
            for area, skills in found
            if skills
        ]

    @cached_property
    def rated(self) -> int:
        """How many skills the reader has rated in this review."""
        return sum(section.rated for section in self.sections)

    def card(self, skill: str, feedback: Feedback | None = None, place: str = "") -> Card:
        """The card of one skill that the taxonomy has. On the page of a team it is without evidence."""
        card = card_of(self.desk, self.seat, skill, taxonomy=self.taxonomy, feedback=feedback, place=place)
        if not card.is_shown or place == TEAM:
            return card
        return replace(card, pieces=self.proofs.get(skill, NO_PROOF).pieces)

    @cached_property
    def proofs(self) -> dict[str, Proof]:
        """What the person has shared that speaks for their levels. Asked for once a level is shown, not before."""
        inputs, today = self.desk.inputs, self.desk.today
        return shared_proofs(
            inputs.person_id, inputs.taxonomy, shared_revision=inputs.shared_revision, today=today
        )

    def has_card(self, skill: str) -> bool:
        """The reader may rate or read this skill here."""
        found = self.taxonomy.skills.get(skill)
        if found is None or found.retired or found.off:
            return False
        if self.seat.is_person:
            return skill not in self.desk.concealed
        return self.seat.may_rate(skill)

    def has_seen(self, skill: str) -> bool:
        """This review has shown the person's own level to the reader."""
        was_shown = self.seat.may_see(skill) and self.desk.was_shown_to(self.seat.viewer, skill)
        return was_shown and self.desk.own(skill) is not None

    def compared(self, place: str = "compare", feedback: Feedback | None = None) -> list[Card]:
        """The cards on which both views are shown, the farthest apart first."""
        shown = (self.card(slug, feedback, place) for slug in self.to_compare())
        return farthest_first(shown)

    def page_with(self, skill: str, *, size: int) -> int:
        """The number of the page of `size` cards on which both views of a skill stand; 1 where they do not."""
        shown = [card.skill.slug for card in self.compared()]
        return shown.index(skill) // size + 1 if skill in shown else 1

    def to_compare(self) -> list[str]:
        """The skills whose two views the reader may see side by side, in the order of the document."""
        if self.seat.is_person:
            return [one.slug for one in self.taxonomy.active if self.desk.is_discussed(one.slug)]
        seen = (slug for slug in (one.slug for one in self.taxonomy.active) if self.has_card(slug))
        return [
            slug for slug in seen if self.seat.may_see(slug) and self.desk.is_shown_to(self.seat.viewer, slug)
        ]

    def section(self, area: str | None) -> Section | None:
        """The section of this area; without one the first in which something is open, or the first. Http404."""
        if area is None:
            return next((one for one in self.sections if not one.is_done), next(iter(self.sections), None))
        found = self.section_of(area)
        if found is None:
            raise Http404(_("There is no skill to rate in this area."))
        return found

    def section_of(self, area: str) -> Section | None:
        """The section of this area, if anything is rated in it."""
        return next((one for one in self.sections if one.area.slug == area), None)

    def after(self, section: Section) -> Section | None:
        """The section that follows, or the first that is still open after the last."""
        place = self.sections.index(section)
        if place + 1 < len(self.sections):
            return self.sections[place + 1]
        return next((one for one in self.sections if not one.is_done and one is not section), None)


def sheet_at(request: AppRequest, public_id: UUID) -> Sheet:
    """Whoever is signed in at the review of somebody else, who is told. Raises Http404 and PermissionDenied."""
    today = current_day()
    subject, seat = seat_at(request.user, public_id, today=today)
    access.note_access(request.user, [subject], page=REVIEW, today=today)
    return Sheet(_desk(subject, today), seat)


def own_sheet(request: AppRequest) -> Sheet:
    """Whoever is signed in at their own side of their review."""
    return Sheet(_desk(request.user, current_day()), own_seat(request.user))


def _desk(subject: Person, today: date) -> Desk:
    try:
        return desk_of(subject, today=today)
    except versions.NothingPublished:
        raise Http404(_("No taxonomy is published yet.")) from None


def frame(sheet: Sheet) -> dict[str, Any]:
    """What every page of a review says around its cards."""
    return {
        "sheet": sheet,
        "seat": sheet.seat,
        "subject": sheet.desk.subject,
        "review": sheet.desk.review,
        "is_open": sheet.desk.is_open,
        "today": sheet.desk.today,
        "top": sheet.taxonomy.top,
        "levels_count": len(sheet.taxonomy.scale),
        "compared_count": len(sheet.to_compare()),
        "asked_count": len(sheet.skills),
    }
