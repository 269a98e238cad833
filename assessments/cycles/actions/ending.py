"""Ending a cycle: closing freezes what was shared, cancelling keeps nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from assessments.cycles.parts import Part, State
from assessments.cycles.reading import parts_of
from assessments.levels.snapshots import Ending, freeze
from assessments.models import Cycle, Participant, Snapshot
from skillmatrix.people.models import Person

from .refusals import Ended

_FROZEN = {
    State.SUBMITTED: Snapshot.State.SUBMITTED,
    State.NEW: Snapshot.State.NEW,
    State.AWAY: Snapshot.State.AWAY,
    State.OPEN: Snapshot.State.NOT_SUBMITTED,
    State.MISSING: Snapshot.State.NOT_SUBMITTED,
}


def close_cycle(*, cycle: Cycle, by: Person, now: datetime) -> None:
    """Close a running cycle and freeze what each participant has shared by then.

    What somebody is typing meanwhile is saved as an ordinary rating. Raises Ended where it is not running (any more).
    """
    with transaction.atomic():
        if not Cycle.objects.running().filter(pk=cycle.pk).update(closed_at=now, ended_by=by):
            raise Ended
        # Parts that are being submitted just now are waited for; the statements that follow see them.
        list(Participant.objects.filter(cycle=cycle).order_by("pk").select_for_update().values_list("pk"))
        freeze([_ending(part, now) for part in parts_of(Participant.objects.filter(cycle=cycle))])


def cancel_cycle(*, cycle: Cycle, by: Person, now: datetime) -> None:
    """Take a cycle back; nothing is frozen, and ratings stay as they are. Raises Ended where it is over."""
    open_ = Cycle.objects.filter(pk=cycle.pk, closed_at=None, cancelled_at=None)
    if not open_.update(cancelled_at=now, ended_by=by):
        raise Ended


def _ending(part: Part, now: datetime) -> Ending:
    return Ending(part.participant_id, _FROZEN[part.state(now)], part.self_at, part.lead_at)
