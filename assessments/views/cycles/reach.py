"""Who reads a cycle: people admins all of them, a lead those that ask somebody in a team they lead."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from assessments.models import Cycle, Series
from skillmatrix.people import access
from skillmatrix.people.models import Person, Team


@dataclass(frozen=True, slots=True)
class Reach:
    """The reader of a page about cycles, with the teams that they lead today."""

    viewer: Person
    teams: Sequence[Team]
    today: date

    @property
    def led(self) -> Collection[int]:
        """The ids of the teams."""
        return [team.pk for team in self.teams]

    def may_run(self, asked: Cycle | Series) -> bool:
        """May change and end it."""
        return access.may_run_cycle(self.viewer, [team.pk for team in asked.teams.all()], self.led)

    def open_teams(self) -> Sequence[Team]:
        """The teams that the reader may ask."""
        return list(Team.objects.open()) if self.viewer.is_people_admin else self.teams


def reach_of(viewer: Person, *, today: date) -> Reach:
    """The reach of whoever runs cycles. Raises PermissionDenied for everybody else."""
    teams = access.led_teams(viewer, today=today)
    access.require_may_open_cycles(viewer, [team.pk for team in teams])
    return Reach(viewer, teams, today)


def visible_cycle(viewer: Person, public_id: UUID, *, today: date) -> tuple[Cycle, Reach]:
    """The cycle of this address and what its reader may do. Raises Http404 where it is none of theirs."""
    reach = Reach(viewer, access.led_teams(viewer, today=today), today)
    seen = Cycle.objects.visible_to(viewer, reach.led, today).prefetch_related("teams", "roles")
    found = seen.filter(public_id=public_id).select_related("by", "ended_by", "series").first()
    if found is None:
        raise Http404
    return found, reach


def run_cycle(viewer: Person, public_id: UUID, *, today: date) -> tuple[Cycle, Reach]:
    """The same for somebody who changes it. Raises PermissionDenied for whoever may only read it."""
    cycle, reach = visible_cycle(viewer, public_id, today=today)
    if not reach.may_run(cycle):
        raise PermissionDenied
    return cycle, reach
