"""Every rating, newest first: who said it, when, what it changed, and under which wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.levels.record import Entry, Record, Told, record_of
from assessments.models import Rating
from assessments.models.rating import HIGHEST, NOT_APPLICABLE
from roadmaps.history.wordings import Wording, name_of, wording
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions
from skillmatrix.taxonomy.document import Taxonomy
from skillmatrix.web.paging import Page, page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

from .whose import Whose, my_own, of_person, published

PAGE = "roadmaps/history.html"
A_PAGE = 40
SOURCES = Rating.Source


@require_safe
def history(request: AppRequest) -> HttpResponse:
    """Everything that was said about me. Filters: `skill`, `area`, `source`."""
    return record_page(request, my_own(request))


@require_safe
def person_history(request: AppRequest, public_id: UUID) -> HttpResponse:
    """What somebody has shared over time; oneself goes to one's own. Http404 for whoever may not read it."""
    if request.user.public_id == public_id:
        return redirect_to(request, "roadmaps:history")
    return record_page(request, of_person(request, public_id))


@dataclass(frozen=True, slots=True)
class Level:
    """A value as it is shown: a rank, not applicable, or neither."""

    rank: int | None
    is_set_aside: bool
    name: str

    @classmethod
    def of(cls, value: int, taxonomy: Taxonomy) -> Level:
        """The value of a row, in the words of the taxonomy it was said under."""
        rank = value if value <= HIGHEST else None
        name = "" if rank is None else taxonomy.scale[min(rank, taxonomy.top)].name
        return cls(rank, value == NOT_APPLICABLE, name)


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One row of the page. `other_day`: the day it speaks of, where that is not the day on which it was entered."""

    entry: Entry
    slug: str
    day: date
    other_day: date | None
    who: str
    before: Level
    after: Level
    wording: Wording


def record_page(request: AppRequest, whose: Whose) -> HttpResponse:
    """The record, filtered and in pages."""
    taxonomy = published()
    record = record_of(whose.subject.pk, whose.audience, viewer_id=whose.viewer.pk)
    record.leave_out(whose.hidden)
    chosen = {name: request.GET.get(name, "") for name in ("skill", "area", "source")}
    page = page_of(matching(record, chosen, taxonomy), request.GET.get("page"), size=A_PAGE)
    context = {
        **whose.context("history"),
        "page": page,
        "days": by_day(lines(record, page, whose, taxonomy)),
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "has_any": bool(record.shown),
        **offers(record, versions.in_language(taxonomy)),
    }
    return render_page(request, PAGE, context)


def matching(record: Record, chosen: Mapping[str, str], taxonomy: Taxonomy) -> list[Told]:
    """The rows that the filters let through; what is no skill, area or source lets nothing through."""
    skills: set[str] | None = {chosen["skill"]} if chosen["skill"] else None
    if chosen["area"]:
        area = next((area for area in taxonomy.areas if area.slug == chosen["area"]), None)
        within = set(area.skills) if area else set()
        skills = within if skills is None else skills & within
    return record.matching(skills=skills, sources=[chosen["source"]] if chosen["source"] else None)


def offers(record: Record, taxonomy: Taxonomy) -> dict[str, Any]:
    """What can be filtered by: just what occurs."""
    skills = {told.row.skill for told in record.shown}
    sources = {told.row.source for told in record.shown}
    return {
        "skills": sorted(
            ((slug, name_of(taxonomy, slug)) for slug in skills), key=lambda one: one[1].casefold()
        ),
        "areas": [(area.slug, area.name) for area in taxonomy.areas if not skills.isdisjoint(area.skills)],
        "sources": [(source, label) for source, label in source_labels().items() if source in sources],
    }


def source_labels() -> dict[str, str]:
    """The sources as a filter offers them."""
    return {
        SOURCES.SELF: _("Self"),
        SOURCES.AGREED: _("Agreed"),
        SOURCES.MANAGER: _("Lead"),
        SOURCES.REVIEWER: _("Reviewer"),
        SOURCES.PEER: _("Peer"),
        SOURCES.IMPORTED: _("Imported"),
    }


def lines(record: Record, page: Page[Told], whose: Whose, taxonomy: Taxonomy) -> list[EntryLine]:
    """The rows of a page. One query for the names of who said them."""
    names = {person.pk: person for person in Person.objects.filter(pk__in={told.by_id for told in page})}
    now, lineage = versions.in_language(taxonomy), versions.lineage(taxonomy)
    return [line(record.read(told), names[told.by_id], whose, now, lineage) for told in page]


def line(entry: Entry, by: Person, whose: Whose, now: Taxonomy, lineage: Any) -> EntryLine:
    """One row."""
    row, then = entry.told.row, versions.in_language(entry.taxonomy)
    day = timezone.localdate(entry.told.made, timezone.get_default_timezone())
    after = Level.of(entry.after, then)
    return EntryLine(
        entry=entry,
        slug=row.skill,
        day=day,
        other_day=row.day if row.day != day and not entry.is_undo else None,
        who=who(entry, by, whose),
        before=Level.of(entry.before, then),
        after=after,
        wording=wording(row.skill, after.rank, then, now, lineage.carry(row.version)),
    )


def who(entry: Entry, by: Person, whose: Whose) -> str:
    """Who said it, as the reader would say it."""
    source, is_viewer = entry.told.row.source, by.pk == whose.viewer.pk
    if source == SOURCES.AGREED:
        return _("Agreed")
    if source == SOURCES.IMPORTED:
        return _("Brought in from elsewhere")
    if is_viewer:
        return _("You")
    return by.name


def by_day(found: Iterable[EntryLine]) -> list[tuple[date, list[EntryLine]]]:
    """The rows under the day on which they were entered, in order."""
    days: dict[date, list[EntryLine]] = {}
    for one in found:
        days.setdefault(one.day, []).append(one)
    return list(days.items())
