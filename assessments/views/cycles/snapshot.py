"""What was frozen when a cycle closed: by person, and for whoever may read ratings the levels themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from assessments.levels.snapshots import Frozen, frozen
from assessments.models import Cycle, Participant, Snapshot
from assessments.standing import Statement
from skillmatrix.people import access
from skillmatrix.people.dated import current_day
from skillmatrix.people.models import Person
from skillmatrix.taxonomy.versions import in_language
from skillmatrix.web.paging import page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .reach import Reach, visible_cycle

WORDS = {
    Snapshot.State.SUBMITTED: gettext_lazy("submitted"),
    Snapshot.State.NOT_SUBMITTED: gettext_lazy("not submitted"),
    Snapshot.State.AWAY: gettext_lazy("away"),
    Snapshot.State.NEW: gettext_lazy("new"),
}


@dataclass(frozen=True, slots=True)
class FrozenLine:
    """One person of a snapshot; `is_own`: the reader may open their levels."""

    person: Person
    snapshot: Snapshot
    is_own: bool

    @property
    def words(self) -> Any:
        """The state in words."""
        return WORDS[Snapshot.State(self.snapshot.state)]


@require_safe
def cycle_snapshot(request: AppRequest, public_id: UUID) -> HttpResponse:
    """Who had submitted when a cycle closed. A lead sees their own people, a people admin everybody without levels."""
    today = current_day()
    cycle, reach = visible_cycle(request.user, public_id, today=today)
    if cycle.closed_at is None:
        raise Http404
    asked = Participant.objects.filter(cycle=cycle, snapshot__isnull=False)
    own = set(_own(asked, reach).values_list("pk", flat=True))
    seen = asked if reach.viewer.is_people_admin else asked.filter(pk__in=own)
    rows = seen.select_related("person", "snapshot").order_by("person__name", "pk")
    page = page_of(rows, request.GET.get("page"))
    lines = [FrozenLine(row.person, row.snapshot, row.pk in own) for row in page]
    context = {"cycle": cycle, "page": page, "lines": lines, "is_admin": reach.viewer.is_people_admin}
    return render_page(request, "assessments/cycles/cycle_snapshot.html", context)


def _own(asked: Any, reach: Reach) -> Any:
    """Of people whom the reader leads today; nobody reads a snapshot of a team they have left."""
    return asked.led_in(reach.led, reach.today).exclude(person=reach.viewer) if reach.led else asked.none()


@require_safe
def person_snapshot(request: AppRequest, public_id: UUID, person: UUID) -> HttpResponse:
    """What one person had shared when a cycle closed: for themselves, and for whoever leads them today."""
    today = current_day()
    subject, related = access.visible_person(request.user, person, today=today)
    if not (related.is_self or related.is_lead):
        raise Http404
    found = Snapshot.objects.filter(
        participant__person=subject, participant__cycle__public_id=public_id
    ).select_related("participant__cycle")
    snapshot = found.first()
    if snapshot is None:
        raise Http404
    access.note_access(request.user, [subject], page="snapshot", today=today)
    context = _context(snapshot, snapshot.participant.cycle, subject, is_self=related.is_self)
    return render_page(request, "assessments/cycles/person_snapshot.html", context)


def _context(snapshot: Snapshot, cycle: Cycle, subject: Person, *, is_self: bool) -> dict[str, Any]:
    kept = frozen(snapshot)
    return {
        "cycle": cycle,
        "subject": subject,
        "is_self": is_self,
        "snapshot": snapshot,
        "words": WORDS[Snapshot.State(snapshot.state)],
        "areas": _areas(kept, frozenset(snapshot.participant.skills)),
        "levels_count": len(kept.taxonomy.scale),
    }


def _areas(kept: Frozen, asked: frozenset[str]) -> list[tuple[str, list[dict[str, Any]]]]:
    """By area: every skill that was asked or that something was said about, in the words of that time."""
    taxonomy = in_language(kept.taxonomy)
    known = asked | kept.shared.keys() | kept.agreed.keys()
    found = []
    for area in taxonomy.areas:
        rows = [
            {
                "name": taxonomy.skills[slug].name,
                "was_asked": slug in asked,
                "shared": _badge(kept, kept.shared.get(slug)),
                "agreed": _badge(kept, kept.agreed.get(slug)),
            }
            for slug in area.skills
            if slug in known
        ]
        if rows:
            found.append((area.name, rows))
    return found


def _badge(kept: Frozen, said: Statement | None) -> dict[str, Any]:
    level = said.level if said else None
    name = "" if level is None else kept.taxonomy.scale[min(level, kept.taxonomy.top)].name
    return {"level": level, "name": name, "na": said is not None and level is None, "day": said and said.day}
