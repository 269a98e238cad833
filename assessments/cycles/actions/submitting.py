"""Submitting a part. The person's own shares what they have said and closes it; what they say later are new ratings."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction

from assessments.actions.sharing import share
from assessments.cycles.deadlines import is_open, zone_of
from assessments.cycles.parts import Part
from assessments.cycles.reading import with_parts
from assessments.levels.sharing import MovedOn
from assessments.models import Participant, Profile, Submission
from skillmatrix.people.models import Person
from skillmatrix.taxonomy import versions

from .refusals import AlreadySubmitted, Ended

SELF, LEAD = Submission.Side.SELF, Submission.Side.LEAD


def submit_part(
    *,
    participant: Participant,
    shown: int,
    changes: int,
    key: UUID,
    by: Person,
    now: datetime,
    today: date,
    again: bool = False,
) -> Submission:
    """Share everything said up to own revision `shown` and close the person's own part.

    The same key gives the first answer again. Raises AlreadySubmitted unless `again`, MovedOn when more was said
    since the page was shown, and Ended when the cycle or the person's last day is over.
    """
    with transaction.atomic():
        row, part = _locked(participant)
        earlier = _earlier(row, SELF, by, key)
        if earlier:
            return earlier
        _refuse_ended(row, part.is_open(now))
        if part.self_at and not again:
            raise AlreadySubmitted(part.self_at)
        revision = _released(row, shown, changes, key, today)
        return _submit(row, SELF, by, key, revision)


def submit_lead_part(
    *, participant: Participant, key: UUID, by: Person, now: datetime, again: bool = False
) -> Submission:
    """Say that the lead's own view of this person is complete. Both sides are revealed once both are submitted.

    The same key gives the first answer again. Raises AlreadySubmitted unless `again`, and Ended when the cycle or
    the lead's last day is over.
    """
    with transaction.atomic():
        row, part = _locked(participant)
        earlier = _earlier(row, LEAD, by, key)
        if earlier:
            return earlier
        _refuse_ended(row, is_open(part.lead_by, zone_of(by.timezone), now))
        if part.lead_at and not again:
            raise AlreadySubmitted(part.lead_at)
        profile = Profile.objects.filter(person=row.person_id).values_list("revision", flat=True).first()
        return _submit(row, LEAD, by, key, profile or 0)


def _locked(participant: Participant) -> tuple[Participant, Part]:
    """The participant as they are now, held until the transaction ends: closing waits for it, and it for closing."""
    Participant.objects.select_for_update().get(pk=participant.pk)
    rows = Participant.objects.with_submissions().select_related("cycle", "person", "team")
    return with_parts([rows.get(pk=participant.pk)])[0]


def _earlier(row: Participant, side: Submission.Side, by: Person, key: UUID) -> Submission | None:
    return row.submissions.filter(side=side, by=by, key=key).first()


def _refuse_ended(row: Participant, is_in_time: bool) -> None:  # noqa: FBT001 - there is nothing else to say
    if not row.cycle.is_running or row.first_session_on is not None or not is_in_time:
        raise Ended


def _released(row: Participant, shown: int, changes: int, key: UUID, today: date) -> int:
    """Share what waits, if anything does; the profile's revision afterwards."""
    profile = (
        Profile.objects.filter(person=row.person_id)
        .only("own_revision", "shared_revision", "revision")
        .first()
    )
    own, shared = (profile.own_revision, profile.shared_revision) if profile else (0, 0)
    if own != shown:
        raise MovedOn
    if own > shared:
        mine = uuid5(key, f"submit:{row.cycle_id}")
        return share(person=row.person, shown=shown, changes=changes, key=mine, today=today)
    return profile.revision if profile else 0


def _submit(row: Participant, side: Submission.Side, by: Person, key: UUID, revision: int) -> Submission:
    number = versions.current_number()
    return row.submissions.create(side=side, by=by, key=key, revision=revision, version=number)
