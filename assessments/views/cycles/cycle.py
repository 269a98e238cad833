"""One cycle: how far it is by team, and by person as far as the reader may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from assessments.cycles.deadlines import is_open, zone_of
from assessments.cycles.parts import Part, Progress, State, progress
from assessments.cycles.reading import parts_of
from assessments.models import Cycle, Participant, Reminder
from skillmatrix.people.dated import current_day
from skillmatrix.web.paging import page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import render_page

from .reach import Reach, visible_cycle

DOUBTS = 50
WORDS = {
    State.SUBMITTED: (gettext_lazy("submitted"), "good"),
    State.OPEN: (gettext_lazy("not yet"), ""),
    State.MISSING: (gettext_lazy("not submitted"), "warn"),
    State.AWAY: (gettext_lazy("away"), "info"),
    State.NEW: (gettext_lazy("new"), "info"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One person. Of people whom the reader does not lead only who has not submitted is known, never more."""

    part: Part
    state: State
    is_own: bool
    may_finish: bool

    @property
    def words(self) -> Any:
        """The state in words."""
        return WORDS[self.state][0]

    @property
    def look(self) -> str:
        """The class of its chip."""
        return WORDS[self.state][1]


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One team with its figures."""

    name: str
    progress: Progress


@require_safe
def cycle(request: AppRequest, public_id: UUID) -> HttpResponse:
    """How far a cycle is. A lead sees their own people by name; a people admin counts, and who has not submitted."""
    found, reach = visible_cycle(request.user, public_id, today=current_day())
    context = Sheet(found, reach, timezone.now()).context(request.GET.get("page"))
    return render_page(request, "assessments/cycles/cycle.html", context)


class Sheet:
    """What the page says of one cycle to one reader."""

    def __init__(self, cycle: Cycle, reach: Reach, now: datetime) -> None:
        self.cycle, self.reach, self.now = cycle, reach, now
        asked = Participant.objects.filter(cycle=cycle)
        led = asked.led_in(reach.led, reach.today) if reach.led else asked.none()
        self.own = set(led.exclude(person=reach.viewer).values_list("pk", flat=True))
        self.parts = parts_of(asked if reach.viewer.is_people_admin else asked.filter(pk__in=self.own))

    def context(self, page: str | None) -> dict[str, Any]:
        """For the template."""
        may_run = self.reach.may_run(self.cycle)
        return {
            "cycle": self.cycle,
            "may_run": may_run,
            "is_admin": self.reach.viewer.is_people_admin,
            "progress": progress(self.parts, self.now),
            "teams": self._teams(),
            "page": page_of(self._lines(), page),
            "doubts": self._doubts(),
            "asked_teams": [team.name for team in self.cycle.teams.all()],
            "asked_roles": [role.name for role in self.cycle.roles.all()],
            "scope": self.cycle.get_scope_display(),
            "reminders": sorted(self.cycle.reminder_days, reverse=True),
            "today": self.reach.today,
            "fresh_key": uuid4(),
        }

    def _teams(self) -> Sequence[TeamLine]:
        by_team = sorted(self.parts, key=lambda part: (not part.team, part.team.casefold()))
        return [
            TeamLine(name or _("no team"), progress(list(parts), self.now))
            for name, parts in groupby(by_team, key=lambda part: part.team)
        ]

    def _lines(self) -> list[Line]:
        lead_zone = zone_of(self.reach.viewer.timezone)
        found = []
        for part in self.parts:
            is_own, state = part.participant_id in self.own, part.state(self.now)
            finish = (
                is_own and self.cycle.is_running and state is not State.NEW
                and part.lead_at is None and is_open(part.lead_by, lead_zone, self.now)
            )  # fmt: skip
            if is_own or state is not State.SUBMITTED:
                found.append(Line(part, state, is_own, finish))
        return found

    def _doubts(self) -> list[tuple[Reminder, str]]:
        """Reminders of which nobody knows that they arrived, of people on this page."""
        names = {part.participant_id: part.name for part in self.parts}
        rows = Reminder.objects.doubtful().filter(participant__cycle=self.cycle, participant__in=list(names))
        return [(row, names[row.participant_id]) for row in rows[:DOUBTS]]
